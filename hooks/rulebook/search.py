"""One search index for each edition, made from the rulebook and the pages of that edition alone."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from rulebook import model
from rulebook.model import Edition
from rulebook.pages import MARKER, Page, edition_root
from rulebook.render import Renderer

STEMMER: dict[Edition, str] = {"sv": "sv", "sv-FI": "sv", "en": "en"}
"""Edition → the language whose stemmer its words need."""

SEPARATOR = r"[\s\-,:!=\[\]()\"/.?…–»«]+|(?!\b)(?=[A-Z][a-z])"

Entry = dict[str, Any]


def index(entries: list[Entry], edition: Edition) -> str:
    """Return the index of an edition as JSON, in the form the theme's search reads."""
    config = {"lang": [STEMMER[edition]], "separator": SEPARATOR, "pipeline": ["stemmer"]}
    return json.dumps({"config": config, "docs": entries}, ensure_ascii=False, separators=(",", ":"))


def page_entries(page: Page, html: str, renderer: Renderer) -> Iterator[Entry]:
    """Yield the entries of a page: its prose by heading, then what its components hold.

    `html` is the page as Markdown made it, its markers not yet replaced.
    """
    address = page.url.removeprefix(edition_root(page.edition))
    reader = _Prose(page.title)
    reader.feed(MARKER.sub("", html))
    for heading, anchor, text in reader.sections():
        yield _entry(address + (f"#{anchor}" if anchor else ""), heading, text)
    for marker in page.markers:
        yield from _component_entries(marker.kind, marker.name, address, page, renderer)


def _entry(location: str, title: str, text: str, keywords: list[str] | None = None) -> Entry:
    entry: Entry = {"location": location, "title": title, "text": text}
    # The theme gives tags more weight than text: they carry the words that people type.
    if keywords:
        entry["tags"] = keywords
    return entry


def _component_entries(kind: str, name: str, address: str, page: Page, renderer: Renderer) -> Iterator[Entry]:
    if kind == "rules":
        for _, rules in renderer.listed(name):
            for rule in rules:
                if renderer.rule_page(rule) is page:
                    yield _rule(rule, address, renderer)
        return
    thing = renderer.book.component(kind, name)
    if isinstance(thing, model.Component):
        yield _entry(f"{address}#{name}", renderer.plain(thing.title), renderer.plain(thing.lead), renderer.local.keywords(thing.keywords))
    for anchor, title, text in _parts(thing, renderer):
        yield _entry(f"{address}#{anchor}", title, text)


def _rule(rule: model.Rule, address: str, renderer: Renderer) -> Entry:
    text = " ".join(filter(None, (renderer.plain(rule.text), renderer.plain(rule.why), renderer.plain(renderer.university(rule).name))))
    return _entry(f"{address}#{rule.id}", renderer.plain(rule.title), text, renderer.local.keywords(rule.keywords))


def _parts(thing: model.Component | None, renderer: Renderer) -> Iterator[tuple[str, str, str]]:
    """Yield (anchor, title, text) of the parts of a component that a reader may look for."""
    say = renderer.plain
    if isinstance(thing, model.Checklist):
        for group in thing.groups:
            for item in group.items:
                yield f"{thing.id}-{item.id}", say(item.text), say(item.why)
    elif isinstance(thing, model.Tree):
        for question in thing.questions:
            yield renderer.node_id(thing, question.id), say(question.text), " ".join(say(answer.text) for answer in question.answers)
        for outcome in thing.outcomes:
            yield renderer.node_id(thing, outcome.id), say(outcome.title), " ".join(say(step) for step in outcome.do)
    elif isinstance(thing, model.Steps):
        for step in thing.steps:
            yield f"{thing.id}-{step.id}", say(step.title), " ".join([say(step.text), *(say(how) for how in step.how)])


class _Prose(HTMLParser):
    """Splits the HTML of a page into its headings and the words below each."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.found: list[tuple[list[str], str, list[str]]] = [([title], "", [])]
        self.in_heading = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        anchor = dict(attrs).get("id")
        if tag in {"h2", "h3", "h4"} and anchor:
            self.found.append(([], anchor, []))
        self.in_heading = tag in {"h1", "h2", "h3", "h4"} or (self.in_heading and tag != "p")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"h1", "h2", "h3", "h4"}:
            self.in_heading = False

    def handle_data(self, data: str) -> None:
        heading, anchor, text = self.found[-1]
        if not self.in_heading:
            text.append(data)
        elif anchor:
            heading.append(data)

    def sections(self) -> Iterator[tuple[str, str, str]]:
        """Yield (heading, anchor, text) of each section that holds words."""
        for heading, anchor, text in self.found:
            yield " ".join("".join(heading).replace("¶", "").split()), anchor, " ".join("".join(text).split())
