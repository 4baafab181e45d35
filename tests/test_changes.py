"""What the live site draws anew."""

import shutil
from pathlib import Path

from rulebook.changes import changed, mentions
from rulebook.check import read_and_check

GOOD = Path(__file__).parent / "good"


def reading(tmp_path, *pairs):
    shutil.copytree(GOOD, tmp_path / "p", dirs_exist_ok=True)
    file = tmp_path / "p/docs/rulebook/rules/umea/opening.yml"
    text = file.read_text(encoding="utf-8")
    for old, new in pairs:
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    return read_and_check(tmp_path / "p")[0]


def test_the_same_files_change_nothing(tmp_path):
    assert changed(reading(tmp_path), reading(tmp_path)) == set()


def test_a_changed_rule_is_named(tmp_path):
    before = reading(tmp_path)
    assert changed(before, reading(tmp_path, ("Du kan vänta med", "Du får vänta med"))) == {"ume-open-wait"}


def test_a_renamed_rule_touches_the_rules_beside_it_and_its_passages(tmp_path):
    before = reading(tmp_path)
    ids = changed(before, reading(tmp_path, ("ume-open-wait", "ume-open-later")))
    assert {"ume-open-wait", "ume-open-later"} <= ids
    assert set(before.rules["ume-open-wait"].cites) <= ids


def test_a_changed_title_of_a_component_may_show_anywhere(tmp_path):
    before, after = reading(tmp_path), reading(tmp_path)
    name, tree = next(iter(after.trees.items()))
    after.trees[name] = tree.model_copy(update={"title": tree.lead})
    assert changed(before, after) is None


def test_drawn_html_that_shows_or_links_to_an_id_mentions_it():
    assert mentions('<a href="../#ume-open-wait">', {"ume-open-wait"})
    assert mentions('<article id="ume-open-wait">', {"ume-open-wait"})
    assert not mentions('<article id="ume-open-wait-more">', {"ume-open-wait"})
