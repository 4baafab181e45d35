"""One search index for each edition, made from the rulebook and the pages of that edition alone.

The index is a list of entries in plain words. The engine (`overrides/components/search/engine.js`) stems
them in the browser, so that the query and the entries always meet the same stemmer.
"""

import json
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any

from rulebook import model
from rulebook.localise import Localiser
from rulebook.model import Edition
from rulebook.pages import MARKER, Page, edition_root
from rulebook.render import Renderer

STEMMER: dict[Edition, str] = {"sv": "sv", "sv-FI": "sv", "en": "en"}
"""Edition → the language whose stemmer its words need."""

INDEX = "search/search_index.json"
"""Where the index of an edition lies, from the edition's root."""

MOST_IN_ONE_FILE = 8
"""With more universities than this, each has a file of its own beside the common one."""

FIELDS = {"kind": "", "page": "", "context": "", "university": "", "force": "", "anchor": "", "tags": "", "title": "", "text": ""}
"""The fields of an entry, each with what it is where nothing is said."""

CODED = ("kind", "page", "context", "university", "force")
"""Fields whose values come back: a file holds each value once, and its number in the entries."""

WORD = re.compile(r"\w+")
SENTENCE = re.compile(r".*?[.!?](?=\s|$)")

Entry = dict[str, str]


def index(entries: list[Entry], local: Localiser) -> Iterator[tuple[str, str]]:
    """Yield (path from the edition's root, JSON) of the files of an edition's index.

    The first holds `config`, what words mean to the search; `parts`, the other files with their university
    and its country; and, as every file, `names` and `entries`.
    """
    universities = local.book.universities.values()
    parted = [university for university in universities if len(universities) > MOST_IN_ONE_FILE]
    parts = [{"file": f"search/{one.id}.json", "university": one.id, "country": one.country} for one in parted]
    common = [entry for entry in entries if not parts or not entry["university"]]
    yield INDEX, _json({"config": _config(local), "parts": parts, **_columns(common)})
    for part in parts:
        yield part["file"], _json(_columns([entry for entry in entries if entry["university"] == part["university"]]))


def _config(local: Localiser) -> dict[str, Any]:
    config: dict[str, Any] = {"lang": STEMMER[local.edition], "stop": [], "faint": [], "synonyms": [], "urgent": []}
    for group in local.book.search.values():
        words = local.keywords(group.words)
        config[group.use] += [words] if group.use == "synonyms" else words
    return config


def _columns(entries: list[Entry]) -> dict[str, Any]:
    """Return the entries field by field: that is half the size once compressed."""
    names = {field: list(dict.fromkeys(entry[field] for entry in entries)) for field in CODED}
    numbers = {field: {name: number for number, name in enumerate(names[field])} for field in CODED}
    columns = {field: [numbers[field][entry[field]] if field in CODED else entry[field] for entry in entries] for field in FIELDS}
    return {"names": names, "entries": columns}


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def page_entries(page: Page, html: str, renderer: Renderer) -> Iterator[Entry]:
    """Yield the entries of a page: its prose by heading, or what its components hold.

    `html` is the page as Markdown made it, its markers not yet replaced.
    """
    address = page.url.removeprefix(edition_root(page.edition))
    components = [thing for marker in page.markers if (thing := renderer.book.component(marker.kind, marker.name))]
    found = [entry for thing in components for entry in _component(thing, renderer)] or _prose(page, html)
    for marker in page.markers:
        if marker.kind == "rules":
            found += _rules(marker.name, page, renderer)
        elif marker.kind == "comparison":
            found += _questions(renderer)
        elif marker.kind == "terms":
            found += _terms(renderer)
    for entry in found:
        yield entry | {"page": address}


def _entry(kind: str, anchor: str, title: str, text: str = "", tags: Iterable[str] = (), **more: str) -> Entry:
    """Return an entry; a keyword whose words its title or text already has adds nothing to it."""
    known = _words(f"{title} {text}")
    added = [tag for tag in dict.fromkeys(tags) if not _words(tag) <= known]
    return {**FIELDS, "kind": kind, "anchor": anchor, "title": title, "text": text, "tags": ", ".join(added), **more}


def _words(text: str) -> set[str]:
    return set(WORD.findall(text.lower()))


def _rules(name: str, page: Page, renderer: Renderer) -> Iterator[Entry]:
    say, keywords = renderer.plain, renderer.local.keywords
    for topic, rules in renderer.listed(name):
        for rule in rules:
            if renderer.rule_page(rule) is page:
                university = renderer.university(rule)
                context = f"{say(topic.title)} {say(university.name)}"
                yield _entry(
                    "rule",
                    rule.id,
                    say(rule.title),
                    " ".join(filter(None, (say(rule.text), say(rule.why)))),
                    keywords(rule.keywords),
                    context=context,
                    university=university.id,
                    force=rule.force,
                )


def _questions(renderer: Renderer) -> Iterator[Entry]:
    say, keywords = renderer.plain, renderer.local.keywords
    for question in renderer.book.questions.values():
        yield _entry("question", question.id, say(question.question), say(question.note), keywords(question.keywords))


def _terms(renderer: Renderer) -> Iterator[Entry]:
    say, keywords = renderer.plain, renderer.local.keywords
    for term in renderer.book.terms.values():
        yield _entry("term", f"term-{term.id}", say(term.term), _beginning(say(term.text)), keywords(term.keywords))


def _component(thing: model.Component, renderer: Renderer) -> Iterator[Entry]:
    """Yield the entry of a component, and of each step. Items of a list say what rules say, and what a tree leads to lacks its reasons alone."""
    say = renderer.plain
    yield _entry(thing.kind, thing.id, say(thing.title), say(thing.lead), renderer.local.keywords(thing.keywords))
    if isinstance(thing, model.Steps):
        for step in thing.steps:
            yield _entry("step", f"{thing.id}-{step.id}", say(step.title), say(step.text))


def _prose(page: Page, html: str) -> list[Entry]:
    reader = _Prose(page.title)
    reader.feed(MARKER.sub("", html))
    return [_entry("page", anchor, heading, _beginning(text)) for heading, anchor, text in reader.sections()]


def _beginning(text: str) -> str:
    """Return the first sentence: enough to find and to show what is not a rule."""
    found = SENTENCE.match(text)
    return found[0] if found else text


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
