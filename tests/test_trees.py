"""The trees of the project: every path leads somewhere that is right for the one who walks it."""

import re
from xml.etree import ElementTree as ET

import pytest

from rulebook.render import Renderer, environment
from rulebook.tree import LONGEST_PATH, UNSURE, Walk
from rulebook.tree_map import maps

TREES = (
    "visitor-comment", "may-i-publish", "need-an-account", "private-or-official", "register-and-archive",
    "close-account", "copyright", "harassed", "supervisor",
)  # fmt: skip


def test_all_trees_are_there(book):
    assert set(book.trees) == set(TREES)


@pytest.fixture(params=TREES)
def walk(request, book):
    return Walk(book.trees[request.param])


def test_every_path_ends_in_an_outcome_within_eight_questions(walk):
    paths = list(walk.paths())
    assert {path.outcome for path in paths} == set(walk.outcomes)
    assert max(len(path.answers) for path in paths) <= LONGEST_PATH


def named(walk, answers):
    """The universities that answers name."""
    given = ((walk.questions[question], answer) for question, answer in answers if answer != UNSURE)
    return {question.answers[answer].university for question, answer in given} - {None}


def test_nobody_is_given_another_universitys_rules(walk, book):
    for path in walk.paths():
        universities = named(walk, path.answers)
        assert len(universities) <= 1, f"{path} is of {universities}"
        if universities:
            nodes = [*(walk.questions[question] for question, _ in path.answers), walk.outcomes[path.outcome]]
            owners = {book.university_of[rule] for node in nodes for rule in node.rules}
            assert owners <= universities, f"{path} is of {universities} but is given rules of {owners}"


def test_nobody_is_given_the_law_of_another_country(walk, book):
    for path in walk.paths():
        countries = {book.universities[name].country for name in named(walk, path.answers)}
        laws = {book.law[law].country for law in walk.outcomes[path.outcome].laws}
        assert not countries or laws <= countries, f"{path} is in {countries} but is given the law of {laws}"


def test_a_university_is_asked_for_before_its_rules_are_given(walk, book):
    for path in walk.paths():
        rules = walk.outcomes[path.outcome].rules
        assert not rules or named(walk, path.answers), f"{path} rests on {rules} before anyone knows whose they are"


def test_every_decision_of_the_documents_is_in_a_tree(book):
    told = {passage for tree in book.trees.values() for node in (*tree.questions, *tree.outcomes) for passage in book.cites(node.rules)}
    decisions = {passage.id for passage in book.passages.values() if passage.form == "decision"}
    assert decisions - told == set()


def test_only_the_tree_about_harassment_is_private(book):
    assert [tree.id for tree in book.trees.values() if tree.private] == ["harassed"]


# ---------------------------------------------------------------- the maps


@pytest.fixture(scope="module")
def drawn(book, pages, project):
    jinja = environment(project / "overrides" / "components")

    def draw():
        return dict(maps([Renderer(book, pages, edition, jinja) for edition in ("sv", "sv-FI", "en")]))

    return draw


@pytest.fixture(scope="module")
def drawings(drawn):
    return drawn()


def test_every_tree_is_drawn_in_every_edition(drawings):
    assert set(drawings) == {f"{root}maps/{tree}.svg" for root in ("", "sv-FI/", "en/") for tree in TREES}


def test_a_map_holds_every_question_answer_and_outcome_as_text(drawings, book):
    svg = "{http://www.w3.org/2000/svg}"
    for tree in book.trees.values():
        boxes = ET.fromstring(drawings[f"en/maps/{tree.id}.svg"]).iter(f"{svg}g")
        shown = [" ".join("".join(text.itertext()).split()) for box in boxes for text in box.iter(f"{svg}text")]
        answers = [answer.text.en for question in tree.questions for answer in question.answers]
        nodes = [*(question.text.en for question in tree.questions), *(outcome.title.en for outcome in tree.outcomes)]
        assert sorted(shown) == sorted([*nodes, *answers, *["I don't know"] * len(tree.questions)])


def test_a_map_has_a_way_for_every_answer(drawings, book):
    for tree in book.trees.values():
        edges = sum(len(question.answers) + 1 for question in tree.questions)
        assert drawings[f"maps/{tree.id}.svg"].count('class="way') == edges


def test_boxes_do_not_overlap(drawings):
    box = re.compile(r'translate\((-?\d+) (-?\d+)\)">\s*<rect width="(\d+)" height="(\d+)"')
    for name, drawing in drawings.items():
        boxes = [tuple(map(int, found)) for found in box.findall(drawing)]
        for number, (x, y, width, height) in enumerate(boxes):
            for left, top, wide, tall in boxes[number + 1 :]:
                assert x + width <= left or left + wide <= x or y + height <= top or top + tall <= y, name


def test_a_map_is_the_same_bytes_each_time(drawings, drawn):
    from rulebook import tree_map

    tree_map._layout.cache_clear()
    assert drawn() == drawings
