"""What an edit of the trees does to the people in them: which paths now end elsewhere, as Markdown for a review.

Every path of a tree as it is now is walked again through the tree as it was, with the same answers. A question is the
same where its id is, an answer where its words in some language are; a reworded answer, where it is the only one or all
the others are the same. Where the old tree asks what the path does not tell, every answer to it is followed.
"""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from rulebook.load import parse
from rulebook.model import Outcome, Text, Tree
from rulebook.tree import UNSURE, Given, Walk

TREES = "docs/rulebook/trees"

Told = tuple[tuple[str, Given], ...]
"""(question, answer) in the order they were given."""


class UnreadableError(Exception):
    """The trees of a revision cannot be read."""


@dataclass(frozen=True)
class Change:
    """A path, or all paths that begin so, that ends elsewhere; without `before` it leads through an answer that is new."""

    told: Told
    before: tuple[str, ...]
    now: str


def tree_diff(root: Path, revision: str, trees: dict[str, Tree]) -> str:
    """Return the report: the trees as they are, against those of a git revision of the project in `root`."""
    before = {tree.id: tree for tree in _trees_at(root, revision)}
    parts = [f"## Trees: what changed since `{revision}`"]
    for name in dict.fromkeys([*before, *trees]):
        old, new = before.get(name), trees.get(name)
        if old and new:
            parts += _compared(old, new)
        elif new:
            parts.append(f"### {_title(new)}\n\nA new tree, with {_paths(len(list(Walk(new).paths())))}.")
        elif old:
            parts.append(f"### {_title(old)}\n\nThis tree is gone.")
    return "\n\n".join(parts if len(parts) > 1 else [*parts, "No path ends elsewhere, and no outcome says anything else."])


def _compared(old: Tree, new: Tree) -> list[str]:
    before, now = Walk(old), Walk(new)
    if old == new:
        return []
    lines = [*_ends(before, now), *_gone(before, now), *_reworded(before, now)]
    return [f"### {_title(new)}", *(["\n".join(lines)] if lines else ["The words changed; every path ends where it did."])]


def _ends(before: Walk, now: Walk) -> Iterator[str]:
    """Yield a line for each change of where paths end."""
    for change in changes(before, now):
        path = " · ".join(_escaped(now.words(*told)) for told in change.told) or "Every path"
        was = " or ".join(f"*{_name(before, node)}*" for node in change.before)
        end = f"*{_name(now, change.now)}*"
        yield f"- {path}: before {was}, now {end}" if was else f"- {path}: new, ends in {end}"


def changes(before: Walk, now: Walk) -> list[Change]:
    """Return what ends elsewhere; paths that all change alike are told as one."""
    same = {question: _same_answers(before, now, question) for question in now.questions if question in before.questions}

    def ends(node: str, told: Told) -> list[Change]:
        if node in now.outcomes:
            was = tuple(dict.fromkeys(_replayed(before, same, told)))
            alike = len(was) == 1 and _is_same_end(before.outcomes[was[0]], now.outcomes[node])
            return [] if alike else [Change(told, was, node)]
        answers = now.edges(node)
        found = [ends(target, (*told, (node, answer))) for answer, target in answers]
        ways = {(change.before, change.now) for part in found for change in part}
        if len(ways) == 1 and all(len(part) == 1 and len(part[0].told) == len(told) + 1 for part in found):
            return [Change(told, *ways.pop())]
        return [change for part in found for change in part]

    return ends(now.tree.start, ())


def _replayed(before: Walk, same: dict[str, dict[Given, Given]], told: Told) -> Iterator[str]:
    """Yield the outcomes that the old tree gives to someone who answers so; none where an answer is new to it."""
    given = dict(told)
    waiting = [before.tree.start]
    while waiting:
        node = waiting.pop(0)
        if node in before.outcomes:
            yield node
        elif node in given:
            answer = same[node].get(given[node])
            waiting += [target for old, target in before.edges(node) if old == answer]
        else:
            waiting += [target for _, target in before.edges(node)]


def _same_answers(before: Walk, now: Walk, question: str) -> dict[Given, Given]:
    """Return new answer → old answer, for those that are the same."""
    old, new = (dict(enumerate(answer.text for answer in walk.questions[question].answers)) for walk in (before, now))
    same: dict[Given, Given] = {UNSURE: UNSURE}
    for number, text in list(new.items()):
        if (found := next((key for key, words in old.items() if _is_same(words, text)), None)) is not None:
            same[number] = found
            del old[found], new[number]
    if len(old) == len(new) == 1:
        same[next(iter(new))] = next(iter(old))
    return same


def _is_same(one: Text, other: Text) -> bool:
    words = other.given()
    return any(words.get(language) == text for language, text in one.given().items())


def _is_same_end(old: Outcome, new: Outcome) -> bool:
    """Say whether two outcomes are one, or tell people to do the same. One that was written anew, title and all, is another."""
    kept = _is_same(old.title, new.title), old.do == new.do
    return all(kept) or (old.id == new.id and any(kept))


def _gone(before: Walk, now: Walk) -> Iterator[str]:
    """Yield a line for each answer that can no longer be given."""
    for question in before.questions:
        if question not in now.questions:
            yield f"- The question *{_name(before, question)}* is gone"
            continue
        kept = _same_answers(before, now, question).values()
        for answer, target in before.edges(question):
            if answer not in kept:
                yield f"- The answer “{_escaped(before.words(question, answer))}” to *{_name(before, question)}* is gone; it led to *{_name(before, target)}*"


def _reworded(before: Walk, now: Walk) -> Iterator[str]:
    """Yield a line for each outcome that says something else than it did, and how many paths end in it."""
    reached = [path.outcome for path in now.paths()]
    for name, new in now.outcomes.items():
        old = before.outcomes.get(name)
        if old and old != new and _is_same_end(old, new):
            fields = [field for field in Outcome.model_fields if getattr(old, field) != getattr(new, field)]
            title = f"*{_name(before, name)}*" + (f", now *{_name(now, name)}*" if old.title.en != new.title.en else "")
            yield f"- {title} ({_paths(reached.count(name))}) has a new {', '.join(f'`{field}`' for field in fields)}"


def _trees_at(root: Path, revision: str) -> Iterator[Tree]:
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()
    for path in _git(root, "ls-tree", "-r", "--name-only", commit, "--", TREES).splitlines():
        source, problems = parse(_git(root, "show", f"{commit}:{path}"), path)
        if source is None:
            raise UnreadableError(str(problems[0]))
        try:
            tree = Tree.model_validate(source.data)
        except ValidationError as error:
            raise UnreadableError(f"{path} of {revision} does not fit today's form: {error.errors()[0]['msg']}") from error
        if mistake := next(Walk(tree).problems(), None):
            raise UnreadableError(f"{path} of {revision} is not whole: {mistake[1]}")
        yield tree


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)  # noqa: S603, S607 - reads only
    if done.returncode:
        raise UnreadableError(done.stderr.strip() or f"git knows no revision called '{arguments[-1].removesuffix('^{commit}')}'")
    return done.stdout


def _name(walk: Walk, node: str) -> str:
    return _escaped(walk.title(node).en or node)


def _title(tree: Tree) -> str:
    return f"{_escaped(tree.title.en or tree.id)} (`{tree.id}`)"


def _paths(number: int) -> str:
    return f"{number} path{'' if number == 1 else 's'}"


def _escaped(words: str) -> str:
    """Take from Markdown's signs their meaning."""
    return "".join(f"\\{letter}" if letter in "\\*_`[]<>|" else letter for letter in words)
