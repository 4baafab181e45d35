"""The rulebook from the command line: `python -m rulebook <command>`, run in `hooks/`.

check   every problem, of form and of wording; exits with 1 where there is one
"""

import sys
from pathlib import Path

from rulebook.book import Rulebook, read
from rulebook.check import check
from rulebook.pages import Pages, read_pages
from rulebook.wording import lix, swedish_texts, wording

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> int:
    """Run one command; return the exit code."""
    commands = {"check": _check}
    if len(arguments) != 1 or arguments[0] not in commands:
        print(__doc__)
        return 2
    book, mistakes = read(ROOT / "docs/rulebook", ROOT)
    pages, wrong_pages = read_pages(ROOT / "docs", ROOT)
    if problems := sorted([*mistakes, *wrong_pages]):
        print("\n".join(map(str, problems)))
        return 1
    return commands[arguments[0]](book, pages)


def _check(book: Rulebook, pages: Pages) -> int:
    problems = sorted([*check(book, pages), *wording(book)])
    print("\n".join(map(str, problems)))
    for university in book.universities:
        passages = [p for p in book.passages if book.university_of[p] == university]
        covered = {cited for rule in book.rules.values() for cited in rule.cites}
        missing = [p for p in passages if p not in covered]
        print(f"{university}: {len(book.rules_of(university))} rules, {len(passages) - len(missing)} of {len(passages)} passages, "
              f"LIX {lix(swedish_texts(book, university)):.1f}" + (f"; no rule cites {', '.join(missing)}" if missing else ""))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
