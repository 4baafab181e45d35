"""A site of chosen universities is a whole site: nothing of the others, nothing of its own lost, nothing left hanging."""

from dataclasses import replace

import pytest

from rulebook import model
from rulebook.check import check
from rulebook.selection import _Chosen, mentions, select
from rulebook.tree import Walk

CHOICES = [["umea"], ["ki"], ["lund"], ["helsinki"], ["umea", "ki"], ["ki", "helsinki"]]


def chosen(book, *universities):
    return replace(book, site=model.Site(universities=universities))


@pytest.fixture(scope="module", params=CHOICES, ids="-".join)
def choice(request, whole, project):
    """(names, what is shown of the project)."""
    book, pages, _ = whole
    return request.param, select(chosen(book, *request.param), pages, project)


def test_without_a_choice_nothing_changes(whole, project):
    book, pages, _ = whole
    shown = select(book, pages, project)
    assert (shown.book, shown.pages, shown.prose) == (book, pages, {})


def test_what_is_left_has_no_mistakes(choice):
    _, shown = choice
    assert check(shown.book, shown.pages) == []


def test_own_rules_and_passages_are_all_there_and_no_others(choice, book):
    names, shown = choice
    assert list(shown.book.universities) == [name for name in book.universities if name in names]
    assert set(shown.book.rules) == {rule for rule in book.rules if book.university_of[rule] in names}
    assert {passage for rule in shown.book.rules.values() for passage in rule.cites} == set(shown.book.passages)
    assert set(shown.book.passages) == {passage for passage in book.passages if book.university_of[passage] in names}


def test_every_item_is_asked_for_and_every_own_item_stays(choice, book):
    names, shown = choice
    asked = {
        (checklist.id, item.id)
        for checklist in book.checklists.values()
        for item in checklist.items
        if any(book.university_of[rule] in names for rule in item.rules)
    }
    assert {(checklist.id, item.id) for checklist in shown.book.checklists.values() for item in checklist.items} == asked


def test_trees_are_whole_and_ask_only_for_what_is_chosen(choice, book):
    names, shown = choice
    for tree in shown.book.trees.values():
        assert list(Walk(tree).problems()) == []
        chooses = [[answer.university for answer in question.answers if answer.university] for question in tree.questions]
        assert all(set(found) <= set(names) for found in chooses)
        assert all(len(question.answers) > 1 for question in tree.questions)
    assert any(found for found in chooses) == (len(names) > 1)


def test_a_path_of_a_tree_ends_as_it_did(whole, project):
    """The university that is chosen in the whole tree, and the rest of the answers, lead to the same advice."""
    book, pages, _ = whole
    shown = select(chosen(book, "umea"), pages, project)
    for tree in book.trees.values():
        before = set()
        for path in Walk(tree).paths():
            given = [(question, answer) for question, answer in path.answers if not _chooses(tree, question)]
            if all(
                answer != "unsure" and _chooses(tree, question, answer) == "umea" for question, answer in path.answers if _chooses(tree, question)
            ):
                before.add((tuple(given), path.outcome))
        assert {(path.answers, path.outcome) for path in Walk(shown.book.trees[tree.id]).paths()} == before


def _chooses(tree, question, answer=0):
    return next(found for found in tree.questions if found.id == question).answers[answer].university


def test_first_aid_keeps_every_step_and_speaks_of_its_own_country(choice, book):
    names, shown = choice
    countries = {book.universities[name].country for name in names}
    for steps in shown.book.steps.values():
        assert [step.id for step in steps.steps] == [step.id for step in book.steps[steps.id].steps]
        assert all(step.rules or step.basis != "university" for step in steps.steps)
    assert {route.country for route in shown.book.help.values()} == countries
    for edition in model.EDITIONS:
        names = {marker.name for marker in shown.pages.get(edition, "help-now").markers if marker.kind == "help"}
        assert names
        assert names <= countries


def test_pages_about_others_are_left_out_and_links_to_them_too(choice, pages):
    names, shown = choice
    assert {page.university for page in shown.pages.by_key.values()} == {"", *names}
    left_out = {page.path.rpartition("/")[2] for page in pages.by_key.values()} - {
        page.path.rpartition("/")[2] for page in shown.pages.by_key.values()
    }
    assert left_out
    assert [path for path, text in shown.prose.items() if any(f"({name})" in text or f"/{name})" in text for name in left_out)] == []


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("- **Svara.** Umeå universitet kräver det. KI råder dig till det. Se också reglerna.", "- **Svara.** Umeå universitet kräver det."),
        ("- **Svara.** KI kräver det. Vid Umeå är det ett råd.", "- **Svara.** Vid Umeå är det ett råd."),
        ("- **Svara.** Lunds universitet kräver det. Undantaget är natten.", ""),
        ("2. [Helsingfors universitet](helsingfors.md)", ""),
        ("Umeå och Lund kräver det. KI inte.", "Umeå och Lund kräver det."),
        ("Ring 112. Berätta sedan.", "Ring 112. Berätta sedan."),
        ("Kick-off i Lundby. Skicka kit.", "Kick-off i Lundby. Skicka kit."),
    ],
)
def test_sentences_about_others_are_left_out_whole(line, left, book):
    assert _Chosen(chosen(book, "umea")).sentences(line) == left


def test_mentions_lists_what_still_names_others_where_it_stands(whole, project):
    book, pages, _ = whole
    found = list(mentions(chosen(book, "umea"), pages, project))
    assert found
    for line in found:
        path, number, words = line.split(":", 2)
        text = (project / path).read_text(encoding="utf-8").splitlines()
        assert words.strip().split()[0].strip("\"'*-") in " ".join(text[int(number) - 1 : int(number) + 1]), line
    assert list(mentions(book, pages, project)) == []
