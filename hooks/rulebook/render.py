"""Components → HTML, through the templates in `overrides/components`.

The environment is our own: it escapes everything and stops at a name that means nothing. Templates
read the models; what they need besides is the small vocabulary of `Renderer`.
"""

import json
import posixpath
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import get_args

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from rulebook import model
from rulebook.book import Rulebook
from rulebook.localise import Localiser, Words
from rulebook.model import EDITIONS, FORCES, Edition
from rulebook.pages import Marker, Page, Pages, edition_root
from rulebook.tree import Walk

COUNTRY_OF: dict[Edition, str | None] = {"sv": "SE", "sv-FI": "FI", "en": None}
"""Whose law an edition takes for granted."""

EVERYONE = {"all", "employee"}
"""Audiences that say nothing about a role."""

FEWEST_IN_A_ROLE = 2
"""How many items of a list a role must have to be offered as a filter."""

PHASES = ("plan", "open", "run", "moderate", "archive", "close")

SCRIPTS = {
    "checklist": "checklist",
    "tree": "tree",
    "description": "template",
    "message": "template",
    "search": "search",
    "kept": "kept",
    "comparison": "comparison",
}
"""Marker kind → the component folder whose script and style the page loads."""

KIND_ICONS = {
    "rule": "doc", "page": "doc", "question": "cols", "term": "ask", "checklist": "list", "item": "list", "tree": "fork",
    "outcome": "fork", "description": "pen", "message": "pen", "steps": "ring", "step": "ring",
}  # fmt: skip
"""What the search may find, and the icon it comes with."""

FOLDERS = {"description": "template", "message": "template"}
"""Marker kinds that are not named as their folder."""


@cache
def environment(components: Path) -> Environment:
    """Return the Jinja environment over the component folders. It is kept: the live site need not compile what has not changed."""
    return Environment(
        loader=FileSystemLoader(components),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )


LANG = Markup(' lang="%s"')
ICON = Markup('<svg class="i" viewBox="0 0 16 16" aria-hidden="true"><use href="#i-%s"/></svg>')
SPAN = Markup('<span lang="%s">%s</span>')


class Renderer:
    """Draws the components of one edition."""

    def __init__(
        self, book: Rulebook, pages: Pages, edition: Edition, jinja: Environment, lagging: Mapping[str, Collection[Edition]] | None = None
    ) -> None:
        """Bind the words and links of the edition to the templates; `lagging` says which rules lag in which languages."""
        self.book, self.pages, self.edition = book, pages, edition
        self.local = Localiser(book, edition)
        self.jinja, self.lagging = jinja, lagging or {}
        self.here = ""
        self.vocabulary = {
            "r": self,
            "t": self.local.string,
            "book": book,
            "root": edition_root(edition),
            "say": self.say,
            "lang": self.lang,
            "forms": self.forms,
        }

    # ------------------------------------------------------------ pages

    def replace(self, marker: Marker, page: Page) -> str:
        """Return the HTML of a component, with its links told from the page."""
        self.here = page.url
        folder = FOLDERS.get(marker.kind, marker.kind)
        return self.draw(f"{folder}/{folder}.html", marker=marker, thing=self._thing(marker), page=page).strip()

    def problems(self, lines: Iterable[str]) -> str:
        """Return the HTML that stands in for a page while the rule files have mistakes."""
        return self.draw("problems/problems.html", lines=list(lines)).strip()

    def draw(self, template: str, **context: object) -> str:
        """Return the HTML of a template of `overrides/components`; the environment is shared, the vocabulary is this edition's."""
        return self.jinja.get_template(template).render(**self.vocabulary, **context)

    def _thing(self, marker: Marker) -> model.Component | None:
        return self.book.component(marker.kind, marker.name)

    # ------------------------------------------------------------ words

    def say(self, text: model.Text | model.Original | Words | None) -> Markup:
        """Return words for the page, in a `span` with their language where it is another."""
        words = text if isinstance(text, Words) else self.local.words(text)
        return SPAN % (words.lang, words.text) if words.lang else escape(words.text)

    def plain(self, text: model.Text | model.Original | None) -> str:
        """Return words alone, for attributes and scripts."""
        return self.local.words(text).text

    def lang(self, text: model.Text | model.Original | None) -> Markup:
        """Return ` lang="…"` for an element whose words are in another language than the page."""
        words = self.local.words(text)
        return LANG % words.lang if words.lang else Markup("")

    def forms(self, key: str) -> str:
        """Return the plural forms of an interface string as JSON, for a script to choose from."""
        return json.dumps(self.local.forms(key), ensure_ascii=False)

    def words(self, *keys: str) -> str:
        """Return interface strings as JSON, `{last part of the key: forms}`, for a script that has many to say."""
        return json.dumps({key.split(".", 1)[1]: self.local.forms(key) for key in keys}, ensure_ascii=False, separators=(",", ":"))

    def icon(self, name: str) -> Markup:
        """Return an icon of the sprite that every page carries."""
        return ICON % name

    @property
    def site_name(self) -> str:
        """What the site is called."""
        return self.plain(self.book.site.name)

    # ------------------------------------------------------------ links

    def to(self, url: str) -> str:
        """Return the way from this page to an address told from the root of the site."""
        path, hash_, fragment = url.partition("#")
        return _relative(path, self.here) + hash_ + fragment

    def page(self, key: str) -> Page | None:
        """Return a page of this edition."""
        return self.pages.get(self.edition, key)

    def page_url(self, key: str) -> str:
        """Return the way to a page of this edition."""
        page = self.page(key)
        return self.to(page.url) if page else ""

    def component_page(self, kind: str, name: str) -> Page | None:
        """Return the page where a component stands."""
        return self.pages.with_marker(self.edition, kind, name)

    def link(self, link: model.Link) -> tuple[str, str]:
        """Return (address, title) of what a link leads to."""
        kind, name = link.target
        if kind == "page":
            page = self.page(name)
            return (self.to(page.url), page.title) if page else ("", name)
        component = self.book.component(kind, name)
        page = self.component_page(kind, name)
        title = self.plain(component.title) if component else name
        return (self.to(f"{page.url}#{name}") if page else ""), title

    def rule_page(self, rule: model.Rule) -> Page | None:
        """Return the page a rule lives on: its topic's, else its university's."""
        topic, university = self.book.topic_of[rule.id], self.book.university_of[rule.id]
        for name in (topic, f"{university}/{topic}", university):
            if page := self.component_page("rules", name):
                return page
        return None

    def rule_url(self, rule: model.Rule) -> str:
        """Return the way to a rule."""
        page = self.rule_page(rule)
        return self.to(f"{page.url}#{rule.id}") if page else f"#{rule.id}"

    # ------------------------------------------------------------ rules and their sources

    def university(self, rule: model.Rule) -> model.University:
        """Return the university a rule belongs to."""
        return self.book.universities[self.book.university_of[rule.id]]

    def abroad(self, university: model.University) -> bool:
        """Say whether a university lies in another country than the one this edition speaks to."""
        return COUNTRY_OF[self.edition] not in (None, university.country)

    def routes_of(self, step: model.Step) -> list[model.Route]:
        """Return the help routes of a step that this edition speaks of: those of its country, or all."""
        return [route for name in step.routes if (route := self.book.help[name]).country == (self._country or route.country)]

    def laws_of(self, step: model.Step) -> list[model.Law]:
        """Return the laws of a step that this edition speaks of: those of its country, or all."""
        return [law for name in step.laws if (law := self.book.law[name]).country == (self._country or law.country)]

    @cached_property
    def _country(self) -> str | None:
        """The country of this edition, where a university of it is shown."""
        return next((one.country for one in self.universities if not self.abroad(one) and COUNTRY_OF[self.edition]), None)

    @cached_property
    def universities(self) -> list[model.University]:
        """The universities, those of this edition's country first."""
        return sorted(self.book.universities.values(), key=self.abroad)

    def rules(self, ids: Iterable[str]) -> list[model.Rule]:
        """Return the rules, university by university."""
        order = [university.id for university in self.universities]
        return sorted((self.book.rules[name] for name in ids), key=lambda rule: order.index(self.book.university_of[rule.id]))

    def cites(self, ids: Iterable[str]) -> str:
        """Return the passages that rules rest on, for `data-cites`."""
        return " ".join(self.book.cites(tuple(ids)))

    def strongest(self, ids: Iterable[str]) -> str:
        """Return the strongest force among rules."""
        return min((self.book.rules[name].force for name in ids), key=FORCES.index)

    def forces_of(self, ids: Iterable[str]) -> dict[str, str]:
        """Return {university: the strongest force among its rules of these}."""
        rules = self.rules(ids)
        owners = dict.fromkeys(self.book.university_of[rule.id] for rule in rules)
        return {owner: self.strongest(rule.id for rule in rules if self.book.university_of[rule.id] == owner) for owner in owners}

    def universities_of(self, ids: Iterable[str]) -> list[str]:
        """Return the universities whose rules these are."""
        return list(dict.fromkeys(self.book.university_of[rule.id] for rule in self.rules(ids)))

    def by_document(self, ids: Iterable[str]) -> list[tuple[model.University, model.Document, list[model.Rule]]]:
        """Return the rules, gathered by university and the document they rest on first."""
        groups: dict[tuple[str, str], tuple[model.University, model.Document, list[model.Rule]]] = {}
        for rule in self.rules(ids):
            university, document = self.university(rule), self.sources(rule)[0][0]
            groups.setdefault((university.id, document.id), (university, document, []))[2].append(rule)
        return list(groups.values())

    def sources(self, rule: model.Rule) -> list[tuple[model.Document, model.Section, str]]:
        """Return (document, section, way to the passage) for each section that a rule rests on."""
        university = self.university(rule)
        page = self.component_page("sources", university.id)
        found: dict[str, tuple[model.Document, model.Section, str]] = {}
        for cited in rule.cites:
            passage = self.book.passages[cited]
            document = next(d for d in university.documents if d.id == passage.document)
            section = next(s for s in document.sections if s.id == passage.section)
            found.setdefault(section.id, (document, section, self.to(f"{page.url}#{cited}") if page else ""))
        return list(found.values())

    def listed(self, name: str) -> list[tuple[model.Topic, list[model.Rule]]]:
        """Return the rules that a `rules:` marker names, topic by topic."""
        university, _, topic = name.partition("/")
        if not topic and university in self.book.topics:
            university, topic = "", university
        rules = self.book.rules_of(university, topic or None) if university else self.book.rules_about(topic)
        ordered = self.rules(rule.id for rule in rules)
        groups = [(t, [rule for rule in ordered if self.book.topic_of[rule.id] == t.id]) for t in self.book.topics.values()]
        return [(t, found) for t, found in groups if found]

    # ------------------------------------------------------------ checklists

    def revision(self, checklist: model.Checklist) -> str:
        """Return a short mark of what the list asks for; it changes with every revision of an item or of a rule behind one."""
        parts = [f"{item.id}:{item.rev}:{self.raised(item)}" for item in checklist.items]
        return sha256(" ".join(parts).encode()).hexdigest()[:7]

    def raised(self, item: model.Item) -> str:
        """Return `university/rule:rev` of each rule behind an item that has been revised; the others are at their first revision."""
        return " ".join(f"{self.book.university_of[rule.id]}/{rule.id}:{rule.rev}" for rule in self.rules(item.rules) if rule.rev > 1)

    def roles(self, item: model.Item) -> list[str]:
        """Return whom an item is for: the audiences of the rules behind it, or no one in particular."""
        found = {audience for name in item.rules for audience in self.book.rules[name].audience}
        return [] if found & EVERYONE else [audience for audience in get_args(model.Audience) if audience in found]

    def filter_roles(self, checklist: model.Checklist) -> list[str]:
        """Return the roles that parts of a list are for, where it has several."""
        counts = Counter(role for item in checklist.items for role in self.roles(item))
        several = [role for role in get_args(model.Audience) if counts[role] >= FEWEST_IN_A_ROLE]
        return several if len(several) > 1 else []

    def recurring(self, rules: Iterable[model.Rule]) -> dict[str, list[model.Rule]]:
        """Return the duties that come back after days or months, by university."""
        found: dict[str, list[model.Rule]] = {}
        for rule in rules:
            if rule.every and not rule.every.hours:
                found.setdefault(self.book.university_of[rule.id], []).append(rule)
        return found

    def rules_behind(self, checklist: model.Checklist) -> list[model.Rule]:
        """Return the rules behind a whole list, each once, university by university."""
        return self.rules(dict.fromkeys(name for item in checklist.items for name in item.rules))

    def calendar(self, name: str) -> str:
        """Return the way to a calendar file of this edition."""
        return self.to(calendar_path(self.edition, name))

    def terms(self) -> list[model.Term]:
        """Return the terms in the order of the alphabet."""
        return sorted(self.book.terms.values(), key=lambda term: _alphabetical(self.plain(term.term)))

    def lags(self, rule: model.Rule) -> bool:
        """Say whether the words that this edition shows of a rule lag behind another language's."""
        shown = self.local.words(rule.text).lang or self.edition
        return shown in self.lagging.get(rule.id, ())

    # ------------------------------------------------------------ search

    search_kinds = tuple(KIND_ICONS)
    forces = FORCES

    def kind_icon(self, kind: str) -> str:
        """Return the icon of a kind of search result."""
        return KIND_ICONS[kind]

    def a_to_z(self) -> list[tuple[str, list[tuple[str, list[tuple[str, str]]]]]]:
        """Return [(letter, [(word, [(address, title), …]), …]), …]: every keyword and where it leads."""
        places: dict[str, dict[str, str]] = {}
        for words, url, title in self._indexed():
            for word in words:
                places.setdefault(word[:1].upper() + word[1:], {}).setdefault(self.to(url), title)
        letters: dict[str, list[tuple[str, list[tuple[str, str]]]]] = {}
        for word in sorted(places, key=_alphabetical):
            letters.setdefault(word[0], []).append((word, list(places[word].items())))
        return list(letters.items())

    def _indexed(self) -> Iterator[tuple[list[str], str, str]]:
        """Yield (words, address, title) of everything that has keywords, and of terms and questions."""
        for rule in self.book.rules.values():
            if page := self.rule_page(rule):
                yield (
                    self.local.keywords(rule.keywords),
                    f"{page.url}#{rule.id}",
                    f"{self.plain(rule.title)} ({self.plain(self.university(rule).short)})",
                )
        for component in self.book.components():
            if page := self.component_page(component.kind, component.id):
                title = self.plain(component.title)
                yield [title, *self.local.keywords(component.keywords)], f"{page.url}#{component.id}", title
        for term in self.book.terms.values():
            if page := self.component_page("terms", "all"):
                yield [self.plain(term.term), *self.local.keywords(term.keywords)], f"{page.url}#term-{term.id}", self.plain(term.term)
        for question in self.book.questions.values():
            if page := self.component_page("comparison", "all"):
                yield self.local.keywords(question.keywords), f"{page.url}#{question.id}", self.plain(question.question)

    # ------------------------------------------------------------ trees

    def walk(self, tree: model.Tree) -> Walk:
        """Return the tree as a graph."""
        return Walk(tree)

    def node_id(self, tree: model.Tree, node: str) -> str:
        """Return the anchor of a question or outcome."""
        return f"{tree.id}-{node}"

    # ------------------------------------------------------------ texts to copy

    def choices(self, template: model.Template) -> dict[str, str]:
        """Return {`platform.place` or text: name} of what a reader may choose to see alone."""
        found: dict[str, str] = {}
        for body in template.bodies:
            for platform, limit, name in self.book.limits(body):
                found[name] = self.local.string("template.place", platform=platform.name, place=self.plain(limit.title), max=limit.max)
            if not body.platforms:
                found[body.id] = self.plain(body.title)
        return found

    def languages(self, template: model.Template) -> list[Edition]:
        """Return the languages of the texts; both kinds of Swedish only where one text has both."""
        given = [body.text.given().keys() for body in template.bodies]
        found = [edition for edition in EDITIONS if any(edition in words for words in given)]
        both = any({"sv", "sv-FI"} <= words for words in given)
        return found if both or "sv" not in found else [edition for edition in found if edition != "sv-FI"]

    def counted(self, template: model.Template) -> list[tuple[model.Platform, model.Counting]]:
        """Return (platform, how it counts) of each platform that the texts are for."""
        found = [(platform, limit.counting or platform.counting) for body in template.bodies for platform, limit, _ in self.book.limits(body)]
        return list({(platform.id, method): (platform, method) for platform, method in found}.values())

    def plain_in(self, text: model.Text, language: Edition) -> str:
        """Return words alone, in another language than the page's."""
        return Localiser(self.book, language).words(text).text

    def parts(self, text: str) -> list[tuple[str, str]]:
        """Split a text at its placeholders: (words, '') and ('', field) in turn."""
        pieces: list[tuple[str, str]] = []
        end = 0
        for found in model.PLACEHOLDER.finditer(text):
            pieces += [(text[end : found.start()], ""), ("", found[1])]
            end = found.end()
        return [*pieces, (text[end:], "")]

    def tongues(self, text: model.Text) -> list[tuple[Edition, str]]:
        """Return (language, words) of a text, this edition's first."""
        given = text.given()
        mine = self.edition if self.edition in given else ("sv" if self.edition == "sv-FI" and "sv" in given else "")
        return sorted(given.items(), key=lambda pair: pair[0] != mine)


def calendar_path(edition: Edition, name: str) -> str:
    """Return where a calendar file lies, from the root of the site."""
    return f"{edition_root(edition)}calendar/{name}.ics"


@cache
def _relative(path: str, here: str) -> str:
    """Return the way from the page `here` to `path`, both told from the root of the site."""
    relative = posixpath.relpath(path or ".", here or ".")
    return "./" if relative == "." else relative + ("/" if path.endswith("/") or not path else "")


def _alphabetical(word: str) -> tuple[list[int], str]:
    """Sort key: Swedish order, å ä ö last, capitals as small letters."""
    order = "abcdefghijklmnopqrstuvwxyzåäö"
    return [order.find(letter) if letter in order else -1 for letter in word.lower().replace("é", "e")], word
