"""The folder of rule files → one Rulebook.

Each file is read once, checked against its model entry by entry, and kept with the lines it came
from. A mistake in one entry hides no mistake in another.
"""

import difflib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from rulebook import model
from rulebook.load import Place, Source, read_source
from rulebook.problems import Problem, unknown

Key = tuple[str, str]
"""(kind, id): what a thing is and what it is called."""

M = TypeVar("M", bound=model.Model)

COMPONENTS: dict[str, type[model.Component]] = {
    "checklists": model.Checklist,
    "trees": model.Tree,
    "descriptions": model.Description,
    "messages": model.Message,
    "steps": model.Steps,
}
"""Folder → model; one file is one component, and the file's name is its id."""

LISTS: dict[str, type[model.Model]] = {
    "topics": model.Topic,
    "nav": model.NavSection,
    "questions": model.Question,
    "platforms": model.Platform,
    "law": model.Law,
    "help": model.Route,
    "terms": model.Term,
    "search": model.WordGroup,
}
"""File → model of its entries."""


@dataclass(frozen=True)
class Origin:
    """Where in which file a thing stands."""

    source: Source
    place: Place

    def problem(self, place: Place, message: str) -> Problem:
        """Return a problem at a place within the thing."""
        return self.source.problem(self.place + place, message)

    def __str__(self) -> str:
        """Return `path:line`."""
        return f"{self.source.path}:{self.source.line(self.place)}"


@dataclass
class Rulebook:
    """Everything the files hold, in the order of the files. Filled by `read`, then only read."""

    universities: dict[str, model.University] = field(default_factory=dict)
    passages: dict[str, model.Passage] = field(default_factory=dict)
    rules: dict[str, model.Rule] = field(default_factory=dict)
    topics: dict[str, model.Topic] = field(default_factory=dict)
    nav: dict[str, model.NavSection] = field(default_factory=dict)
    questions: dict[str, model.Question] = field(default_factory=dict)
    checklists: dict[str, model.Checklist] = field(default_factory=dict)
    trees: dict[str, model.Tree] = field(default_factory=dict)
    descriptions: dict[str, model.Description] = field(default_factory=dict)
    messages: dict[str, model.Message] = field(default_factory=dict)
    steps: dict[str, model.Steps] = field(default_factory=dict)
    platforms: dict[str, model.Platform] = field(default_factory=dict)
    law: dict[str, model.Law] = field(default_factory=dict)
    help: dict[str, model.Route] = field(default_factory=dict)
    terms: dict[str, model.Term] = field(default_factory=dict)
    search: dict[str, model.WordGroup] = field(default_factory=dict)
    strings: dict[str, model.String] = field(default_factory=dict)
    site: model.Site = field(default_factory=model.Site)

    university_of: dict[str, str] = field(default_factory=dict)
    """Rule or passage id → the university it belongs to."""
    topic_of: dict[str, str] = field(default_factory=dict)
    """Rule id → its topic."""
    origins: dict[Key, Origin] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    """Ids of entries and components that could not be read."""
    part: bool = False
    """True where only chosen universities are left; see `selection`."""
    whole: bool = True
    """False where a file or a university could not be read at all: nobody knows which ids it holds."""

    def components(self) -> Iterator[model.Component]:
        """Yield every component, folder by folder."""
        for folder in COMPONENTS:
            yield from getattr(self, folder).values()

    def component(self, kind: str, name: str) -> model.Component | None:
        """Return the component of that kind and id, if there is one."""
        folder = next((folder for folder, model_ in COMPONENTS.items() if model_.kind == kind), None)
        found: model.Component | None = getattr(self, folder).get(name) if folder else None
        return found

    def rules_of(self, university: str, topic: str | None = None) -> list[model.Rule]:
        """Return the rules of a university, of one topic if told, in the order of the files."""
        return [rule for rule in self._owned.get(university, []) if topic in (None, self.topic_of[rule.id])]

    def rules_about(self, topic: str) -> list[model.Rule]:
        """Return the rules of a topic, of all universities, in the order of the files."""
        return self._about.get(topic, [])

    @cached_property
    def _owned(self) -> dict[str, list[model.Rule]]:
        return self._grouped(self.university_of)

    @cached_property
    def _about(self) -> dict[str, list[model.Rule]]:
        return self._grouped(self.topic_of)

    def _grouped(self, group_of: dict[str, str]) -> dict[str, list[model.Rule]]:
        found: dict[str, list[model.Rule]] = {}
        for rule in self.rules.values():
            found.setdefault(group_of[rule.id], []).append(rule)
        return found

    @cached_property
    def citing(self) -> dict[str, list[model.Rule]]:
        """Return {passage id: the rules that rest on it}."""
        found: dict[str, list[model.Rule]] = {}
        for rule in self.rules.values():
            for passage in dict.fromkeys(rule.cites):
                found.setdefault(passage, []).append(rule)
        return found

    @cached_property
    def passages_in(self) -> dict[Key, list[model.Passage]]:
        """Return {(document id, section id): its passages}."""
        found: dict[Key, list[model.Passage]] = {}
        for passage in self.passages.values():
            found.setdefault((passage.document, passage.section), []).append(passage)
        return found

    def limits(self, body: model.Body) -> list[tuple[model.Platform, model.Limit, str]]:
        """Return (platform, limit, `platform.place`) of each place that a text fits; unknown ones are left out."""
        known = {f"{platform.id}.{place}": (platform, limit) for platform in self.platforms.values() for place, limit in platform.places.items()}
        return [(*known[name], name) for name in body.platforms if name in known]

    def cites(self, rule_ids: tuple[str, ...]) -> list[str]:
        """Return the passages that the rules rest on, each once, in order."""
        return list(dict.fromkeys(passage for rule in rule_ids for passage in self.rules[rule].cites))


def read(folder: Path, root: Path) -> tuple[Rulebook, list[Problem]]:
    """Read the rulebook in `folder`; paths in problems are told from `root`."""
    reader = _Reader(folder, root)
    reader.read_all()
    return reader.book, reader.problems


class _Reader:
    """Reads the files one kind at a time: universities first, since rules and passages lean on them."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder, self.root = folder, root
        self.book = Rulebook()
        self.problems: list[Problem] = []
        self.read_files: set[Path] = set()

    def read_all(self) -> None:
        self._components("universities", model.University, self.book.universities)
        self.book.whole &= len(self.book.universities) == len(self._universities())
        for name, kind in LISTS.items():
            self._list(self.folder / f"{name}.yml", kind, getattr(self.book, name), name)
        self._passages()
        self._rules()
        for folder, component in COMPONENTS.items():
            self._components(folder, component, getattr(self.book, folder))
        self._strings()
        self._site()
        self._stray_files()

    def _components(self, folder: str, kind: type[Any], into: dict[str, Any]) -> None:
        for file in sorted((self.folder / folder).glob("*.yml")):
            source = self._source(file)
            if source and (thing := self._validate(kind, source, ())):
                if thing.id != file.stem:
                    self.problems.append(source.problem(("id",), f"found '{thing.id}'; expected the name of the file, '{file.stem}'"))
                self._keep(folder, thing, Origin(source, ()), into)

    def _list(self, file: Path, kind: type[M], into: dict[str, M], name: str, then: Callable[[M], None] | None = None) -> None:
        if not file.exists():
            return
        source = self._source(file)
        if source is None:
            return
        if not isinstance(source.data, list):
            self.problems.append(source.problem((), f"found {_shown(source.data)}; expected a list"))
            return
        for index in range(len(source.data)):
            thing = self._validate(kind, source, (index,))
            if thing is not None and self._keep(name, thing, Origin(source, (index,)), into) and then:
                then(thing)

    def _passages(self) -> None:
        for file in sorted((self.folder / "passages").glob("*.yml")):
            if self._known(file, file.stem, "university", self._universities()):
                self._list(file, model.Passage, self.book.passages, "passages", self._owner(file.stem))

    def _rules(self) -> None:
        for file in sorted((self.folder / "rules").glob("*/*.yml"), key=self._rule_order):
            university, topic = file.parent.name, file.stem
            known = self._known(file, university, "university", self._universities())
            if self._known(file, topic, "topic", self.book.topics) and known:
                self._list(file, model.Rule, self.book.rules, "rules", self._owner(university, topic))

    def _rule_order(self, file: Path) -> tuple[list[int], str]:
        topics = list(self.book.topics)
        return ([topics.index(file.stem)] if file.stem in topics else [], str(file))

    def _owner(self, university: str, topic: str = "") -> Callable[[Any], None]:
        def note(thing: Any) -> None:
            self.book.university_of[thing.id] = university
            if topic:
                self.book.topic_of[thing.id] = topic

        return note

    def _strings(self) -> None:
        file = self.folder / "strings.yml"
        source = self._source(file) if file.exists() else None
        if source is None:
            return
        if not isinstance(source.data, dict):
            self.problems.append(source.problem((), f"found {_shown(source.data)}; expected keys"))
            return
        for key in source.data:
            string = self._validate(model.String, source, (key,))
            if string is not None:
                self.book.strings[key] = string
                self.book.origins["strings", key] = Origin(source, (key,))

    def _site(self) -> None:
        file = self.folder / "site.yml"
        source = self._source(file) if file.exists() else None
        if source and (site := self._validate(model.Site, source, ())):
            self.book.site = site
            self.book.origins["site", ""] = Origin(source, ())

    def _stray_files(self) -> None:
        for file in sorted(self.folder.rglob("*")):
            if file.is_file() and file not in self.read_files and file.suffix in {".yml", ".yaml"}:
                path = file.relative_to(self.root).as_posix()
                if not any(problem.path == path for problem in self.problems):
                    self.problems.append(Problem(path, 1, "", "nothing reads this file; expected one of " + ", ".join(_expected_files())))

    def _source(self, file: Path) -> Source | None:
        self.read_files.add(file)
        source, problems = read_source(file, self.root)
        self.problems += problems
        self.book.whole &= source is not None
        return source

    def _universities(self) -> list[str]:
        """Return the universities that have a file, even if it has mistakes."""
        return [file.stem for file in (self.folder / "universities").glob("*.yml")]

    def _known(self, file: Path, name: str, what: str, among: Collection[str]) -> bool:
        if name not in among:
            self.problems.append(Problem(file.relative_to(self.root).as_posix(), 1, "", unknown(what, name, among)))
        return name in among

    def _validate(self, kind: type[M], source: Source, place: Place) -> M | None:
        thing, problems = validated(kind, source, place)
        self.problems += problems
        if thing is None:
            data = source.at(place)
            self.book.broken.add(str(data.get("id")) if isinstance(data, dict) else "")
        return thing

    def _keep(self, name: str, thing: Any, origin: Origin, into: dict[str, Any]) -> bool:
        first = self.book.origins.get((name, thing.id))
        if first:
            self.problems.append(origin.problem(("id",), f"the id '{thing.id}' is taken, first at {first}"))
            return False
        into[thing.id] = thing
        self.book.origins[name, thing.id] = origin
        return True


def validated(kind: type[M], source: Source, place: Place) -> tuple[M | None, list[Problem]]:
    """Return what stands at a place as a model of that kind; nothing where it has mistakes, and these."""
    try:
        return kind.model_validate(source.at(place)), []
    except ValidationError as error:
        return None, [_problem(source, place, found, kind) for found in error.errors() if not _is_echo(found)]


def _expected_files() -> list[str]:
    return [
        "site.yml",
        "strings.yml",
        *(f"{name}.yml" for name in LISTS),
        "universities/",
        "passages/",
        "rules/<university>/",
        *(f"{name}/" for name in COMPONENTS),
    ]


def _problem(source: Source, place: Place, error: Any, kind: type[model.Model]) -> Problem:
    """Turn a pydantic error into `path:line: field: found, expected`."""
    where = _real_place(source, place, error["loc"])
    if error["type"] == "missing":
        return source.problem(where, "is missing")
    if error["type"] == "extra_forbidden":
        return source.problem(where, _unknown_key(str(error["loc"][-1]), _keys_at(kind, error["loc"][:-1])))
    return source.problem(where, _message(error))


def _is_echo(error: Any) -> bool:
    """Say whether a list is called too short only because what it holds has mistakes of its own."""
    return bool(error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"])


def _real_place(source: Source, place: Place, loc: Place) -> Place:
    """Leave out the parts of pydantic's location that name a type, not a place in the file."""
    for part in loc[:-1]:
        if (*place, part) in source.lines:
            place = (*place, part)
    last = loc[-1] if loc else None
    if last is None or (isinstance(last, str) and not last.islower()):
        return (*place, last) if last is not None and (*place, last) in source.lines else place
    return (*place, last)


def _keys_at(kind: Any, loc: Place) -> list[str]:
    """Return the keys that a model allows at a location."""
    for part in loc:
        if not isinstance(part, int):
            fields = getattr(kind, "model_fields", {})
            by_name = {info.alias or name: info.annotation for name, info in fields.items()}
            kind = _model_in(by_name.get(part))
    return [info.alias or name for name, info in getattr(kind, "model_fields", {}).items()]


def _model_in(annotation: Any) -> Any:
    """Return the model that an annotation such as `tuple[Item, ...]` or `Text | None` holds."""
    if isinstance(annotation, type) and issubclass(annotation, model.Model):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        if (found := _model_in(inner)) is not None:
            return found
    return None


def _unknown_key(found: str, known: list[str]) -> str:
    near = difflib.get_close_matches(found, known, n=1)
    hint = f" (did you mean '{near[0]}'?)" if near else ""
    return f"unknown key{hint}; expected one of {', '.join(known)}" if known else "unknown key"


def _message(error: Any) -> str:
    found, context = _shown(error["input"]), error.get("ctx", {})
    match error["type"]:
        case "literal_error":
            allowed = context["expected"].replace("'", "").replace(" or ", ", ")
            near = difflib.get_close_matches(str(error["input"]), allowed.split(", "), n=1)
            hint = f" (did you mean '{near[0]}'?)" if near else ""
            return f"found {found}; expected one of {allowed}{hint}"
        case "string_pattern_mismatch":
            return f"found {found}; expected the form {_FORMS.get(context['pattern'], context['pattern'])}"
        case "value_error":
            return str(context["error"])
        case "too_short" | "too_long":
            return f"found {context.get('actual_length', 0)}; expected at {'least' if error['type'] == 'too_short' else 'most'} {context.get('min_length', context.get('max_length'))}"
    return f"found {found}; expected {_KINDS.get(error['type'], error['msg'].removeprefix('Input should be '))}"


_KINDS = {
    "string_type": "words",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list",
    "dict_type": "keys",
    "model_type": "keys",
    "model_attributes_type": "keys",
}

_FORMS = {
    r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$": "small-letters-and-hyphens",
    r"^\d{4}-\d{2}-\d{2}$": "YYYY-MM-DD",
    r"^[a-z][a-z0-9_]*$": "small_letters",
    r"^#[0-9a-f]{6}$": "#1d5a4c",
    r"^(https://[^\s\"'<>]+|[^\s@\"'<>:]+@[^\s@\"'<>:]+)$": "name@example.edu or https://example.edu/page",
}


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, dict | list | tuple):
        return "keys" if isinstance(value, dict) else "a list"
    return f"'{value}'" if isinstance(value, str) else repr(value)
