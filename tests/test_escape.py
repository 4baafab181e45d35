"""A text of the rule files is refused, or it is shown as it stands: it never becomes markup, in an element, an attribute or data for a script."""

import json
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from rulebook.model import Text, Title
from rulebook.render import Renderer, environment

PIECES = [
    "<",
    ">",
    '"',
    "'",
    "&",
    "</",
    "<!--",
    "-->",
    "<b>",
    "&lt;",
    "&#60;",
    "{{ 7 * 7 }}",
    "{% if %}",
    "]]>",
    "\\",
    "javascript:",
    "\u2028",
    "\u202e",
    "%3C",
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=9), min_size=1, max_size=6).map("".join)
RULE, LIST = "ume-open-approval", "open-account"

many = settings(max_examples=25, derandomize=True, deadline=None, database=None)


@pytest.fixture(scope="module")
def drawn(whole, project):
    """Return a function that draws a rule's page or a list with a text in it; only the book as it was read stays the same."""
    book, pages, _ = whole
    jinja = environment(project / "overrides/components")

    def drawn(kind, text, title):
        rule = book.rules[RULE].model_copy(update={"text": text, "title": title, "why": text, "differs": text, "unclear": text})
        checklist = book.checklists[LIST]
        groups = [
            g.model_copy(update={"title": title, "items": tuple(i.model_copy(update={"text": text, "why": text}) for i in g.items)})
            for g in checklist.groups
        ]
        changed = replace(
            book,
            rules=book.rules | {RULE: rule},
            checklists=book.checklists | {LIST: checklist.model_copy(update={"title": title, "groups": tuple(groups)})},
        )
        page = pages.with_marker("sv", *kind)
        marker = next(marker for marker in page.markers if (marker.kind, marker.name) == kind)
        return BeautifulSoup(Renderer(changed, pages, "sv", jinja).replace(marker, page), "html.parser")

    return drawn


def accepted(kind, words):
    try:
        return kind(sv=words, en=words)
    except ValidationError:
        return None


def shape(soup):
    return [(element.name, sorted(element.attrs)) for element in soup.select("*")]


def test_markup_is_refused():
    assert not any(accepted(Text, words) for words in ("<b>", "a<script>", "</p>", "<!-- x", "javascript:x", "&lt;b&gt;", "&#60;", "<?php"))


@many
@given(words=TEXTS)
@pytest.mark.parametrize("kind", [("rules", "opening"), ("checklist", LIST)])
def test_an_accepted_text_is_shown_as_it_stands(kind, words, drawn):
    text, title = accepted(Text, words), accepted(Title, words)
    assume(text and title)
    plain = drawn(kind, Text(sv="ord", en="word"), Title(sv="ord", en="word"))
    soup = drawn(kind, text, title)
    assert shape(soup) == shape(plain)
    place = soup.find(id=RULE) if kind[0] == "rules" else soup.select_one(".item label")
    assert " ".join(words.split()) in " ".join(place.get_text().split())
    if kind[0] == "checklist":
        assert soup.find("check-list")["data-title"] == words
        json.loads(soup.find("check-list")["data-words"])
