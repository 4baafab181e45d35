"""What changed between two readings of the rulebook, so that the live site draws anew only what it must."""

from collections.abc import Iterable
from pathlib import Path

from rulebook.book import COMPONENTS, Rulebook

TRACKED = ("rules", "questions", "law", "help", *COMPONENTS)
"""What may change entry by entry. A change anywhere else may show on every page."""

EVERYWHERE = ("site", "universities", "passages", "topics", "nav", "platforms", "search", "strings", "terms")

Stamp = tuple[tuple[str, int], ...]


def changed(old: Rulebook, new: Rulebook) -> set[str] | None:
    """Return the ids of the entries that differ; None where any page may read otherwise."""
    if any(getattr(old, kind) != getattr(new, kind) for kind in EVERYWHERE):
        return None
    # Titles stand in menus, and in lists without an id.
    if [one.title for one in old.components()] != [one.title for one in new.components()]:
        return None
    found: set[str] = set()
    for kind in TRACKED:
        before, after = getattr(old, kind), getattr(new, kind)
        if kind == "rules":
            found |= _beside_new(old, new) | _beside_new(new, old)
        elif list(before) != list(after):
            return None
        found |= {name for name, thing in after.items() if name in before and before[name] != thing}
    return found


def _beside_new(old: Rulebook, new: Rulebook) -> set[str]:
    """Return the rules that stand beside those that only the new reading has, and the passages that these rest on."""
    added = [rule for name, rule in new.rules.items() if name not in old.rules]
    places = {_place(new, rule.id) for rule in added}
    return {name for name in new.rules if _place(new, name) in places} | {passage for rule in added for passage in rule.cites}


def _place(book: Rulebook, rule: str) -> tuple[str, str]:
    return book.university_of[rule], book.topic_of[rule]


def mentions(html: str, ids: set[str]) -> bool:
    """Say whether drawn HTML shows or links to one of the ids."""
    return any(f'{name}"' in html for name in ids)


def stamp(folders: Iterable[Path]) -> Stamp:
    """Return (path, time of its last change) of every file but rule files."""
    files = (file for folder in folders for file in folder.rglob("*") if file.is_file() and file.suffix != ".yml")
    return tuple((str(file), file.stat().st_mtime_ns) for file in sorted(files))
