"""The Markdown pages of the editions: their keys, addresses and markers.

A page is the same page in every edition when it has the same `key` in its front matter. Its address
follows from its own file name, so each language has addresses in its own words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rulebook.book import validated
from rulebook.load import parse
from rulebook.model import EDITIONS, Edition, Front
from rulebook.problems import Problem

DEFAULT_EDITION: Edition = "sv"

MARKER = re.compile(r"<!--\s*([a-z-]+):\s*(.*?)\s*-->")
"""`<!-- kind: name -->`, and for some kinds more words: `<!-- rules: umea/opening -->`."""


@dataclass(frozen=True)
class Marker:
    """Where a component enters a page."""

    kind: str
    name: str
    path: str
    line: int

    def problem(self, message: str) -> Problem:
        """Return a problem at the marker."""
        return Problem(self.path, self.line, f"<!-- {self.kind}: {self.name} -->", message)


@dataclass(frozen=True)
class Page:
    """One Markdown page of one edition."""

    edition: Edition
    key: str
    path: str
    """The file, from the project's root."""
    url: str
    """Its address from the root of the site, without a leading slash: `en/checklists/open-account/`."""
    title: str
    description: str
    markers: tuple[Marker, ...]
    university: str = ""
    """The university that the page is about; it is left out where that is not shown."""
    template: str = ""
    """A layout of its own."""


@dataclass(frozen=True)
class Pages:
    """All pages, by edition and key."""

    by_key: dict[tuple[Edition, str], Page]

    def get(self, edition: Edition, key: str) -> Page | None:
        """Return the page of an edition."""
        return self.by_key.get((edition, key))

    def of(self, edition: Edition) -> list[Page]:
        """Return the pages of an edition, in the order of their files."""
        return [page for (found, _), page in self.by_key.items() if found == edition]

    def keys(self) -> set[str]:
        """Return every key that any edition has."""
        return {key for _, key in self.by_key}

    def with_marker(self, edition: Edition, kind: str, name: str) -> Page | None:
        """Return the page where a component stands."""
        return self._by_marker.get((edition, kind, name))

    @cached_property
    def _by_marker(self) -> dict[tuple[Edition, str, str], Page]:
        return {(edition, marker.kind, marker.name): page for (edition, _), page in self.by_key.items() for marker in page.markers}


def edition_root(edition: Edition) -> str:
    """Return the folder of an edition's addresses: empty for the default, else `en/`."""
    return "" if edition == DEFAULT_EDITION else f"{edition}/"


def read_pages(docs: Path, root: Path) -> tuple[Pages, list[Problem]]:
    """Read the front matter and the markers of every page under `docs/<edition>/`."""
    by_key: dict[tuple[Edition, str], Page] = {}
    problems: list[Problem] = []
    unreadable: set[str] = set()
    for edition in EDITIONS:
        for file in sorted((docs / edition).rglob("*.md")):
            page = _page(file, edition, docs, file.relative_to(root).as_posix(), problems)
            if page is None:
                unreadable.add(edition)
                continue
            first = by_key.setdefault((edition, page.key), page)
            if first is not page:
                problems.append(Problem(page.path, 1, "key", f"the key '{page.key}' is taken, first in {first.path}"))
    problems += _missing_editions(by_key, unreadable)
    return Pages(by_key), problems


def _page(file: Path, edition: Edition, docs: Path, path: str, problems: list[Problem]) -> Page | None:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        problems.append(Problem(path, 1, "", "is not UTF-8; save the file as UTF-8"))
        return None
    except OSError as error:
        problems.append(Problem(path, 1, "", f"cannot be read: {error.strerror}"))
        return None
    head, body_line = front_matter(text)
    if head is None:
        problems.append(Problem(path, 1, "", "has no front matter; expected key, title and description between two lines of ---"))
        return None
    source, mistakes = parse(f"\n{head}", path)
    front, wrong = validated(Front, source, ()) if source else (None, mistakes)
    problems += wrong
    if front is None:
        return None
    return Page(
        edition,
        front.key,
        path,
        _url(file, edition, docs),
        front.title,
        front.description,
        tuple(_markers(text, path, body_line)),
        front.university,
        front.template,
    )


def front_matter(text: str) -> tuple[str | None, int]:
    """Return the front matter, as YAML, and the line where the body begins."""
    if not text.startswith("---\n"):
        return None, 1
    head, found, _ = text[4:].partition("\n---")
    return (head if found and head.strip() else None), head.count("\n") + 3


def _markers(text: str, path: str, body_line: int) -> Iterator[Marker]:
    fenced = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        if number >= body_line and not fenced and not line.startswith("    "):
            for found in MARKER.finditer(line):
                yield Marker(found[1], found[2], path, number)


def _url(file: Path, edition: Edition, docs: Path) -> str:
    relative = file.relative_to(docs / edition).with_suffix("")
    parts = relative.parts[:-1] if relative.name == "index" else relative.parts
    return edition_root(edition) + "".join(f"{part}/" for part in parts)


def _missing_editions(by_key: dict[tuple[Edition, str], Page], unreadable: set[str]) -> Iterator[Problem]:
    """Yield a problem for each page that some edition lacks: it would be read in the wrong language."""
    for (_, key), page in by_key.items():
        lacking = [edition for edition in EDITIONS if (edition, key) not in by_key and edition not in unreadable]
        if lacking and page.edition == next(e for e in EDITIONS if (e, key) in by_key):
            yield Problem(page.path, 1, "key", f"no page has the key '{key}' in {', '.join(lacking)}; expected one in every edition")
