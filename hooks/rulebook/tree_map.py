"""A tree drawn as a map: Graphviz finds the places, a template draws them with text as text.

A box has the same size in all editions, so that one layout serves them. No font is measured, which would differ
from one machine to the next: the width of words is reckoned.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape

import pygraphviz

from rulebook.localise import Localiser, Words
from rulebook.model import Text
from rulebook.pages import edition_root
from rulebook.render import Renderer
from rulebook.tree import UNSURE, Given, Walk

WIDTH = 232
"""Of every box, in pixels of the drawing."""
LINE = 17
PADDING = 8
LETTER = 7.7
"""The width of most letters in 13 px type, on the generous side."""
NARROW, BROAD = frozenset("iIjlftr.,:;!'’() -–"), frozenset("mwMWÅÄÖOQGDHN@%—")

Heights = dict[str, list[int]]
"""Question or outcome → the height of each of its rows."""


@dataclass(frozen=True)
class Row:
    """A question, an outcome, or one answer: its top within its box, and (y, words) of its lines."""

    answer: Given | None
    top: int
    lines: tuple[tuple[int, str], ...]
    lang: str


@dataclass(frozen=True)
class Box:
    """A question with its answers, or an outcome."""

    node: str
    x: int
    y: int
    width: int
    height: int
    rows: tuple[Row, ...]
    asks: bool


@dataclass(frozen=True)
class Way:
    """The line from an answer to what it leads to, as an SVG path."""

    path: str
    unsure: bool


@dataclass(frozen=True)
class Layout:
    """Where everything stands: the left upper corner of each box, and the ways between them."""

    width: int
    height: int
    corners: dict[str, tuple[int, int]]
    ways: tuple[Way, ...]


def maps(renderers: Iterable[Renderer]) -> Iterator[tuple[str, str]]:
    """Yield (path in the site, SVG) of the map of every tree that has a page, in every edition."""
    renderers = list(renderers)
    for tree in renderers[0].book.trees.values() if renderers else ():
        walk = Walk(tree)
        heights = _heights(walk, [renderer.local for renderer in renderers])
        layout = _layout("\n".join(_dot(walk, heights)))
        for renderer in renderers:
            path = f"{edition_root(renderer.edition)}maps/{tree.id}.svg"
            if page := renderer.component_page("tree", tree.id):
                renderer.here = path.removesuffix(f"{tree.id}.svg")
                boxes = list(_boxes(walk, heights, layout, renderer.local))
                yield path, renderer.draw("tree/map.html", tree=tree, page=page, layout=layout, boxes=boxes)


def _boxes(walk: Walk, heights: Heights, layout: Layout, local: Localiser) -> Iterator[Box]:
    for node in _in_reading_order(walk):
        rows, top = [], 0
        for (answer, text), height in zip(_rows(walk, node), heights[node], strict=True):
            words = _words(local, text)
            lines = tuple((top + PADDING + LINE * number - 4, line) for number, line in enumerate(wrapped(words.text), 1))
            rows.append(Row(answer, top, lines, words.lang))
            top += height
        x, y = layout.corners[node]
        yield Box(node, x, y, WIDTH, top, tuple(rows), node in walk.questions)


def _in_reading_order(walk: Walk) -> list[str]:
    """Return the questions and outcomes, each where it is first met."""
    waiting, met = [walk.outline], {}
    while waiting:
        branch = waiting.pop()
        met[branch.node] = True
        waiting += reversed(branch.ways)
    return list(met)


def _rows(walk: Walk, node: str) -> list[tuple[Given | None, Text | None]]:
    """Return (answer, words) of the rows of a box; "I don't know" has no words of its own."""
    title: tuple[Given | None, Text | None] = (None, walk.title(node))
    if node in walk.outcomes:
        return [title]
    return [title, *((number, answer.text) for number, answer in enumerate(walk.questions[node].answers)), (UNSURE, None)]


def _words(local: Localiser, text: Text | None) -> Words:
    return local.words(text) if text else Words(local.string("tree.unsure"))


def _heights(walk: Walk, locals_: list[Localiser]) -> Heights:
    """Return the height of each row of each box: that of the edition with most lines."""
    return {
        node: [max(len(wrapped(_words(local, text).text)) for local in locals_) * LINE + 2 * PADDING for _, text in _rows(walk, node)]
        for node in (*walk.questions, *walk.outcomes)
    }


def wrapped(words: str) -> tuple[str, ...]:
    """Break words into lines that fit a box."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _length(longer) > WIDTH - 2 * PADDING:
            lines.append(word)
        else:
            lines[-1] = longer
    return tuple(lines)


def _length(words: str) -> float:
    return sum(LETTER * (0.55 if letter in NARROW else 1.45 if letter in BROAD else 1) for letter in words)


def _dot(walk: Walk, heights: Heights) -> Iterator[str]:
    """Yield the tree in Graphviz's language: empty boxes of fixed size, each answer a port."""
    yield "digraph { rankdir=LR; nodesep=.25; ranksep=1.1; node [shape=plain, margin=0];"
    for node, rows in heights.items():
        cells = "".join(f'<TR><TD PORT="r{row}" FIXEDSIZE="TRUE" WIDTH="{WIDTH}" HEIGHT="{height}"></TD></TR>' for row, height in enumerate(rows))
        yield f'"{escape(node)}" [label=<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="0">{cells}</TABLE>>];'
    for question in walk.questions:
        for row, (answer, target) in enumerate(walk.edges(question), 1):
            yield f'"{escape(question)}":r{row}:e -> "{escape(target)}":r0:w [class="{answer}"];'
    yield "}"


@lru_cache(maxsize=100)
def _layout(dot: str) -> Layout:
    graph = json.loads(pygraphviz.AGraph(string=dot).draw(format="json0", prog="dot"))
    _, _, width, height = (float(number) for number in graph["bb"].split(","))
    corners = {}
    for thing in graph["objects"]:
        x, y = (float(number) for number in thing["pos"].split(","))
        corners[thing["name"]] = (round(x - WIDTH / 2), round(height - y - float(thing["height"]) * 72 / 2))
    ways = tuple(Way(_path(edge["pos"], height), edge["class"] == UNSURE) for edge in graph["edges"])
    return Layout(round(width), round(height), corners, ways)


def _path(places: str, height: float) -> str:
    """Turn Graphviz's `e,x,y x,y …` into an SVG path, with the y axis down."""
    end, *points = (point.split(",") for point in places.split())
    start, *curve = (f"{float(x):.0f} {height - float(y):.0f}" for x, y in points)
    return f"M{start}C{' '.join(curve)}L{float(end[1]):.0f} {height - float(end[2]):.0f}"
