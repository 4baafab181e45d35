"""What an edit of a tree does to the people in it, in words for a review."""

import subprocess

import pytest

from rulebook.model import Tree
from rulebook.tree_diff import UnreadableError, tree_diff

QUESTIONS = {
    "whose": ("Whose account is it?", {"Umeå": "what", "Lund": "stay"}, "stay"),
    "what": ("What is wrong?", {"It may be unlawful": "whom", "It is rude": "stay"}, "whom"),
    "whom": ("Whom is it about?", {"A third person": "hide", "The writer": "remove"}, "hide"),
}
OUTCOMES = {"hide": "Hide", "remove": "Remove", "stay": "Let it stand"}


def words(text):
    return {"sv": f"{text}, på svenska", "en": text}


def tree(questions=QUESTIONS, outcomes=OUTCOMES, do="Act."):
    return {
        "id": "comment",
        "title": words("The comment"),
        "lead": words("Lead."),
        "start": next(iter(questions)),
        "questions": [
            {
                "id": name,
                "text": words(text),
                "answers": [{"text": words(answer), "next": target} for answer, target in answers.items()],
                "unsure": {"hint": words("Ask."), "next": unsure},
            }
            for name, (text, answers, unsure) in questions.items()
        ],
        "outcomes": [
            {
                "id": name,
                "title": words(title),
                "do": [words(do)],
                "ask": [{"who": words("Them"), "when": words("Now.")}],
                "silent": words("Nothing."),
            }
            for name, title in outcomes.items()
        ],
    }


def git(folder, *arguments):
    subprocess.run(["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def project(tmp_path):
    """A project whose only commit holds the tree."""
    import yaml

    folder = tmp_path / "docs/rulebook/trees"
    folder.mkdir(parents=True)
    (folder / "comment.yml").write_text(yaml.safe_dump(tree(), allow_unicode=True), encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Old")
    return tmp_path


@pytest.fixture
def told(project):
    """Compare the committed tree with another; return the lines of the report."""

    def compare(**changes):
        new = Tree.model_validate(tree(**changes))
        return [line for line in tree_diff(project, "HEAD", {new.id: new}).splitlines() if line.startswith("- ")]

    return compare


def with_question(name, text=None, answers=None, unsure=None):
    old = QUESTIONS[name]
    return {**QUESTIONS, name: (text or old[0], answers or old[1], unsure or old[2])}


def test_nothing_changed(project):
    same = Tree.model_validate(tree())
    assert tree_diff(project, "HEAD", {"comment": same}).endswith("No path ends elsewhere, and no outcome says anything else.")


def test_a_path_that_ends_elsewhere_is_told_by_its_answers(told):
    new = with_question("whom", answers={"A third person": "keep", "The writer": "remove"})
    assert told(questions=new, outcomes={**OUTCOMES, "keep": "Keep a copy, then remove"}) == [
        "- Umeå · It may be unlawful · A third person: before *Hide*, now *Keep a copy, then remove*",
        "- Umeå · I don't know · A third person: before *Hide*, now *Keep a copy, then remove*",
    ]


def test_paths_that_all_change_alike_are_told_as_one(told):
    new = with_question("what", answers={"It may be unlawful": "stay", "It is rude": "stay"}, unsure="stay")
    assert told(questions={name: new[name] for name in ("whose", "what")}) == [
        "- Umeå · It may be unlawful: before *Hide* or *Remove*, now *Let it stand*",
        "- Umeå · I don't know: before *Hide* or *Remove*, now *Let it stand*",
        "- The question *Whom is it about?* is gone",
    ]


def test_a_tree_where_everyone_is_told_something_else(told):
    everyone = dict.fromkeys(("Umeå", "Lund"), "hide")
    assert told(questions={"whose": ("Whose account is it?", everyone, "hide")}, outcomes={"hide": "Hide", "stay": "Let it stand"})[:3] == [
        "- Umeå: before *Let it stand* or *Hide* or *Remove*, now *Hide*",
        "- Lund: before *Let it stand*, now *Hide*",
        "- I don't know: before *Let it stand*, now *Hide*",
    ]


def test_a_new_question_on_the_way_is_no_change_where_the_end_is_the_same(told):
    new = {**with_question("whose", answers={"Umeå": "sure", "Lund": "stay"}), "sure": ("Are you sure?", {"Yes": "what", "No": "stay"}, "what")}
    assert told(questions=new) == [
        "- Umeå · No: before *Let it stand* or *Hide* or *Remove*, now *Let it stand*",
    ]


def test_a_new_answer_is_told_as_new(told):
    new = with_question("what", answers={**QUESTIONS["what"][1], "It is old": "remove"})
    assert told(questions=new) == ["- Umeå · It is old: new, ends in *Remove*"]


def test_an_answer_that_is_gone_is_told_with_its_end(told):
    assert told(questions=with_question("whom", answers={"A third person": "hide", "An animal": "remove", "A plant": "stay"})) == [
        "- Umeå · It may be unlawful · An animal: new, ends in *Remove*",
        "- Umeå · It may be unlawful · A plant: new, ends in *Let it stand*",
        "- Umeå · I don't know · An animal: new, ends in *Remove*",
        "- Umeå · I don't know · A plant: new, ends in *Let it stand*",
        "- The answer “The writer” to *Whom is it about?* is gone; it led to *Remove*",
    ]


def test_reworded_answers_and_questions_are_the_same_ones(told):
    new = with_question("what", text="What is the matter?", answers={"It may be against the law": "whom", "It is rude": "stay"})
    assert told(questions=new) == []


def test_an_outcome_that_was_renamed_is_the_same(told):
    questions = {
        name: (text, {a: t.replace("stay", "leave") for a, t in answers.items()}, unsure.replace("stay", "leave"))
        for name, (text, answers, unsure) in QUESTIONS.items()
    }
    assert told(questions=questions, outcomes={"hide": "Hide", "remove": "Remove", "leave": "Let it stand"}) == []


def test_an_outcome_that_says_something_new_is_told_with_its_number_of_paths(told):
    assert told(outcomes={**OUTCOMES, "hide": "Hide it"}) == ["- *Hide*, now *Hide it* (4 paths) has a new `title`"]


def test_an_outcome_written_anew_is_another_end(told):
    assert "- Lund: before *Let it stand*, now *Remove at once*" in told(outcomes={**OUTCOMES, "stay": "Remove at once"}, do="Remove it.")


def test_words_with_markdown_in_them_stay_words(told):
    assert told(outcomes={**OUTCOMES, "hide": "Hide *now*"}) == [r"- *Hide*, now *Hide \*now\** (4 paths) has a new `title`"]


def test_new_trees_and_trees_that_are_gone(project):
    new = Tree.model_validate({**tree(), "id": "other", "title": words("Another")})
    report = tree_diff(project, "HEAD", {"other": new})
    assert "### The comment (`comment`)\n\nThis tree is gone." in report
    assert "### Another (`other`)\n\nA new tree, with 9 paths." in report


@pytest.mark.parametrize("revision", ["nosuch", "--help", ""])
def test_a_revision_that_is_not_there(project, revision):
    with pytest.raises(UnreadableError, match="no revision called"):
        tree_diff(project, revision, {})


def test_a_tree_that_was_never_whole(project):
    file = project / "docs/rulebook/trees/comment.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("next: remove", "next: nowhere"), encoding="utf-8")
    git(project, "commit", "--quiet", "--all", "--message", "Broken")
    with pytest.raises(UnreadableError, match=r"comment.yml of HEAD is not whole: no question or outcome is called 'nowhere'"):
        tree_diff(project, "HEAD", {})
