"""What changed between two readings of the rulebook, so that the live site draws anew only what it must."""

from rulebook.book import COMPONENTS, Rulebook

TRACKED = ("rules", "questions", "law", "help", "terms", *COMPONENTS)
"""What may change entry by entry. A change anywhere else may show on every page."""

EVERYWHERE = ("site", "universities", "passages", "topics", "nav", "platforms", "search", "strings")


def changed(old: Rulebook, new: Rulebook) -> set[str] | None:
    """Return the ids of the entries that differ; None where anything may."""
    if any(getattr(old, kind) != getattr(new, kind) for kind in EVERYWHERE):
        return None
    found: set[str] = set()
    for kind in TRACKED:
        before, after = getattr(old, kind), getattr(new, kind)
        if list(before) != list(after):
            return None
        found |= {name for name, thing in after.items() if before[name] != thing}
    return found


def mentions(html: str, ids: set[str]) -> bool:
    """Say whether drawn HTML shows or links to one of the ids."""
    return any(f'{name}"' in html for name in ids)
