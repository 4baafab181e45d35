"""A site of chosen universities: the rulebook and the pages as they are without the others.

What belongs to another university is left out, and what then has nothing left: items without rules, questions of a tree
with one answer, texts for others' staff, pages about others. Nothing is written anew: in prose, sentences about
others only are left out, and `mentions` lists what still names them, for an editor to put in other words.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from rulebook import model
from rulebook.book import COMPONENTS, Rulebook
from rulebook.pages import MARKER, Marker, Page, Pages, body, markers_of
from rulebook.translations import texts

M = TypeVar("M", bound=model.Model)
C = TypeVar("C", bound=model.Component)

SENTENCE = re.compile(r"(?<=[.?!])(?<!\d\.)(\*\*)?\s+(?=[A-ZÅÄÖ\[*])")
BOLD_ALONE = re.compile(r"^\s*(?:[-*]|\d+\.)?\s*(?:\*\*[^*]+\*\*)?\s*$")
HEADING = re.compile(r"^(#{2,6}) ")
PAGE_LINK = re.compile(r"\[([^\]]+)\]\(([^)#\s]+\.md)(?:#[^)\s]*)?\)")


@dataclass(frozen=True)
class Selection:
    """What is shown. `prose` is the Markdown of pages that read otherwise than their files, by their path."""

    book: Rulebook
    pages: Pages
    prose: Mapping[str, str] = field(default_factory=dict)


def select(book: Rulebook, pages: Pages, root: Path) -> Selection:
    """Return what `site.yml` asks for; all where it names no university. `root` is what the paths of pages are told from."""
    if not book.site.universities:
        return Selection(book, pages)
    return _Chosen(book, pages, root).selection()


def mentions(whole: Rulebook, pages: Pages, shown: Selection, root: Path) -> Iterator[str]:
    """Yield `path:line: words` of all that is shown and still names a university that is not."""
    chosen = _Chosen(whole, pages, root)
    kept = {id(written.text) for written in texts(shown.book)}
    for written in texts(whole):
        named = [words for words in written.text.given().values() if chosen.others.search(words)]
        if named and id(written.text) in kept:
            line = written.origin.source.line(written.origin.place + written.place)
            yield f"{written.origin.source.path}:{line}: {named[0]}"
    for page in shown.pages.by_key.values():
        for number, line in enumerate((root / page.path).read_text(encoding="utf-8").splitlines(), 1):
            if chosen.others.search(line) and (number < page_start(root, page) or chosen.sentences(line)):
                yield f"{page.path}:{number}: {line}"
