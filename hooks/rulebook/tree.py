"""The shape of a tree: its paths, and what breaks them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rulebook.load import Place
from rulebook.model import Outcome, Text, Tree, TreeQuestion
from rulebook.problems import unknown

LONGEST_PATH = 8
UNSURE = "unsure"
UNSURE_WORDS = "I don't know"

Given = int | str
"""An answer: its number from 0, or `UNSURE`."""


@dataclass(frozen=True)
class Path:
    """One way through a tree: (question id, answer) pairs, and the outcome it ends in."""

    answers: tuple[tuple[str, Given], ...]
    outcome: str


@dataclass(frozen=True)
class Branch:
    """A part of a tree as a nested list: an answer, what it leads to, and the answers of that.

    A question that stands further up is only named `again`.
    """

    answer: Given | None
    node: str
    again: bool
    ways: tuple["Branch", ...]


class Walk:
    """A tree as a graph: where each answer leads."""

    def __init__(self, tree: Tree) -> None:
        """Take the tree; nothing is walked yet."""
        self.tree = tree
        self.questions: dict[str, TreeQuestion] = {q.id: q for q in tree.questions}
        self.outcomes: dict[str, Outcome] = {o.id: o for o in tree.outcomes}

    def problems(self) -> Iterator[tuple[Place, str]]:
        """Yield (place in the tree, message) for each mistake in its shape."""
        yield from self._twice()
        dangling = list(self._dangling())
        yield from dangling
        if dangling:
            return
        if loop := self._loop():
            index = list(self.questions).index(loop[-1])
            yield ("questions", index, "id"), f"the tree goes round: {' → '.join([*loop, loop[0]])}"
            return
        yield from self._unreachable()
        for question, depth in self.depths.items():
            if depth > LONGEST_PATH:
                place = ("questions", list(self.questions).index(question), "id")
                yield place, f"'{question}' is question {depth} of a path; expected at most {LONGEST_PATH}"

    @cached_property
    def depths(self) -> dict[str, int]:
        """Question id → its number on the longest path to it, from 1. Needs a tree without loops."""
        depths: dict[str, int] = {}
        waiting = [(self.tree.start, 1)]
        while waiting:
            node, depth = waiting.pop()
            if node in self.questions and depth > depths.get(node, 0):
                depths[node] = depth
                waiting += [(target, depth + 1) for _, target in self.edges(node)]
        return depths

    @cached_property
    def left(self) -> dict[str, int]:
        """Question id → the most questions from it to an outcome, itself included."""
        left: dict[str, int] = {}
        for node in sorted(self.depths, key=lambda question: -self.depths[question]):
            left[node] = 1 + max((left.get(target, 0) for _, target in self.edges(node)), default=0)
        return left

    @cached_property
    def outline(self) -> Branch:
        """The tree as a nested list, each question unfolded where it is first met. Needs a tree without loops."""
        met: set[str] = set()

        def unfold(answer: Given | None, node: str) -> Branch:
            again = node in met
            met.add(node)
            edges = self.edges(node) if node in self.questions and not again else []
            return Branch(answer, node, again and node in self.questions, tuple(unfold(given, target) for given, target in edges))

        return unfold(None, self.tree.start)

    def report(self) -> Iterator[str]:
        """Yield the lines of the tree as an outline in English, for editors. Needs a tree without loops."""
        paths = list(self.paths())
        depth = max(len(path.answers) for path in paths)
        yield f"{self.tree.id}: {len(self.questions)} questions, {len(self.outcomes)} outcomes, {len(paths)} paths, at most {depth} questions long"
        yield from self._lines(self.outline, "", 1)

    def _lines(self, branch: Branch, question: str, indent: int) -> Iterator[str]:
        given = f"{self.words(question, branch.answer)} → " if branch.answer is not None else ""
        above = " (above)" if branch.again else ""
        yield f"{'  ' * indent}{given}{self.title(branch.node).en}{above}"
        for way in branch.ways:
            yield from self._lines(way, branch.node, indent + 1)

    def title(self, node: str) -> Text:
        """Return the words of a question, or the title of an outcome."""
        return self.questions[node].text if node in self.questions else self.outcomes[node].title

    def words(self, question: str, answer: Given) -> str:
        """Return an answer in English, for reports."""
        return UNSURE_WORDS if isinstance(answer, str) else self.questions[question].answers[answer].text.en or ""

    def edges(self, question: str) -> list[tuple[Given, str]]:
        """Return (answer, where it leads) of a question."""
        asked = self.questions[question]
        return [*enumerate(answer.next for answer in asked.answers), (UNSURE, asked.unsure.next)]

    def paths(self) -> Iterator[Path]:
        """Yield every path from the start to an outcome. Needs a tree without loops."""
        waiting: list[tuple[str, tuple[tuple[str, Given], ...]]] = [(self.tree.start, ())]
        while waiting:
            node, given = waiting.pop()
            if node in self.outcomes:
                yield Path(given, node)
                continue
            waiting += [(target, (*given, (node, answer))) for answer, target in reversed(self.edges(node))]

    def _twice(self) -> Iterator[tuple[Place, str]]:
        seen: dict[str, str] = {}
        parts: tuple[tuple[str, tuple[TreeQuestion | Outcome, ...]], ...] = (("questions", self.tree.questions), ("outcomes", self.tree.outcomes))
        for part, nodes in parts:
            for index, node in enumerate(nodes):
                if node.id in seen:
                    yield (part, index, "id"), f"the id '{node.id}' is taken, first in {seen[node.id]}"
                seen.setdefault(node.id, f"{part}[{index}]")

    def _dangling(self) -> Iterator[tuple[Place, str]]:
        known = [*self.questions, *self.outcomes]
        if self.tree.start not in self.questions:
            yield ("start",), unknown("question", self.tree.start, self.questions)
        for number, question in enumerate(self.tree.questions):
            for index, answer in enumerate(question.answers):
                if answer.next not in known:
                    yield ("questions", number, "answers", index, "next"), unknown("question or outcome", answer.next, known)
            if question.unsure.next not in known:
                yield ("questions", number, "unsure", "next"), unknown("question or outcome", question.unsure.next, known)

    def _loop(self) -> list[str] | None:
        """Return the questions of a loop in order, or None."""
        done: set[str] = set()

        def visit(node: str, trail: list[str]) -> list[str] | None:
            if node in trail:
                return trail[trail.index(node) :]
            if node in done or node not in self.questions:
                return None
            for _, target in self.edges(node):
                if loop := visit(target, [*trail, node]):
                    return loop
            done.add(node)
            return None

        for question in self.questions:
            if loop := visit(question, []):
                return loop
        return None

    def _unreachable(self) -> Iterator[tuple[Place, str]]:
        reached = {self.tree.start, *(target for node in self.depths for _, target in self.edges(node))}
        for part, nodes in (("questions", self.questions), ("outcomes", self.outcomes)):
            for index, node in enumerate(nodes):
                if node not in reached:
                    yield (part, index, "id"), f"no answer leads to '{node}'"
