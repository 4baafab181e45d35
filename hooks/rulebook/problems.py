"""Mistakes in the files of the rulebook: where, what was found, what was expected."""

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake, shown as `path:line: field: message`."""

    path: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        """Return the line that editors and CI make clickable."""
        where = f"{self.field}: " if self.field else ""
        return _on_one_line(f"{self.path}:{self.line}: {where}{self.message}")


LONG_WORD = re.compile(r"(\S{60})\S{20,}")


def _on_one_line(words: str) -> str:
    """Return words that a terminal can show: what was found may be anything."""
    return LONG_WORD.sub(r"\1…", "".join(letter if letter.isprintable() else " " for letter in words))


class RulebookError(Exception):
    """All the mistakes of one reading, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep each problem once, in the order of the files."""
        self.problems = sorted(set(problems))
        super().__init__("\n".join([self.headline, *(f"  {p}" for p in self.problems)]))

    @property
    def headline(self) -> str:
        """Say how many problems there are."""
        count = len(self.problems)
        return f"rulebook: {count} problem{'' if count == 1 else 's'}"


def unknown(what: str, found: str, known: Iterable[str]) -> str:
    """Say that nothing is called `found`, with the nearest known name if one is near."""
    near = difflib.get_close_matches(found, list(known), n=1)
    hint = f" (did you mean '{near[0]}'?)" if near else ""
    return f"no {what} is called '{found}'{hint}"
