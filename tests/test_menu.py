"""The menu: sections, catalogues, and what comes next."""

import pytest

from rulebook.menu import Menu
from rulebook.model import EDITIONS


@pytest.fixture
def menu(book, pages):
    return lambda key, edition="sv": Menu(book, pages, pages.get(edition, key))


def test_the_page_of_a_component_stands_below_its_catalogue(menu):
    assert menu("open-account").parent.key == "checklists"
    assert menu("open-account").section.id == "do"


def test_the_next_page_is_the_one_after(menu):
    assert menu("plan").next.key == "open"


def test_the_last_page_has_no_next(menu):
    assert menu("close").next is None


def test_a_section_of_one_page_lists_nothing_beside_it(menu):
    assert menu("home").beside == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_page_has_its_place(book, pages, edition):
    for page in pages.of(edition):
        assert Menu(book, pages, page).section is not None, page.path


def test_the_menu_is_short_enough_for_a_phone(book):
    assert len(book.nav) <= 7
