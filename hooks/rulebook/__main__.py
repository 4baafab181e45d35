"""The rulebook from the command line: `python -m rulebook <command>`, run in `hooks/`.

check    every problem, of form and of wording; exits with 1 where there is one
schema   writes the JSON Schemas and the field tables of CONTRIBUTING.md
status   the texts that lag behind a change in another language, and since when
agreed   records that all other texts agree between their languages; `agreed <id> …` records those that lag too:
         an editorial change (a typo), or a translation that still holds; and that what is in no file any more shall be gone
expiry   whether the day in security.txt is soon, or past, or too far ahead; exits with 1 where it is
mentions what is shown and still names a university that `site.yml` leaves out
pages <folder>
         writes the whole site there as plain files, without a site generator
hosted <folder>
         makes a fresh site ready for a server of one's own: names that change with the assets, files compressed beforehand
trees    every tree as an outline, with its number of paths and its depth; `trees <id> …` for some
tree-diff <revision>
         which paths of the trees end elsewhere than at a git revision, in Markdown for a review
"""

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from rulebook.book import Rulebook
from rulebook.check import read_and_check
from rulebook.hosted import prepare
from rulebook.plain import write_site
from rulebook.policy import expiry
from rulebook.problems import RulebookError
from rulebook.schema import made
from rulebook.selection import mentions
from rulebook.translations import FILE, agree, behind, read_record, record_text
from rulebook.tree import Walk
from rulebook.tree_diff import UnreadableError, tree_diff
from rulebook.wording import lix, swedish_texts, wording

ROOT = Path(__file__).resolve().parents[2]
TAKES_MORE = ("pages", "hosted", "agreed", "trees", "tree-diff")


def main(arguments: list[str]) -> int:
    """Run one command; return the exit code."""
    commands = {
        "check": _check,
        "schema": _schema,
        "status": _status,
        "expiry": _expiry,
        "mentions": _mentions,
        "pages": _pages,
        "hosted": _hosted,
        "agreed": _agreed,
        "trees": _trees,
        "tree-diff": _tree_diff,
    }
    if not arguments or arguments[0] not in commands or (len(arguments) > 1 and arguments[0] not in TAKES_MORE):
        print(__doc__)
        return 2
    return commands[arguments[0]](*arguments[1:])


def _check() -> int:
    book, _, mistakes = read_and_check(ROOT)
    problems = sorted([*mistakes, *wording(book)])
    print("\n".join(map(str, problems)))
    for university in book.universities:
        passages = [p for p in book.passages if book.university_of[p] == university]
        covered = {cited for rule in book.rules.values() for cited in rule.cites}
        missing = [p for p in passages if p not in covered]
        print(
            f"{university}: {len(book.rules_of(university))} rules, {len(passages) - len(missing)} of {len(passages)} passages, "
            f"LIX {lix(swedish_texts(book, university)):.1f}" + (f"; no rule cites {', '.join(missing)}" if missing else "")
        )
    return 1 if problems else 0


def _schema() -> int:
    for path, text in made(ROOT).items():
        file = ROOT / path
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            print(path)
    return 0


def _status() -> int:
    book = _readable()
    found = behind(book, read_record(ROOT)[0]) if book else []
    for lag in found:
        origin, place = lag.written.origin, (*lag.written.place, lag.changed[0])
        path, line = origin.source.path, origin.source.line(origin.place + place)
        print(f"{path}:{line}: {lag.written.owner}: {', '.join(lag.languages)} behind {', '.join(lag.changed)} since {_since(path, line)}")
    print(f"{len(found)} text{'' if len(found) == 1 else 's'} behind")
    return 0 if book else 1


def _expiry() -> int:
    book = _readable()
    wrong = expiry(book.site, datetime.now(tz=UTC).date()) if book else ""
    print(wrong, end="\n" if wrong else "")
    return 1 if wrong or not book else 0


def _mentions() -> int:
    book, pages, problems = read_and_check(ROOT)
    print("\n".join(map(str, problems)) or "\n".join(mentions(book, pages, ROOT)))
    return 1 if problems else 0


def _pages(*arguments: str) -> int:
    if len(arguments) != 1:
        print(__doc__)
        return 2
    try:
        print(f"{write_site(ROOT, Path(arguments[0]))} pages")
    except RulebookError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _hosted(*arguments: str) -> int:
    if len(arguments) != 1:
        print(__doc__)
        return 2
    print(f"assets are called …-{prepare(Path(arguments[0]))}")
    return 0


def _agreed(*ids: str) -> int:
    book, _, problems = read_and_check(ROOT)
    record, unreadable = read_record(ROOT)
    if wrong := unreadable or [problem for problem in problems if problem.path != FILE]:
        print("\n".join(map(str, wrong)))
        return 1
    (ROOT / FILE).write_text(record_text(agree(book, record, ids)), encoding="utf-8")
    return 0


def _trees(*ids: str) -> int:
    book = _readable()
    for tree in book.trees.values() if book else ():
        if not ids or tree.id in ids:
            print("\n".join(Walk(tree).report()), end="\n\n")
    return 0 if book else 1


def _tree_diff(*arguments: str) -> int:
    if len(arguments) != 1:
        print(__doc__)
        return 2
    book = _readable()
    try:
        print(tree_diff(ROOT, arguments[0], book.trees) if book else "")
    except UnreadableError as error:
        print(error, file=sys.stderr)
        return 1
    return 0 if book else 1


def _readable() -> Rulebook | None:
    book, _, problems = read_and_check(ROOT)
    print("".join(f"{problem}\n" for problem in problems), end="")
    return None if problems else book


def _since(path: str, line: int) -> str:
    """Return the day a line was last committed, by git."""
    command = ["git", "blame", "--porcelain", f"-L{line},{line}", "--", path]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own file, our own line
    time = re.search(r"^committer-time (\d+)$", done.stdout, re.MULTILINE)
    if not time or done.stdout.startswith("0" * 40):
        return "now (not committed)"
    return datetime.fromtimestamp(int(time[1]), UTC).date().isoformat()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
