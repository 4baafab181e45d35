"""YAML text → plain data, with the line of every value.

The file is composed once to nodes. The nodes give the lines, and refuse what the safe loader lets
through in silence: two equal keys, anchors and aliases, tags that would build a Python object.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from rulebook.problems import Problem

Place = tuple[str | int, ...]

DEEPEST = 50
"""How many lists and keys may stand within each other. The format needs twelve; the parser breaks at some thousands."""

PLAIN_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "seq", "map", "timestamp")}
MERGE_TAG = "tag:yaml.org,2002:merge"
# The C parser reads the same language about eight times as fast; PyYAML may be built without it.
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _RefusedError(yaml.YAMLError):
    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Source:
    """One file as it was read: its data, and the line (from 1) of each place in it."""

    path: str
    data: Any
    lines: dict[Place, int]

    def at(self, place: Place) -> Any:
        """Return what stands at a place."""
        data = self.data
        for part in place:
            data = data[part]
        return data

    def line(self, place: Place) -> int:
        """Return the line of a place, or of the nearest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def problem(self, place: Place, message: str) -> Problem:
        """Return a problem at a place of this file."""
        return Problem(self.path, self.line(place), field_name(place), message)


def field_name(place: Place) -> str:
    """Write a place as people do: `answers[1].next`."""
    name = ""
    for part in place:
        name += f"[{part}]" if isinstance(part, int) else f".{part}" if name else part
    return name


def read_source(file: Path, root: Path) -> tuple[Source | None, list[Problem]]:
    """Read one YAML file; `root` is what its path is told from.

    Returns the source and no problem, or None and at least one.
    """
    path = file.relative_to(root).as_posix()
    try:
        content = file.read_bytes()
    except OSError as error:
        return None, [Problem(path, 1, "", f"cannot be read: {error.strerror}")]
    if (path, content) not in _read:
        _read[path, content] = _decode(content, path)
    return _read[path, content]


_read: dict[tuple[str, bytes], tuple["Source | None", list[Problem]]] = {}
"""What was read before, for the live site: one file changes, and the others need not be parsed again."""


def _decode(content: bytes, path: str) -> tuple[Source | None, list[Problem]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return None, [Problem(path, line, "", f"byte {error.object[error.start]:#04x} is not UTF-8; save the file as UTF-8")]
    return parse(text, path)


def parse(text: str, path: str) -> tuple[Source | None, list[Problem]]:
    """Parse YAML text; see `read_source`."""
    try:
        node = _compose(text)
    except _RefusedError as error:
        return None, [Problem(path, error.line, "", str(error))]
    except yaml.MarkedYAMLError as error:
        return None, [Problem(path, _mark_line(error), "", _yaml_message(error, text))]
    except yaml.YAMLError as error:
        return None, [Problem(path, 1, "", f"not YAML: {str(error).splitlines()[0]}")]
    if node is None:
        return None, [Problem(path, 1, "", "the file is empty; expected YAML")]
    lines: dict[Place, int] = {}
    problems: list[Problem] = []
    data = _value(node, (), path, lines, problems)
    return (None, problems) if problems else (Source(path, data, lines), [])


def _compose(text: str) -> yaml.Node | None:
    """Compose the node tree, and stop at the first anchor or alias (a bomb never gets to unfold), or where it goes too deep."""
    depth = 0
    for event in yaml.parse(text, Loader):
        mark: Any = event.start_mark
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _RefusedError(mark.line + 1, "anchors (&) and aliases (*) are not allowed; write the text out")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise _RefusedError(mark.line + 1, f"more than {DEEPEST} lists and keys stand within each other")
    node: yaml.Node | None = yaml.compose(text, Loader)
    return node


def _mark_line(error: yaml.MarkedYAMLError) -> int:
    mark = error.problem_mark or error.context_mark
    return mark.line + 1 if mark else 1


def _yaml_message(error: yaml.MarkedYAMLError, text: str) -> str:
    lines = text.splitlines()
    number = _mark_line(error)
    if number <= len(lines) and "\t" in lines[number - 1].split("#")[0]:
        return "a tab is not allowed here; indent with spaces"
    return f"not YAML: {error.problem or error.context}"


def _value(node: yaml.Node, place: Place, path: str, lines: dict[Place, int], problems: list[Problem]) -> Any:
    """Return the plain value of a node; note its line and what is wrong with it."""
    line = node.start_mark.line + 1
    lines.setdefault(place, line)
    if node.tag not in PLAIN_TAGS:
        problems.append(Problem(path, line, field_name(place), f"the tag {node.tag} is not allowed; expected plain text, a number, a list or keys"))
        return None
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, path, lines, problems)
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*place, index), path, lines, problems) for index, child in enumerate(node.value)]
    try:
        return _scalar(node)
    except (ValueError, KeyError, yaml.YAMLError):
        problems.append(Problem(path, line, field_name(place), f"found '{node.value}'; expected {node.tag.rpartition(':')[2]}, as its tag says"))
        return None


def _mapping(node: yaml.MappingNode, place: Place, path: str, lines: dict[Place, int], problems: list[Problem]) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        here = (*place, key)
        if key_node.tag == MERGE_TAG or not isinstance(key_node, yaml.ScalarNode):
            problems.append(Problem(path, line, field_name(place), "expected a plain key"))
            continue
        if key in data:
            problems.append(Problem(path, line, field_name(here), f"the key '{key}' stands twice, first on line {lines[here]}"))
            continue
        lines[here] = line
        data[key] = _value(value_node, here, path, lines, problems)
    return data


def _scalar(node: yaml.Node) -> Any:
    # Dates stay text: the model decides what is a date.
    if node.tag.endswith(":timestamp"):
        return node.value
    if node.tag.endswith((":seq", ":map")):
        raise ValueError
    return Loader("").construct_object(node)
