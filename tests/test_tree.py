"""The shape of trees: what is wrong with one, and what its paths are."""

import pytest

from rulebook.model import Tree
from rulebook.tree import LONGEST_PATH, UNSURE, Branch, Path, Walk


def words(text):
    return {"sv": text, "en": text}


def question(name, *targets, unsure):
    answers = [{"text": words(f"{name} {number}"), "next": target} for number, target in enumerate(targets)]
    return {"id": name, "text": words(f"{name}?"), "answers": answers, "unsure": {"hint": words("Ask."), "next": unsure}}


def outcome(name):
    return {
        "id": name,
        "title": words(name),
        "do": [words("Act.")],
        "ask": [{"who": words("Them"), "when": words("Now.")}],
        "silent": words("Nothing."),
    }


def walk(*questions, outcomes, start="a"):
    nodes = {"questions": questions, "outcomes": [outcome(name) for name in outcomes.split()]}
    return Walk(Tree.model_validate({"id": "tree", "title": words("Tree"), "lead": words("Lead."), "start": start, **nodes}))


def diamond():
    """Two ways from `a` that meet again in `c`."""
    return walk(
        question("a", "b", "c", unsure="x"),
        question("b", "c", "y", unsure="c"),
        question("c", "x", "y", unsure="z"),
        outcomes="x y z",
    )


def test_every_path_is_walked_in_the_order_of_the_answers():
    tree = walk(question("a", "b", "x", unsure="y"), question("b", "x", "y", unsure="y"), outcomes="x y")
    assert list(tree.paths()) == [
        Path((("a", 0), ("b", 0)), "x"),
        Path((("a", 0), ("b", 1)), "y"),
        Path((("a", 0), ("b", UNSURE)), "y"),
        Path((("a", 1),), "x"),
        Path((("a", UNSURE),), "y"),
    ]


def test_paths_through_a_shared_question_are_paths_of_their_own():
    assert len(list(diamond().paths())) == 3 + 3 + 1 + 3 + 1


def test_depth_is_that_of_the_longest_way():
    assert diamond().depths == {"a": 1, "b": 2, "c": 3}


def test_left_counts_the_questions_to_the_farthest_outcome():
    assert diamond().left == {"a": 3, "b": 2, "c": 1}


def test_a_whole_tree_has_no_problems():
    assert list(diamond().problems()) == []


def problems(*questions, outcomes, start="a"):
    return list(walk(*questions, outcomes=outcomes, start=start).problems())


def test_an_answer_that_leads_nowhere():
    assert problems(question("a", "hidee", "x", unsure="x"), outcomes="x hide") == [
        (("questions", 0, "answers", 0, "next"), "no question or outcome is called 'hidee' (did you mean 'hide'?)")
    ]


def test_not_knowing_that_leads_nowhere():
    [(place, message)] = problems(question("a", "x", "x", unsure="y"), outcomes="x")
    assert place == ("questions", 0, "unsure", "next")
    assert "'y'" in message


def test_a_start_that_is_no_question():
    assert [place for place, _ in problems(question("a", "x", "x", unsure="x"), outcomes="x", start="x")] == [("start",)]


def test_a_loop_is_told_question_by_question():
    [(_, message)] = problems(
        question("a", "b", "x", unsure="x"), question("b", "c", "x", unsure="x"), question("c", "x", "x", unsure="b"), outcomes="x"
    )
    assert message == "the tree goes round: b → c → b"


@pytest.mark.parametrize(("outcomes", "place"), [("x y", ("outcomes", 1, "id"))])
def test_an_outcome_that_no_answer_leads_to(outcomes, place):
    assert problems(question("a", "x", "x", unsure="x"), outcomes=outcomes) == [(place, "no answer leads to 'y'")]


def test_a_question_that_no_answer_leads_to():
    found = problems(question("a", "x", "x", unsure="x"), question("b", "x", "x", unsure="x"), outcomes="x")
    assert found == [(("questions", 1, "id"), "no answer leads to 'b'")]


def test_an_id_that_stands_twice():
    [(place, message), *_] = problems(question("a", "x", "x", unsure="x"), outcomes="x a")
    assert place == ("outcomes", 1, "id")
    assert message == "the id 'a' is taken, first in questions[0]"


def chain(length):
    names = [f"q{number}" for number in range(length)]
    questions = [question(name, after, "x", unsure="x") for name, after in zip(names, [*names[1:], "x"], strict=True)]
    return problems(*questions, outcomes="x", start="q0")


def test_a_path_may_have_eight_questions_and_no_more():
    assert LONGEST_PATH == 8
    assert chain(8) == []
    assert chain(9) == [(("questions", 8, "id"), "'q8' is question 9 of a path; expected at most 8")]


def test_the_outline_unfolds_a_question_once_and_names_it_again():
    outline = diamond().outline
    assert [way.node for way in outline.ways] == ["b", "c", "x"]
    assert outline.ways[0].ways[0] == Branch(0, "c", again=False, ways=outline.ways[0].ways[0].ways)
    assert len(outline.ways[0].ways[0].ways) == 3
    assert outline.ways[1] == Branch(1, "c", again=True, ways=())
    assert not any(way.again for way in outline.ways[0].ways[0].ways)


def test_the_report_tells_size_and_every_answer():
    lines = list(diamond().report())
    assert lines[0] == "tree: 3 questions, 3 outcomes, 11 paths, at most 3 questions long"
    assert lines[1:4] == ["  a?", "    a 0 → b?", "      b 0 → c?"]
    assert "    a 1 → c? (above)" in lines
    assert "    I don't know → x" in lines
