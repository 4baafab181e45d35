"""The lists reach every passage that a reader is best served with as a checklist, in every edition."""

import pytest

from rulebook.model import EDITIONS
from rulebook.render import Renderer, environment

LISTS = {
    "open-account", "name-and-sender", "before-posting", "personal-data", "copyright", "pictures-and-film", "accessible-posts", "daily-watch",
    "moderate-a-comment", "keep-and-register", "half-year-archive", "close-account", "new-to-social-media", "researcher", "teacher", "supervisor",
    "project-or-group-account",
}  # fmt: skip


@pytest.fixture
def renderer(whole, project):
    book, pages, _ = whole
    return Renderer(book, pages, "sv", environment(project / "overrides" / "components"))


def revised(renderer, checklist, **changes):
    """The list with its first item changed."""
    group = checklist.groups[0]
    items = (group.items[0].model_copy(update=changes), *group.items[1:])
    return checklist.model_copy(update={"groups": (group.model_copy(update={"items": items}), *checklist.groups[1:])})


def test_all_lists_are_there(book):
    assert set(book.checklists) == LISTS


def test_every_passage_of_the_form_checklist_is_reached_by_a_list(book):
    reached = {passage for checklist in book.checklists.values() for item in checklist.items for passage in book.cites(item.rules)}
    wanted = {passage.id for passage in book.passages.values() if passage.form == "checklist"}
    assert wanted
    assert wanted - reached == set()


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_list_stands_on_a_page_of_its_own_in_every_edition(book, pages, edition):
    places = [pages.with_marker(edition, "checklist", name) for name in book.checklists]
    assert all(places)
    assert len({page.url for page in places}) == len(places)


def test_ids_that_an_item_had_are_used_by_no_other_list_item_that_was_always_there(book):
    """A `was` that names a living item is a split; then the living one has a later revision."""
    for checklist in book.checklists.values():
        living = {item.id: item.rev for item in checklist.items}
        assert [(checklist.id, old) for item in checklist.items for old in item.was if living.get(old, 2) < 2] == []


def test_the_registry_sheet_goes_with_opening_archiving_and_closing(book):
    with_sheet = {
        checklist.id for checklist in book.checklists.values() if ("message", "registry-sheet") in [link.target for link in checklist.links]
    }
    assert with_sheet == {"open-account", "half-year-archive", "close-account"}


def test_the_revision_on_paper_follows_meaning_not_wording(renderer, book):
    checklist = book.checklists["open-account"]
    first = checklist.items[0]
    mended = first.text.model_copy(update={"sv": "Annorlunda stavat"})
    assert renderer.revision(revised(renderer, checklist, text=mended)) == renderer.revision(checklist)
    assert renderer.revision(revised(renderer, checklist, rev=first.rev + 1)) != renderer.revision(checklist)


def test_a_revised_rule_is_told_with_its_university(renderer, book, monkeypatch):
    item = book.checklists["open-account"].items[0]
    name = item.rules[0]
    monkeypatch.setitem(book.rules, name, book.rules[name].model_copy(update={"rev": 3}))
    assert f"{book.university_of[name]}/{name}:3" in renderer.raised(item).split()


def test_a_role_is_offered_only_where_a_list_has_several(renderer, book):
    assert renderer.filter_roles(book.checklists["half-year-archive"]) == []
    offered = renderer.filter_roles(book.checklists["open-account"])
    assert {"account-owner", "head"} <= set(offered)
    assert "all" not in offered
