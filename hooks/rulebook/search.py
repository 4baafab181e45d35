"""One search index for each edition, made from the rulebook and the pages of that edition alone.

The index is a list of entries in plain words. The engine (`overrides/components/search/engine.js`) stems
them in the browser, so that the query and the entries always meet the same stemmer.
"""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from rulebook import model
from rulebook.localise import Localiser
from rulebook.model import Edition
from rulebook.pages import MARKER, Page, edition_root
from rulebook.render import Renderer

STEMMER: dict[Edition, str] = {"sv": "sv", "sv-FI": "sv", "en": "en"}
"""Edition → the language whose stemmer its words need."""

Entry = dict[str, Any]


def index(entries: list[Entry], local: Localiser) -> str:
    """Return the index of an edition as JSON: {config: {lang, stop, synonyms, urgent}, docs: [entry, …]}."""
    config: dict[str, list[Any]] = {"lang": [STEMMER[local.edition]], "stop": [], "synonyms": [], "urgent": []}
    for group in local.book.search.values():
        words = local.keywords(group.words)
        config[group.use] += [words] if group.use == "synonyms" else words
    return json.dumps({"config": config, "docs": entries}, ensure_ascii=False, separators=(",", ":"))


def page_entries(page: Page, html: str, renderer: Renderer) -> Iterator[Entry]:
    """Yield the entries of a page: its prose by heading, then what its components hold.

    `html` is the page as Markdown made it, its markers not yet replaced.
    """
    address = page.url.removeprefix(edition_root(page.edition))
    components = [thing for marker in page.markers if (thing := renderer.book.component(marker.kind, marker.name))]
    if not components:
        reader = _Prose(page.title)
        reader.feed(MARKER.sub("", html))
        for heading, anchor, text in reader.sections():
            yield _entry("page", address + (f"#{anchor}" if anchor else ""), heading, text)
    for component in components:
        yield from _component(component, address, renderer)
    for marker in page.markers:
        if marker.kind == "rules":
            yield from _rules(marker.name, address, page, renderer)
        elif marker.kind == "comparison":
            yield from _questions(address, renderer)
        elif marker.kind == "terms":
            yield from _terms(address, renderer)


def _entry(kind: str, location: str, title: str, text: str, **more: Any) -> Entry:
    return {"kind": kind, "location": location, "title": title, "text": text, **{name: value for name, value in more.items() if value}}


def _rules(name: str, address: str, page: Page, renderer: Renderer) -> Iterator[Entry]:
    say = renderer.plain
    for topic, rules in renderer.listed(name):
        for rule in rules:
            if renderer.rule_page(rule) is page:
                text = " ".join(filter(None, (say(rule.text), say(rule.why))))
                context = f"{say(topic.title)} {say(renderer.university(rule).name)}"
                tags = renderer.local.keywords(rule.keywords)
                yield _entry("rule", f"{address}#{rule.id}", say(rule.title), text, tags=tags, context=context, university=renderer.university(rule).id, force=rule.force)


def _questions(address: str, renderer: Renderer) -> Iterator[Entry]:
    for question in renderer.book.questions.values():
        yield _entry("question", f"{address}#{question.id}", renderer.plain(question.question), renderer.plain(question.note), tags=renderer.local.keywords(question.keywords))


def _terms(address: str, renderer: Renderer) -> Iterator[Entry]:
    for term in renderer.book.terms.values():
        yield _entry("term", f"{address}#term-{term.id}", renderer.plain(term.term), renderer.plain(term.text), tags=renderer.local.keywords(term.keywords))


def _component(thing: model.Component, address: str, renderer: Renderer) -> Iterator[Entry]:
    say, title = renderer.plain, renderer.plain(thing.title)
    yield _entry(thing.kind, f"{address}#{thing.id}", title, say(thing.lead), tags=renderer.local.keywords(thing.keywords))
    if isinstance(thing, model.Checklist):
        for group in thing.groups:
            for item in group.items:
                yield _entry("item", f"{address}#{thing.id}-{item.id}", say(item.text), say(item.why), context=title)
    elif isinstance(thing, model.Tree):
        for outcome in thing.outcomes:
            text = " ".join(say(step) for step in outcome.do)
            anchor = thing.id if thing.private else renderer.node_id(thing, outcome.id)
            yield _entry("outcome", f"{address}#{anchor}", say(outcome.title), text, context=title)
    elif isinstance(thing, model.Steps):
        for step in thing.steps:
            yield _entry("step", f"{address}#{thing.id}-{step.id}", say(step.title), " ".join([say(step.text), *(say(how) for how in step.how)]))


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
        """Yield (heading, anchor, text) of the page itself, and of each section that holds words."""
        for number, (heading, anchor, text) in enumerate(self.found):
            words = " ".join("".join(text).split())
            if words or number == 0:
                yield " ".join("".join(heading).replace("¶", "").split()), anchor, words
