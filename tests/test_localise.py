"""The words of one edition, each with the language it is really in."""

import pytest

from rulebook.localise import Localiser
from rulebook.model import Keywords, Text


@pytest.fixture
def say(book):
    return lambda edition, **words: Localiser(book, edition).words(Text.model_validate(words))


def test_the_editions_own_words_need_no_language(say):
    assert (say("sv", sv="Hej", en="Hello").text, say("sv", sv="Hej", en="Hello").lang) == ("Hej", "")


def test_the_other_swedish_is_shown_with_its_language(say):
    words = {"sv-FI": "Respons", "en": "Feedback"}
    assert (say("sv", **words).text, say("sv", **words).lang) == ("Respons", "sv-FI")
    assert (say("sv-FI", sv="Synpunkter", en="Feedback").lang) == "sv"


def test_english_never_gets_swedish_words_where_it_has_its_own(say):
    assert say("en", sv="Hej", en="Hello").text == "Hello"


def test_a_number_chooses_the_form(book):
    english = Localiser(book, "en")
    assert english.string("tree.left", n=1) != english.string("tree.left", n=2)
    assert "3" in english.string("tree.left", n=3)


def test_days_are_written_as_people_do(book):
    assert Localiser(book, "sv").day("2026-11-20") == "20 november 2026"
    assert Localiser(book, "en").day("2026-11-05") == "5 November 2026"


def test_swedish_readers_find_by_the_words_of_both_varieties(book):
    keywords = Keywords.model_validate({"sv": ["synpunkter"], "sv-FI": ["respons"], "en": ["feedback"]})
    assert Localiser(book, "sv").keywords(keywords) == ["synpunkter", "respons"]
    assert Localiser(book, "en").keywords(keywords) == ["feedback"]


@pytest.mark.parametrize("edition", ["sv", "sv-FI", "en"])
def test_no_interface_string_keeps_a_placeholder_that_nobody_fills(book, edition):
    local = Localiser(book, edition)
    assert "{" not in local.string("fact.source", name="X", date="Y")
