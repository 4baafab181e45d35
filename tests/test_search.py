"""The index of each edition: what it holds, what it leaves out, how it is divided, how much it weighs."""

import gzip
import json
from collections import Counter

import pytest

from rulebook import search
from rulebook.localise import Localiser
from rulebook.model import EDITIONS
from rulebook.pages import edition_root
from rulebook.render import Renderer, environment

HEAVIEST = 60_000
"""Bytes of an edition's index and the search's scripts, compressed."""


@pytest.fixture(scope="module", params=EDITIONS)
def entries(request, book, pages, project):
    """The entries of all pages of an edition."""
    renderer = Renderer(book, pages, request.param, environment(project / "overrides" / "components"))
    return [entry for page in pages.of(request.param) for entry in search.page_entries(page, f"<h1>{page.title}</h1><p>Ett. Två.</p>", renderer)]


def decoded(text):
    """Return the entries of a file of the index, as the browser reads them."""
    file = json.loads(text)
    columns = {
        field: [file["names"][field][value] if field in file["names"] else value for value in values] for field, values in file["entries"].items()
    }
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def test_every_rule_question_term_and_component_is_found_once(entries, book):
    found = Counter((entry["kind"], entry["anchor"]) for entry in entries if entry["kind"] != "page")
    wanted = (
        {("rule", name) for name in book.rules} | {("question", name) for name in book.questions} | {("term", f"term-{name}") for name in book.terms}
    )
    wanted |= {(component.kind, component.id) for component in book.components()}
    assert wanted <= set(found)
    assert set(found.values()) == {1}


def test_a_tree_is_found_by_its_beginning_alone(entries, book):
    assert {entry["anchor"] for entry in entries if entry["kind"] == "tree"} == set(book.trees)
    assert {entry["kind"] for entry in entries} == {
        "page",
        "rule",
        "question",
        "term",
        "checklist",
        "tree",
        "description",
        "message",
        "steps",
        "step",
    }


def test_a_rule_is_found_by_its_reason_too(entries, book):
    texts = {entry["anchor"]: entry["text"] for entry in entries if entry["kind"] == "rule"}
    reasons = {name: {rule.why.sv, rule.why.sv_fi, rule.why.en} for name, rule in book.rules.items() if rule.why}
    assert [name for name, words in reasons.items() if not any(word and texts[name].endswith(word) for word in words)] == []


def test_a_keyword_adds_words_that_title_and_text_lack(entries):
    for entry in entries:
        known = set(search.WORD.findall(f"{entry['title']} {entry['text']}".lower()))
        tags = entry["tags"].split(", ") if entry["tags"] else []
        assert len(tags) == len(set(tags))
        assert [tag for tag in tags if set(search.WORD.findall(tag.lower())) <= known] == []


def test_a_page_is_found_by_its_first_sentence(entries):
    assert {entry["text"] for entry in entries if entry["kind"] == "page"} == {"Ett."}


def test_the_first_sentence_ends_where_it_should():
    assert search._beginning("Läs 3.5 på ki.se. Sedan mer.") == "Läs 3.5 på ki.se."
    assert search._beginning("Utan punkt") == "Utan punkt"


def test_few_universities_share_one_file(entries, book):
    [(name, text)] = search.index(entries, Localiser(book, "sv"))
    assert name == search.INDEX
    assert json.loads(text)["parts"] == []
    assert decoded(text) == entries


def test_many_universities_have_a_file_each(entries, book, monkeypatch):
    monkeypatch.setattr(search, "MOST_IN_ONE_FILE", len(book.universities) - 1)
    files = dict(search.index(entries, Localiser(book, "en")))
    parts = json.loads(files[search.INDEX])["parts"]
    assert [part["university"] for part in parts] == list(book.universities)
    assert set(files) == {search.INDEX, *(part["file"] for part in parts)}
    assert {entry["university"] for entry in decoded(files[search.INDEX])} == {""}
    for part in parts:
        own = decoded(files[part["file"]])
        assert {entry["university"] for entry in own} == {part["university"]}
        assert {entry["anchor"] for entry in own} == {
            name for name, university in book.university_of.items() if university == part["university"] and name in book.rules
        }


def test_the_words_of_search_yml_reach_the_index(book):
    [(_, text)] = search.index([], Localiser(book, "en"))
    config = json.loads(text)["config"]
    assert "the" in config["stop"]
    assert "twitter" in config["faint"]
    assert "harassment" in config["urgent"]
    assert any({"delete", "remove"} <= set(group) for group in config["synonyms"])


def test_synonyms_come_in_groups(book):
    for edition in ("sv", "en"):
        local = Localiser(book, edition)
        groups = {group.id: local.keywords(group.words) for group in book.search.values() if group.use == "synonyms"}
        assert [name for name, words in groups.items() if len(set(words)) < 2] == []
        assert [name for name, words in groups.items() if len(words) != len(set(words))] == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_index_and_scripts_are_light(edition, site):
    scripts = sorted((site / "components/search").glob("*.js"))
    weights = [len(gzip.compress(file.read_bytes(), 9)) for file in (site / edition_root(edition) / search.INDEX, *scripts)]
    assert sum(weights) <= HEAVIEST, weights
