"""Files damaged at random: what is left is read whole, or refused with path and line. Nothing is lost without a word, and nothing breaks.

What counts as lost: a passage that no rule cites, an entry with an id of its own that is in no file any more, anything that no page shows.
Taking a keyword or a remark out of an entry is editing.

DAMAGE=2000 pytest tests/test_damage.py     looks further, and elsewhere each time
"""

import os
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from building import THOROUGH
from rulebook import load
from rulebook.beside import beside
from rulebook.book import Rulebook
from rulebook.calendars import build_time
from rulebook.check import read_and_check
from rulebook.model import EDITIONS, Model
from rulebook.render import Renderer, environment
from rulebook.search import page_entries
from rulebook.translations import FILE, agree, record_text

HERE = Path(__file__).parent
LONGER = int(os.environ.get("DAMAGE", "0"))

TOLD = re.compile(r"docs/\S[^:]*:\d+: (?:[^\n]+: )?[^\n]+")
KEY = re.compile(r"(?m)^(\s*(?:- )?(?:\{)?)([\w-]+)(:\s)")
VALUE = re.compile(r"(?m)(?<=: )[^\s{\[][^,}\n]*|\[[^\[\]\n]*\]")
ID = re.compile(r"(?<![\w-])[a-z]+(?:-[a-z0-9]+)+(?![\w-])")

ODD_VALUES = [
    "", "~", "[]", "{}", "[[]]", "{a: b}", "3", "-1", "0", "1.5", ".inf", ".nan", "true", "''", "' '", "2026-99-99", "'2026-99-99'", "'٢٠٢٦-١١-٢٠'",
    "9" * 5000, "x" * 100_000, "[" * 20_000, "{a: " * 3000, "!!int ord", "!!seq ord", "!!map []", "!ord ord", "&a ord", "*a", '"\\0"', '"\\ud800"', '"\\x85"',
    "|", ">", "- a", "'{name}'", "'<b>'", "<<: a", "? a", "@a", "`a`", "%a", "# ord", "0x", "1:99", "==", "=", "''''", "[a, , b]",
]  # fmt: skip
ODD_BYTES = [
    b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\xc3", "\u2028".encode(), "\u202e".encode(), "\u0085".encode(), b"\x0b", b"\x0c", b"\r", b"\t",
    "å".encode("latin-1"), "e\u0301".encode(), "\U0001f600".encode(), b":", b"- ", b"'", b'"', b"#", b"\n---\n", b"\n...\n", b"```\n", b"<!--", b"-->", b"&", b"!!",
]  # fmt: skip


def damaged(draw, content):
    """Return the bytes of a file with one thing wrong; None where the file is gone."""
    kind = draw(st.sampled_from(sorted(DAMAGE)))
    return DAMAGE[kind](draw, content)


def place(draw, content):
    return draw(st.integers(0, max(len(content) - 1, 0)))


def by_bytes(change):
    def damage(draw, content):
        at = place(draw, content)
        return change(draw, content[:at], content[at:])

    return damage


def by_lines(change):
    def damage(draw, content):
        lines = content.splitlines(keepends=True) or [b"\n"]
        return b"".join(change(draw, lines, draw(st.integers(0, len(lines) - 1))))

    return damage


def by_match(pattern, change):
    def damage(draw, content):
        text = content.decode("utf-8", "replace")
        found = list(pattern.finditer(text))
        if not found:
            return content
        match = draw(st.sampled_from(found))
        return (text[: match.start()] + change(draw, match) + text[match.end() :]).encode()

    return damage


def misspelt(draw, word):
    at = draw(st.integers(0, len(word) - 1))
    return word[:at] + draw(st.sampled_from(["", "x", word[at] * 2, word[at].upper(), "-"])) + word[at + 1 :]


DAMAGE = {
    "flip a byte": by_bytes(lambda draw, before, after: before + bytes([draw(st.integers(0, 255))]) + after[1:]),
    "cut bytes out": by_bytes(lambda draw, before, after: before + after[draw(st.integers(1, 80)) :]),
    "put bytes in": by_bytes(lambda draw, before, after: before + draw(st.sampled_from(ODD_BYTES)) + after),
    "truncate": by_bytes(lambda _draw, before, _after: before),
    "behead": by_bytes(lambda _draw, _before, after: after),
    "twice": lambda _, content: content + content,
    "empty": lambda _draw, _content: b"",
    "delete": lambda _draw, _content: None,
    "remove lines": by_lines(lambda draw, lines, at: lines[:at] + lines[at + draw(st.integers(1, 12)) :]),
    "repeat lines": by_lines(lambda draw, lines, at: lines[: at + draw(st.integers(1, 12))] + lines[at:]),
    "swap lines": by_lines(lambda _, lines, at: [*lines[: at - 1], lines[at], lines[at - 1], *lines[at + 1 :]] if at else lines),
    "indent": by_lines(lambda draw, lines, at: [*lines[:at], draw(st.sampled_from([b" ", b"  ", b"    ", b"\t"])) + lines[at], *lines[at + 1 :]]),
    "unindent": by_lines(lambda _, lines, at: [*lines[:at], lines[at].removeprefix(b" ").removeprefix(b" "), *lines[at + 1 :]]),
    "comment out": by_lines(lambda _, lines, at: [*lines[:at], b"# " + lines[at], *lines[at + 1 :]]),
    "rename a key": by_match(KEY, lambda draw, found: found[1] + misspelt(draw, found[2]) + found[3]),
    "another value": by_match(VALUE, lambda draw, _found: draw(st.sampled_from(ODD_VALUES))),
    "misspell an id": by_match(ID, lambda draw, found: misspelt(draw, found[0])),
    "line ends": lambda draw, content: content.replace(b"\n", draw(st.sampled_from([b"\r\n", b"\r", "\u2028".encode()]))),
    "mark": lambda _, content: b"\xef\xbb\xbf" + content,
    "latin-1": lambda _, content: content.decode("utf-8", "replace").encode("latin-1", "replace"),
    "utf-16": lambda _, content: content.decode("utf-8", "replace").encode("utf-16"),
}

PLACES = ["~", ".bak", "x.yml", ".yaml", ".YML", ".txt", "/index.yml"]
"""What a file that was renamed may end with."""


def held(book):
    """Return {(kind, id of an entry, id within it)} of all that the rule files hold."""
    found = set()
    for kind, things in vars(book).items():
        if isinstance(things, dict) and kind in Rulebook.__dataclass_fields__ and kind not in {"university_of", "topic_of", "origins"}:
            for name, thing in things.items():
                found |= {(kind, name, inner) for inner in ids(thing)}
    return found


def ids(thing):
    yield ""
    if isinstance(thing, Model):
        yield from filter(None, [getattr(thing, "id", "")])
        for field in type(thing).model_fields:
            yield from ids(getattr(thing, field))
    elif isinstance(thing, tuple):
        for inner in thing:
            yield from ids(inner)


def shown(book, pages, jinja, edition):
    """Draw every component of an edition, and what stands beside its pages; return the passages that they cite."""
    renderer = Renderer(book, pages, edition, jinja)
    drawn = [renderer.replace(marker, page) for page in pages.of(edition) for marker in page.markers]
    entries = [entry for page in pages.of(edition) for entry in page_entries(page, "", renderer)]
    assert all(content for _, content in beside({edition: renderer}, {edition: entries}, "https://rattesnore.example/", build_time("0")))
    return {name for html in drawn for cites in re.findall(r'data-cites="([^"]*)"', html) for name in cites.split()}


class Project:
    """A project to damage, and what it held before."""

    def __init__(self, root, jinja):
        self.root, self.jinja = root, jinja
        self.files = {
            file: file.read_bytes()
            for folder in ("rulebook", *EDITIONS)
            for file in sorted((root / "docs" / folder).rglob("*"))
            if file.suffix in {".yml", ".md"} or file.name == "translations.json"
        }
        book, _, problems = read_and_check(root)
        assert problems == []
        self.before = held(book)
        self.passages = set(book.passages)

    def survives(self, draw):
        changed = draw(st.lists(st.sampled_from(list(self.files)), min_size=1, max_size=2, unique=True))
        try:
            for file in changed:
                self.damage(draw, file)
            self.judge(draw)
        finally:
            for file in changed:
                self.restore(file)
            load._read.clear()

    def damage(self, draw, file):
        content = damaged(draw, self.files[file])
        if content is None:
            file.unlink()
            if elsewhere := draw(st.sampled_from(["", *PLACES])):
                target = file.with_name(file.name + elsewhere) if elsewhere[0] != "/" else file / elsewhere[1:]
                target.parent.mkdir(exist_ok=True)
                target.write_bytes(self.files[file])
        else:
            file.write_bytes(content)

    def restore(self, file):
        if file.is_dir():
            shutil.rmtree(file)
        for name in PLACES:
            file.with_name(file.name + name.replace("/", "")).unlink(missing_ok=True)
        file.write_bytes(self.files[file])

    def judge(self, draw):
        book, pages, problems = read_and_check(self.root)
        for problem in problems:
            assert TOLD.fullmatch(str(problem)), problem
            file = self.root / problem.path
            assert problem.line == 1 or problem.line <= len(file.read_bytes().splitlines()) + 1, problem
        if not problems:
            assert self.before - held(book) == set()
            assert shown(book, pages, self.jinja, draw(st.sampled_from(EDITIONS))) >= self.passages


@pytest.fixture(scope="module")
def jinja(project):
    return environment(project / "overrides/components")


@pytest.fixture(scope="module")
def small(project, jinja, tmp_path_factory):
    """The small project of the tests, with the words of the interface."""
    root = tmp_path_factory.mktemp("small")
    shutil.copytree(HERE / "good/docs", root / "docs")
    shutil.copy(project / "docs/rulebook/strings.yml", root / "docs/rulebook")
    (root / FILE).write_text(record_text(agree(read_and_check(root)[0], {})), encoding="utf-8")
    return Project(root, jinja)


@pytest.fixture(scope="module")
def large(project, jinja, tmp_path_factory):
    """The project itself."""
    root = tmp_path_factory.mktemp("large")
    shutil.copytree(project / "docs", root / "docs")
    return Project(root, jinja)


def examples(number):
    """Return settings that try as many examples; the same ones each time, where nobody asked for more."""
    return settings(
        max_examples=LONGER or number,
        derandomize=not LONGER,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink] if LONGER else [Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def test_files_saved_on_windows_read_the_same(small):
    before = read_and_check(small.root)
    try:
        for file, content in small.files.items():
            file.write_bytes(b"\xef\xbb\xbf" * (file.suffix != ".json") + content.replace(b"\n", b"\r\n"))
        book, pages, problems = read_and_check(small.root)
    finally:
        for file in small.files:
            small.restore(file)
    assert problems == []
    assert (held(book), pages) == (held(before[0]), before[1])
    assert [rule.text for rule in book.rules.values()] == [rule.text for rule in before[0].rules.values()]


@examples(300 if THOROUGH else 100)
@given(data=st.data())
def test_a_small_project_survives_damage(data, small):
    small.survives(data.draw)


@examples(12 if THOROUGH else 3)
@given(data=st.data())
def test_the_project_survives_damage(data, large):
    large.survives(data.draw)
