"""A site of chosen universities: the rulebook and the pages as they are without the others.

What belongs to another university is left out, and so is what then has nothing left: items without rules, questions of
a tree with a single answer, texts for others' staff, pages about others. Nothing is written anew: of prose, the
sentences about others alone are left out, and `mentions` lists what still names them, for an editor to put in other words.
"""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from rulebook import model
from rulebook.book import COMPONENTS, Rulebook
from rulebook.pages import Marker, Page, Pages, front_matter
from rulebook.translations import texts

M = TypeVar("M", bound=model.Model)

SENTENCE = re.compile(r"(?:(?<=[.?!])(?<!\d\.)|(?<=[.?!]\*\*))\s+(?=[A-ZÅÄÖ\[*])")
"""Between two sentences of a line; the number of a list is none."""

NOTHING_SAID = re.compile(r"\s*(?:[-*]|\d+\.)?\s*(?:\*\*[^*]+\*\*)?\s*")
"""What is left of a list item that has lost its sentences."""

HEADING = re.compile(r"(#{2,6}) ")
PAGE_LINK = re.compile(r"\[([^\]]+)\]\(([^)#\s]+\.md)(?:#[^)\s]*)?\)")


@dataclass(frozen=True)
class Selection:
    """What is shown. `prose` holds the Markdown of pages, without front matter, by their path; others read as their files."""

    book: Rulebook
    pages: Pages
    prose: Mapping[str, str] = field(default_factory=dict)


def select(book: Rulebook, pages: Pages, root: Path) -> Selection:
    """Return what `site.yml` asks for: all, where it names no university. `root` is what the paths of pages are told from."""
    if not book.site.universities:
        return Selection(book, pages)
    chosen = _Chosen(book)
    part = chosen.book()
    seen = {key: shown for key, page in pages.by_key.items() if (shown := chosen.page(page, part, root))}
    chosen.links = {key for _, key in seen}
    gone = {page.path for key, page in pages.by_key.items() if key not in seen}
    prose = {page.path: chosen.prose(pages.by_key[key], page, gone, root) for key, page in seen.items()}
    return Selection(chosen.linked(part), Pages(seen), prose)


def mentions(book: Rulebook, pages: Pages, root: Path) -> Iterator[str]:
    """Yield `path:line: words` of all that is shown and still names a university that is not."""
    if not book.site.universities:
        return
    chosen, shown = _Chosen(book), select(book, pages, root)
    kept = {id(written.text) for written in texts(shown.book)}
    for written in texts(book):
        words = next((words for words in written.words().values() if chosen.others.search(words)), "")
        if words and id(written.text) in kept:
            yield f"{written.origin.source.path}:{written.origin.source.line(written.origin.place + written.place)}: {words}"
    for page in shown.pages.by_key.values():
        for number, line in enumerate((root / page.path).read_text(encoding="utf-8-sig").splitlines(), 1):
            if chosen.others.search(words := chosen.sentences(line)):
                yield f"{page.path}:{number}: {words}"


class _Chosen:
    """What is left of each kind of thing."""

    def __init__(self, whole: Rulebook) -> None:
        self.whole = whole
        self.universities = {name: one for name, one in whole.universities.items() if name in whole.site.universities}
        self.countries = sorted({one.country for one in self.universities.values()})
        self.rules = {name: rule for name, rule in whole.rules.items() if whole.university_of[name] in self.universities}
        self.law = {name: law for name, law in whole.law.items() if law.country in self.countries}
        self.help = {name: route for name, route in whole.help.items() if route.country in self.countries}
        self.mine = _named(self.universities.values())
        self.others = _named(one for name, one in whole.universities.items() if name not in self.universities)
        self.known: dict[str, Mapping[str, object]] = {"rules": self.rules, "laws": self.law, "routes": self.help, "universities": self.universities}
        self.links: set[str] = set()
        """The keys of the pages that are shown."""

    # ------------------------------------------------------------ the rulebook

    def book(self) -> Rulebook:
        """Return the rulebook of the chosen universities; its links may still lead to what is left out."""
        whole = self.whole
        own = {name: university for name, university in whole.university_of.items() if university in self.universities}
        kinds: dict[str, Callable[[Any, Any], Any]] = {
            "checklists": self._checklist,
            "trees": self._tree,
            "descriptions": self._template,
            "messages": self._template,
            "steps": self._steps,
        }
        left: dict[str, Any] = {
            folder: {name: kept for name, thing in getattr(whole, folder).items() if (kept := keep(self._trim(thing), thing))}
            for folder, keep in kinds.items()
        }
        return replace(
            whole,
            part=True,
            universities=self.universities,
            passages={name: passage for name, passage in whole.passages.items() if name in own},
            rules=self.rules,
            law=self.law,
            help=self.help,
            questions={name: kept for name, question in whole.questions.items() if (kept := self._question(question))},
            university_of=own,
            topic_of={name: topic for name, topic in whole.topic_of.items() if name in self.rules},
            **left,
        )

    def linked(self, part: Rulebook) -> Rulebook:
        """Return the rulebook without links and menu entries that lead to what is left out."""

        def leads(link: model.Link) -> bool:
            kind, name = link.target
            return name in self.links if kind == "page" else part.component(kind, name) is not None

        nav = {
            name: section.model_copy(update={"pages": pages}) for name, section in part.nav.items() if (pages := self._of(section.pages, self.links))
        }
        folders: dict[str, Any] = {folder: {name: _relinked(thing, leads) for name, thing in getattr(part, folder).items()} for folder in COMPONENTS}
        return replace(part, nav=nav, **folders)

    def _trim(self, thing: M) -> M:
        """Return a model without the rules, laws, help routes and remarks of others."""
        changed = {}
        for name, info in type(thing).model_fields.items():
            value = getattr(thing, name)
            kept = self._kept(name, value)
            if isinstance(value, model.Text) and info.default is None and self._elsewhere(value):
                kept = None
            if kept != value:
                changed[name] = kept
        return thing.model_copy(update=changed)

    def _kept(self, name: str, value: Any) -> Any:
        if name in self.known and isinstance(value, tuple):
            return self._of(value, self.known[name])
        if isinstance(value, tuple):
            return tuple(self._kept("", inner) for inner in value if not (isinstance(inner, model.Text) and self._elsewhere(inner))) or value
        return self._trim(value) if isinstance(value, model.Model) else value

    def _of(self, names: Iterable[str], among: Iterable[str]) -> tuple[str, ...]:
        known = set(among)
        return tuple(name for name in names if name in known)

    def _elsewhere(self, text: model.Text) -> bool:
        """Say whether a text speaks of other universities alone."""
        return any(self.others.search(words) and not self.mine.search(words) for words in text.given().values())

    def _question(self, question: model.Question) -> model.Question | None:
        answers = {name: answer for name, answer in question.answers.items() if name in self.universities}
        note = None if question.note and any(map(self.others.search, question.note.given().values())) else question.note
        left = question.model_copy(update={"answers": answers, "note": note})
        return left if any(answer.says for answer in answers.values()) else None

    def _checklist(self, checklist: model.Checklist, _: model.Checklist) -> model.Checklist | None:
        groups = [group.model_copy(update={"items": tuple(item for item in group.items if item.rules)}) for group in checklist.groups]
        left = tuple(group for group in groups if group.items)
        return checklist.model_copy(update={"groups": left}) if left else None

    def _steps(self, steps: model.Steps, _: model.Steps) -> model.Steps:
        """Keep every step: what one university asks for is common practice at the others."""
        common = [step if step.rules or step.basis != "university" else step.model_copy(update={"basis": "common"}) for step in steps.steps]
        return steps.model_copy(update={"steps": tuple(common)})

    def _template(self, template: model.Template, before: model.Template) -> model.Template | None:
        bodies = [body for body, was in zip(template.bodies, before.bodies, strict=True) if body.universities or not was.universities]
        if not bodies or (before.universities and not template.universities):
            return None
        used = {name for body in bodies for words in body.text.given().values() for name in model.PLACEHOLDER.findall(words)}
        required = [need.model_copy(update={"fields": self._of(need.fields, used)}) for need in template.required if need.rules]
        needed = [need.id for need in required]
        return template.model_copy(
            update={
                "bodies": tuple(body.model_copy(update={"lacks": self._of(body.lacks, needed)}) for body in bodies),
                "fields": tuple(blank for blank in template.fields if blank.id in used),
                "required": tuple(required),
            }
        )

    def _tree(self, tree: model.Tree, _: model.Tree) -> model.Tree | None:
        """Leave out the answers that choose another university; a question with one answer left is passed over."""
        answers = {q.id: tuple(a for a in q.answers if a.university is None or a.university in self.universities) for q in tree.questions}
        unsure = {q.id: q.unsure.next for q in tree.questions}

        def past(node: str) -> str:
            while node in answers and len(answers[node]) < 2:
                node = answers[node][0].next if answers[node] else unsure[node]
            return node

        questions = {
            question.id: question.model_copy(
                update={
                    "answers": tuple(answer.model_copy(update={"next": past(answer.next)}) for answer in answers[question.id]),
                    "unsure": question.unsure.model_copy(update={"next": past(question.unsure.next)}),
                }
            )
            for question in tree.questions
        }
        start = past(tree.start)
        if start not in questions:
            return None
        reached, waiting = {start}, [start]
        while waiting:
            question = questions.get(waiting.pop())
            found = {*(answer.next for answer in question.answers), question.unsure.next} - reached if question else set()
            reached |= found
            waiting += found
        return tree.model_copy(
            update={
                "start": start,
                "questions": tuple(question for question in questions.values() if question.id in reached),
                "outcomes": tuple(outcome for outcome in tree.outcomes if outcome.id in reached),
            }
        )

    # ------------------------------------------------------------ the pages

    def page(self, page: Page, part: Rulebook, root: Path) -> Page | None:
        """Return a page with the markers that show something; nothing where it is about others, or left with nothing to say."""
        markers = tuple(found for marker in page.markers if (found := self._marker(marker, page, part)))
        empty = page.markers and not markers and not self.mine.search((root / page.path).read_text(encoding="utf-8-sig"))
        return None if empty or page.university not in ("", *self.universities) else replace(page, markers=markers)

    def _marker(self, marker: Marker, page: Page, part: Rulebook) -> Marker | None:
        kind, name = marker.kind, marker.name
        if kind in ("help", "law") and name not in self.countries:
            instead = not any(other.kind == kind and other.name in self.countries for other in page.markers)
            return replace(marker, name=self.countries[0]) if instead else None
        if kind == "rules":
            shown = any(name in (university, topic, f"{university}/{topic}") for university, topic in _places(part))
        elif kind == "sources":
            shown = name in self.universities
        elif kind == "comparison":
            shown = bool(part.questions)
        elif kind == "catalogue":
            shown = any(component.kind == name for component in part.components())
        else:
            shown = self.whole.component(kind, name) is None or part.component(kind, name) is not None
        return marker if shown else None

    def prose(self, whole: Page, page: Page, gone: set[str], root: Path) -> str:
        """Return the Markdown of a page without what is about others, and without links to what is left out."""
        text = (root / page.path).read_text(encoding="utf-8-sig")
        shown, markers = {marker.line: marker for marker in page.markers}, {marker.line for marker in whole.markers}
        lines: list[str] = []
        for number, line in enumerate(text.splitlines(), 1):
            if number <= front_matter(text)[1]:
                continue
            if number in markers:
                lines += [f"<!-- {shown[number].kind}: {shown[number].name} -->"] if number in shown else []
            elif (kept := self.sentences(line)) or not line:
                lines.append(_unlinked(kept, page.path, gone))
        return "\n".join(_without_empty_sections(lines)) + "\n"

    def sentences(self, line: str) -> str:
        """Return a line without the sentences about others, and those that follow without naming anyone."""
        if not self.others.search(line):
            return line
        kept, dropping = [], False
        for sentence in SENTENCE.split(line):
            mine, others = bool(self.mine.search(sentence)), bool(self.others.search(sentence))
            dropping = not mine and (others or dropping)
            kept += [] if dropping else [sentence]
        left = " ".join(kept)
        return "" if NOTHING_SAID.fullmatch(left) else left


def _named(universities: Iterable[model.University]) -> re.Pattern[str]:
    """Return what finds the names of universities in running text; nothing where there are none."""
    words = [re.escape(word) for university in universities for word in university.called]
    return re.compile(rf"\b(?:{'|'.join(words)})s?\b" if words else "(?!)")


def _places(book: Rulebook) -> set[tuple[str, str]]:
    return {(book.university_of[rule], topic) for rule, topic in book.topic_of.items()}


def _relinked(thing: Any, leads: Callable[[model.Link], bool]) -> Any:
    """Return a model, or what it holds, without the links that lead nowhere."""
    if isinstance(thing, tuple):
        return tuple(_relinked(inner, leads) for inner in thing if not isinstance(inner, model.Link) or leads(inner))
    if not isinstance(thing, model.Model) or isinstance(thing, model.Text | model.Link):
        return thing
    values = {name: getattr(thing, name) for name in type(thing).model_fields}
    return thing.model_copy(update={name: new for name, value in values.items() if (new := _relinked(value, leads)) != value})


def _unlinked(line: str, path: str, gone: set[str]) -> str:
    """Leave the words of a link where its page is left out. A link to a page that never was stays, for MkDocs to refuse."""

    def link(found: re.Match[str]) -> str:
        return found[1] if posixpath.normpath(posixpath.join(posixpath.dirname(path), found[2])) in gone else found[0]

    return PAGE_LINK.sub(link, line)


def _without_empty_sections(lines: list[str]) -> list[str]:
    kept: list[str] = []
    below = "## "
    for line in reversed(lines):
        heading, next_heading = HEADING.match(line), HEADING.match(below)
        if heading and next_heading and len(next_heading[1]) <= len(heading[1]):
            continue
        kept.append(line)
        below = line if line.strip() else below
    return kept[::-1]
