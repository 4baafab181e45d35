"""The shape of a tree: its paths, and what breaks them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rulebook.load import Place
from rulebook.model import Outcome, Tree, TreeQuestion
from rulebook.problems import unknown

LONGEST_PATH = 8
UNSURE = "unsure"


@dataclass(frozen=True)
class Path:
    """One way through a tree: (question id, answer) pairs, and the outcome it ends in.

    An answer is its number from 0, or `UNSURE`.
    """

    answers: tuple[tuple[str, int | str], ...]
    outcome: str


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

    def edges(self, question: str) -> list[tuple[int | str, str]]:
        """Return (answer, where it leads) of a question."""
        asked = self.questions[question]
        return [*enumerate(answer.next for answer in asked.answers), (UNSURE, asked.unsure.next)]

    def paths(self) -> Iterator[Path]:
        """Yield every path from the start to an outcome. Needs a tree without loops."""
        waiting: list[tuple[str, tuple[tuple[str, int | str], ...]]] = [(self.tree.start, ())]
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
