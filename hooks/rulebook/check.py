"""What needs more than one file: every id named is known, every tree is whole, every marker means something."""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from rulebook import model
from rulebook.book import COMPONENTS, Key, Origin, Rulebook, read
from rulebook.colours import faint
from rulebook.counting import excess, longest
from rulebook.load import Place
from rulebook.losses import losses
from rulebook.menu import CATALOGUED, catalogue_of
from rulebook.model import PLACEHOLDER, Edition
from rulebook.pages import Pages, read_pages
from rulebook.problems import Problem, unknown
from rulebook.tree import Walk

MARKER_KINDS = (
    "checklist",
    "tree",
    "description",
    "message",
    "steps",
    "rules",
    "sources",
    "help",
    "home",
    "catalogue",
    "terms",
    "law",
    "comparison",
    "search",
    "index",
    "kept",
)
"""What a marker in a page may name. See CONTRIBUTING.md for each."""

FIXED_NAMES: dict[str, tuple[str, ...]] = {
    "help": ("SE", "FI"),
    "law": ("SE", "FI"),
    "catalogue": CATALOGUED,
    "terms": ("all",),
    "comparison": ("all",),
    "index": ("all",),
    "kept": ("all",),
    "search": ("home", "form"),
    "home": ("urgent", "stops", "ways"),
}
"""Marker kind → what it may name, where that does not depend on the rulebook."""

MAY_REPEAT = ("help",)
"""Marker kinds that nothing links to by name: they may stand on several pages."""


def read_and_check(root: Path) -> tuple[Rulebook, Pages, list[Problem]]:
    """Read the rulebook and the pages of the project in `root`; return them with every mistake, in the order of the files."""
    docs = root / "docs"
    book, mistakes = read(docs / "rulebook", root)
    pages, wrong_pages = read_pages(docs, root)
    mistakes += wrong_pages
    if book.whole:
        mistakes += [found for found in check(book, pages) if not _is_echo(found, book.broken)]
    if not mistakes:
        mistakes += losses(book, pages, root)
    return book, pages, sorted(set(mistakes))


def _is_echo(problem: Problem, broken: set[str]) -> bool:
    """Say whether a name is unknown only because the entry that bears it has mistakes of its own."""
    return any(f" is called '{name}'" in problem.message for name in broken)


def check(book: Rulebook, pages: Pages) -> list[Problem]:
    """Return every mistake that one file alone does not show."""
    return list(
        chain(
            _rules(book),
            _passages(book),
            _questions(book),
            _components(book, pages),
            _trees(book),
            _templates(book),
            _nav(book, pages),
            _markers(book, pages),
            _site(book),
        )
    )


# ---------------------------------------------------------------- rules and passages


def _rules(book: Rulebook) -> Iterator[Problem]:
    for rule in book.rules.values():
        origin, university = book.origins["rules", rule.id], book.universities[book.university_of[rule.id]]
        if not rule.id.startswith(f"{university.prefix}-"):
            yield origin.problem(("id",), f"found '{rule.id}'; expected an id of {university.id}, '{university.prefix}-…'")
        if rule.id in book.passages:
            yield origin.problem(("id",), f"'{rule.id}' is the id of a passage; expected one of its own")
        yield from _cites(book, rule, origin, university)
        yield from _variety(rule, origin, university)
        if rule.check_law:
            yield from _known(origin, ("check_law", "law"), "law", [rule.check_law.law], book.law)


def _cites(book: Rulebook, rule: model.Rule, origin: Origin, university: model.University) -> Iterator[Problem]:
    for index, passage in enumerate(rule.cites):
        if passage not in book.passages or book.university_of[passage] != university.id:
            own = [known for known in book.passages if book.university_of[known] == university.id]
            yield origin.problem(("cites", index), unknown(f"passage of {university.id}", passage, own))


def _variety(rule: model.Rule, origin: Origin, university: model.University) -> Iterator[Problem]:
    """Hold the words of a rule against the Swedish of its university's country."""
    for name in ("title", "text", "why", "differs", "unclear"):
        text: model.Text | None = getattr(rule, name)
        if text and university.variety not in text.given():
            yield origin.problem((name,), f"has no words in '{university.variety}', the Swedish of {university.id}")


def _passages(book: Rulebook) -> Iterator[Problem]:
    for passage in book.passages.values():
        origin, university = book.origins["passages", passage.id], book.universities[book.university_of[passage.id]]
        documents = {document.id: document for document in university.documents}
        yield from _known(origin, ("document",), f"document of {university.id}", [passage.document], documents)
        if passage.document in documents:
            sections = [section.id for section in documents[passage.document].sections]
            yield from _known(origin, ("section",), f"section of {passage.document}", [passage.section], sections)


def _questions(book: Rulebook) -> Iterator[Problem]:
    for question in book.questions.values():
        origin = book.origins["questions", question.id]
        yield from _known(origin, ("topic",), "topic", [question.topic], book.topics)
        for university, answer in question.answers.items():
            yield from _known(origin, ("answers", university), "university", [university], book.universities)
            own = [rule for rule, owner in book.university_of.items() if owner == university and rule in book.rules]
            yield from _known(origin, ("answers", university, "rules"), f"rule of {university}", answer.rules, own)


# ---------------------------------------------------------------- components


def _components(book: Rulebook, pages: Pages) -> Iterator[Problem]:
    for folder, component, origin in _all_components(book):
        for place, value in _walk(component, ()):
            if isinstance(value, model.Link):
                yield from _link(book, pages, origin, place, value)
        for place, what, names, among in _references(book, component):
            yield from _known(origin, place, what, names, among)
        yield from _unique_items(folder, component, origin)


def _all_components(book: Rulebook) -> Iterator[tuple[str, model.Component, Origin]]:
    for folder in COMPONENTS:
        for name, component in getattr(book, folder).items():
            yield folder, component, book.origins[folder, name]


def _references(book: Rulebook, component: model.Component) -> Iterator[tuple[Place, str, Iterable[str], Iterable[str]]]:
    """Yield (place, what, names, known names) for each list of ids in a component."""
    for place, value in _walk(component, ()):
        for field, what, among in (("rules", "rule", book.rules), ("laws", "law", book.law), ("routes", "help route", book.help)):
            names = getattr(value, field, ())
            if names and isinstance(value, model.Model):
                yield (*place, field), what, names, list(among)
        if isinstance(value, model.Template | model.Body):
            yield (*place, "universities"), "university", value.universities, book.universities
        if isinstance(value, model.Choice) and value.university:
            yield (*place, "university"), "university", [value.university], book.universities


def _walk(value: object, place: Place) -> Iterator[tuple[Place, object]]:
    """Yield every model within a model, with its place."""
    if isinstance(value, model.Model):
        yield place, value
        for name in type(value).model_fields:
            yield from _walk(getattr(value, name), (*place, name))
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from _walk(inner, (*place, index))


def _link(book: Rulebook, pages: Pages, origin: Origin, place: Place, link: model.Link) -> Iterator[Problem]:
    kind, name = link.target
    if kind == "page":
        yield from _known(origin, (*place, kind), "page", [name], pages.keys())
        return
    known = [component.id for component in book.components() if component.kind == kind]
    yield from _known(origin, (*place, kind), kind, [name], known)


def _unique_items(folder: str, component: model.Component, origin: Origin) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, value in _walk(component, ()):
        if isinstance(value, model.Item | model.Group | model.Step):
            if value.id in seen:
                yield origin.problem(
                    (*place, "id"), f"the id '{value.id}' stands twice in {folder}/{component.id}; expected one for each group, item and step"
                )
            seen.add(value.id)


def _trees(book: Rulebook) -> Iterator[Problem]:
    for tree in book.trees.values():
        origin = book.origins["trees", tree.id]
        for place, message in Walk(tree).problems():
            yield origin.problem(place, message)


# ---------------------------------------------------------------- texts to copy


def _templates(book: Rulebook) -> Iterator[Problem]:
    for folder, templates in (("descriptions", book.descriptions), ("messages", book.messages)):
        for template in templates.values():
            origin = book.origins[folder, template.id]
            yield from _placeholders(template, origin)
            yield from _platforms(book, template, origin)
            yield from _too_long(book, template, origin)


def _placeholders(template: model.Template, origin: Origin) -> Iterator[Problem]:
    fields = [field.id for field in template.fields]
    used: set[str] = set()
    for index, body in enumerate(template.bodies):
        for words in body.text.given().values():
            for name in PLACEHOLDER.findall(words):
                used.add(name)
                yield from _known(origin, ("bodies", index, "text"), "field", [name], fields)
    for index, field in enumerate(template.fields):
        if field.id not in used:
            yield origin.problem(("fields", index, "id"), f"no text uses the field '{field.id}'")
    for index, required in enumerate(template.required):
        yield from _known(origin, ("required", index, "fields"), "field", required.fields, fields)


def _platforms(book: Rulebook, template: model.Template, origin: Origin) -> Iterator[Problem]:
    places = {f"{platform.id}.{place}" for platform in book.platforms.values() for place in platform.places}
    for index, body in enumerate(template.bodies):
        yield from _known(origin, ("bodies", index, "platforms"), "place of a platform", body.platforms, places)
        yield from _known(origin, ("bodies", index, "lacks"), "required element", body.lacks, [required.id for required in template.required])


def _too_long(book: Rulebook, template: model.Template, origin: Origin) -> Iterator[Problem]:
    """Yield each text that, with every field at its longest, does not fit a platform it names."""
    fields = {field.id: field for field in template.fields}
    for index, body in enumerate(template.bodies):
        limits = book.limits(body)
        for edition, words in body.text.given().items():
            if not set(PLACEHOLDER.findall(words)) <= set(fields):
                continue
            for platform, limit, name in limits:
                over = max(excess(text, limit, limit.counting or platform.counting) for text in longest(words, fields))
                if over > 0:
                    yield origin.problem(
                        ("bodies", index, "text", edition), f"does not fit {name} ({limit.max}) with its fields full: {over} too many"
                    )


# ---------------------------------------------------------------- the menu, and markers in pages

MOST_NAV_SECTIONS = 7


def _nav(book: Rulebook, pages: Pages) -> Iterator[Problem]:
    """Every page is in the menu once, or below a catalogue that is, and the menu stays short enough for a phone."""
    seen: dict[str, str] = {}
    for number, section in enumerate(book.nav.values(), 1):
        origin = book.origins["nav", section.id]
        yield from _known(origin, ("pages",), "page", section.pages, pages.keys())
        if number > MOST_NAV_SECTIONS:
            yield origin.problem(("id",), f"is entry {number} of the menu; expected at most {MOST_NAV_SECTIONS}")
        for index, key in enumerate(section.pages):
            if key in seen:
                yield origin.problem(("pages", index), f"the page '{key}' is in the menu already, in '{seen[key]}'")
            seen.setdefault(key, section.id)
    if book.nav:
        for page in pages.by_key.values():
            if page.key not in seen and not catalogue_of(page, pages):
                yield Problem(page.path, 1, "key", f"the page '{page.key}' is not in the menu; expected it in nav.yml")


def _markers(book: Rulebook, pages: Pages) -> Iterator[Problem]:
    seen: dict[tuple[Edition, Key], str] = {}
    for page in pages.by_key.values():
        if page.university and page.university not in book.universities:
            yield Problem(page.path, 1, "university", unknown("university", page.university, book.universities))
        for marker in page.markers:
            if marker.kind not in MARKER_KINDS:
                yield marker.problem(unknown("component", marker.kind, MARKER_KINDS))
                continue
            known = marker_names(book, marker.kind)
            if marker.name not in known:
                yield marker.problem(unknown(marker.kind, marker.name, known))
            first = seen.setdefault((page.edition, (marker.kind, marker.name)), f"{marker.path}:{marker.line}")
            if first != f"{marker.path}:{marker.line}" and marker.kind not in MAY_REPEAT:
                yield marker.problem(f"stands twice in {page.edition}, first at {first}; its ids would not be unique links")


# ---------------------------------------------------------------- what the host decides


def _site(book: Rulebook) -> Iterator[Problem]:
    if origin := book.origins.get(("site", "")):
        yield from _known(origin, ("universities",), "university", book.site.universities, book.universities)
        for place, message in faint(book.site.colours):
            yield origin.problem(("colours", *place), message)


def marker_names(book: Rulebook, kind: str) -> list[str]:
    """Return what a marker of a kind may name."""
    if kind == "rules":
        topics = dict.fromkeys(f"{book.university_of[rule]}/{topic}" for rule, topic in book.topic_of.items())
        return [*book.universities, *dict.fromkeys(book.topic_of.values()), *topics]
    if kind == "sources":
        return list(book.universities)
    fixed = FIXED_NAMES.get(kind)
    if fixed:
        return list(fixed)
    return [component.id for component in book.components() if component.kind == kind]


def _known(origin: Origin, place: Place, what: str, names: Iterable[str], among: Iterable[str]) -> Iterator[Problem]:
    among = list(among)
    for index, name in enumerate(names):
        if name not in among:
            here = (*place, index) if (*origin.place, *place, index) in origin.source.lines else place
            yield origin.problem(here, unknown(what, name, among))
