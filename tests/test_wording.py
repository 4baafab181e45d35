"""How rules are worded: force, length, LIX."""

import pytest

from rulebook.wording import HIGHEST_LIX, lix, sentences, swedish_texts, wording


def test_the_rules_agree_with_their_force_and_are_short(book):
    assert [str(problem) for problem in wording(book)] == []


@pytest.mark.parametrize("university", ["umea", "ki", "lund", "helsinki"])
def test_the_rules_are_easy_to_read(book, university):
    assert 0 < lix(swedish_texts(book, university)) <= HIGHEST_LIX


def test_lix_counts_words_and_long_words():
    # 6 words in 2 sentences, 1 of more than six letters: 3 + 100/6.
    assert lix(["Du kan öppna. Fråga kommunikatören först."]) == pytest.approx(3 + 100 / 6)


def test_lix_of_nothing_is_nothing():
    assert lix([]) == 0


def test_sentences_end_before_a_capital():
    assert sentences("Ring 112. Vänta inte. Spara det s.k. beviset.") == ["Ring 112.", "Vänta inte.", "Spara det s.k. beviset."]
