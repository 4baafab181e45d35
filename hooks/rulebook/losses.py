"""What is lost without being wrong: passages that no rule cites, what no page shows, what was recorded and is in no file.

It is looked for when nothing else is wrong, since every other mistake loses something too.
"""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from rulebook.book import COMPONENTS, Key, Origin, Rulebook
from rulebook.model import EDITIONS
from rulebook.pages import Page, Pages
from rulebook.problems import Problem
from rulebook.translations import FILE, read_record, texts

BY_COUNTRY = ("help", "law")
"""Marker kinds of which each edition shows its own country's first."""

MOST_NAMED = 5
"""How many lost things a message names."""

ID_IN_KEY = re.compile(r"\[([a-z][^\]]*)\]")


def losses(book: Rulebook, pages: Pages, root: Path) -> list[Problem]:
    """Return a problem for each loss."""
    return list(chain(_uncited(book), _different_editions(pages), _not_shown(book, pages), _gone(book, root)))


def _uncited(book: Rulebook) -> Iterator[Problem]:
    cited = {passage for rule in book.rules.values() for passage in rule.cites}
    for passage in book.passages:
        if passage not in cited:
            yield book.origins["passages", passage].problem(("id",), f"no rule cites '{passage}'; expected one that does")


def _different_editions(pages: Pages) -> Iterator[Problem]:
    """Hold each page against the first edition's: the same components, about the same university, in the same layout."""
    for page in pages.by_key.values():
        first = next(found for edition in EDITIONS if (found := pages.get(edition, page.key)))
        for kind, name in sorted(_entered(first) - _entered(page)):
            yield Problem(page.path, 1, "", f"lacks <!-- {kind}: {name or '…'} -->, which {first.path} has")
        for kind, name in sorted(_entered(page) - _entered(first)):
            yield Problem(first.path, 1, "", f"lacks <!-- {kind}: {name or '…'} -->, which {page.path} has")
        for field in ("university", "template"):
            found, expected = getattr(page, field), getattr(first, field)
            if found != expected:
                yield Problem(page.path, 1, field, f"found '{found}'; expected '{expected}', as in {first.path}")


def _entered(page: Page) -> set[Key]:
    return {(marker.kind, "" if marker.kind in BY_COUNTRY else marker.name) for marker in page.markers}


def _not_shown(book: Rulebook, pages: Pages) -> Iterator[Problem]:
    """Yield what no edition shows. What one edition alone lacks, its pages tell; only countries differ between editions."""
    for origin, kind, names in _to_show(book):
        lacking = [edition for edition in EDITIONS if not any(pages.with_marker(edition, kind, name) for name in names)]
        if lacking and (len(lacking) == len(EDITIONS) or kind in BY_COUNTRY):
            yield origin.problem(("id",), f"stands on no page of {', '.join(lacking)}; expected <!-- {kind}: {names[-1]} --> on one")


def _to_show(book: Rulebook) -> Iterator[tuple[Origin, str, tuple[str, ...]]]:
    """Yield (origin, kind, names) of all that a page must show, by a marker of that kind with one of the names."""
    for folder, model in COMPONENTS.items():
        for name in getattr(book, folder):
            yield book.origins[folder, name], model.kind, (name,)
    for university in book.universities:
        yield book.origins["universities", university], "sources", (university,)
    for rule, topic in book.topic_of.items():
        university = book.university_of[rule]
        yield book.origins["rules", rule], "rules", (topic, f"{university}/{topic}", university)
    for kind, things in (("law", book.law), ("help", book.help)):
        for name, thing in things.items():
            yield book.origins[kind, name], kind, (thing.country,)
    for folder, kind in (("terms", "terms"), ("questions", "comparison")):
        for name in getattr(book, folder):
            yield book.origins[folder, name], kind, ("all",)


def _gone(book: Rulebook, root: Path) -> Iterator[Problem]:
    """Yield a problem for each kind of which the record names things that are in no file."""
    record, unreadable = read_record(root)
    yield from unreadable
    here = {thing for written in texts(book) for thing in _things(written.key)}
    here |= {("search", name, "") for name in book.search} | set(_renamed(book))
    gone: dict[str, dict[str, int]] = {}
    for number, key in enumerate(record, 2):
        for kind, name, inner in _things(key):
            if (kind, name, inner) not in here:
                gone.setdefault(kind, {}).setdefault(f"{name}-{inner}" if inner else name, number)
    for kind, lines in gone.items():
        named = ", ".join([*list(lines)[:MOST_NAMED], *(["…"] if len(lines) > MOST_NAMED else [])])
        are = "is" if len(lines) == 1 else "are"
        yield Problem(FILE, next(iter(lines.values())), kind, f"{named} {are} in no file any more; put it back, or let it go with: make agreed")


def _things(key: str) -> Iterator[tuple[str, str, str]]:
    """Yield (kind, id, id within it or nothing) of what has an id in the key of a text."""
    kind, _, rest = key.partition("/")
    name = rest if kind == "strings" else re.split(r"[.\[]", rest, maxsplit=1)[0]
    yield kind, name, ""
    if name != rest:
        yield from ((kind, name, inner) for inner in ID_IN_KEY.findall(rest))


def _renamed(book: Rulebook) -> Iterator[tuple[str, str, str]]:
    """Yield what things were called before."""
    for rule in book.rules.values():
        yield from (("rules", old, "") for old in rule.was)
    for checklist in book.checklists.values():
        yield from (("checklists", checklist.id, old) for item in checklist.items for old in item.was)
