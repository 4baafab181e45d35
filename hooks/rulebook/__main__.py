"""The rulebook from the command line: `python -m rulebook <command>`, run in `hooks/`.

check    every problem, of form and of wording; exits with 1 where there is one
schema   writes the JSON Schemas and the field tables of CONTRIBUTING.md
"""

import sys
from pathlib import Path

from rulebook.check import read_and_check
from rulebook.schema import made
from rulebook.wording import lix, swedish_texts, wording

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> int:
    """Run one command; return the exit code."""
    commands = {"check": _check}
    if arguments == ["schema"]:
        return _schema()
    if len(arguments) != 1 or arguments[0] not in commands:
        print(__doc__)
        return 2
    return commands[arguments[0]]()


def _check() -> int:
    book, _, mistakes = read_and_check(ROOT)
    problems = sorted([*mistakes, *wording(book)])
    print("\n".join(map(str, problems)))
    for university in book.universities:
        passages = [p for p in book.passages if book.university_of[p] == university]
        covered = {cited for rule in book.rules.values() for cited in rule.cites}
        missing = [p for p in passages if p not in covered]
        print(f"{university}: {len(book.rules_of(university))} rules, {len(passages) - len(missing)} of {len(passages)} passages, "
              f"LIX {lix(swedish_texts(book, university)):.1f}" + (f"; no rule cites {', '.join(missing)}" if missing else ""))
    return 1 if problems else 0


def _schema() -> int:
    for path, text in made(ROOT).items():
        file = ROOT / path
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
