"""A text that one language changed and another did not lags, until somebody says it agrees."""

import shutil
from pathlib import Path

import pytest

from rulebook.check import read_and_check
from rulebook.translations import agree, behind, read_record, record_text, rules_behind, texts

GOOD = Path(__file__).parent / "good"
SWEDISH, ENGLISH = "Prefekten ska godkänna kontot.", "The head must approve the account."


@pytest.fixture
def project_copy(tmp_path):
    shutil.copytree(GOOD, tmp_path / "p")
    return tmp_path / "p"


def change(root, *pairs):
    file = root / "docs/rulebook/rules/umea/opening.yml"
    text = file.read_text(encoding="utf-8")
    for old, new in pairs:
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    return read_and_check(root)[0]


def test_agreed_texts_do_not_lag(project_copy):
    book = read_and_check(project_copy)[0]
    assert behind(book, agree(book, {})) == []


def test_a_change_in_one_language_leaves_the_other_behind(project_copy):
    record = agree(read_and_check(project_copy)[0], {})
    book = change(project_copy, (SWEDISH, "Prefekten ska godkänna varje konto."))
    (lag,) = behind(book, record)
    assert (lag.written.key, lag.languages, lag.changed) == ("rules/ume-open-approval.text", ("en",), ("sv",))
    assert rules_behind(book, record) == {"ume-open-approval": {"en"}}


def test_a_change_in_both_languages_lags_nowhere(project_copy):
    record = agree(read_and_check(project_copy)[0], {})
    book = change(project_copy, (SWEDISH, "Prefekten ska godkänna varje konto."), (ENGLISH, "The head must approve every account."))
    assert behind(book, record) == []


def test_recording_again_does_not_hide_what_lags(project_copy):
    record = agree(read_and_check(project_copy)[0], {})
    book = change(project_copy, (SWEDISH, "Prefekten ska godkänna varje konto."))
    assert len(behind(book, agree(book, record))) == 1


def test_an_editorial_change_leaves_the_other_fresh(project_copy):
    record = agree(read_and_check(project_copy)[0], {})
    book = change(project_copy, (SWEDISH, "Prefekten ska godkänna kontot!"))
    assert behind(book, agree(book, record, ["ume-open-approval"])) == []


def test_a_new_text_lags_behind_nothing(project_copy):
    assert behind(read_and_check(project_copy)[0], {}) == []


def test_the_record_survives_being_written(project_copy):
    book = read_and_check(project_copy)[0]
    file = project_copy / "docs/rulebook/translations.json"
    file.write_text(record_text(agree(book, {})), encoding="utf-8")
    assert read_record(project_copy) == (agree(book, {}), [])


def test_what_is_agreed_to_go_is_not_lost(project_copy):
    file = project_copy / "docs/rulebook/translations.json"
    record = agree(read_and_check(project_copy)[0], {})
    file.write_text(record_text(record | {"rules/ume-open-later.text": {"sv": "c4b5a2d1"}}), encoding="utf-8")
    book, _, (problem,) = read_and_check(project_copy)
    assert "ume-open-later is in no file any more" in problem.message
    file.write_text(record_text(agree(book, read_record(project_copy)[0])), encoding="utf-8")
    assert read_and_check(project_copy)[2] == []


def test_a_rule_that_says_what_it_was_called_is_not_lost(project_copy):
    record = agree(read_and_check(project_copy)[0], {})
    (project_copy / "docs/rulebook/translations.json").write_text(record_text(record), encoding="utf-8")
    change(project_copy, ("- id: ume-open-wait\n", "- id: ume-open-later\n  was: [ume-open-wait]\n"))
    assert [p.message for p in read_and_check(project_copy)[2] if p.field == "rules"] == []


def test_keys_are_unique(book):
    keys = [written.key for written in texts(book)]
    assert len(keys) == len(set(keys))


def test_every_text_of_the_project_agrees(book, project):
    assert [lag.written.key for lag in behind(book, read_record(project)[0])] == []
