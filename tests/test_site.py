"""The built site as a whole: languages, links, coverage, what is published beside the pages."""

import gzip
import json
import re
from collections import Counter
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import jsonschema
import pytest
from bs4 import BeautifulSoup

from rulebook.model import EDITIONS
from rulebook.pages import edition_root

HOST = "https://rattesnore.example/"


@pytest.fixture(scope="module")
def soups(site, pages):
    """{Page: its parsed HTML}."""
    return {page: BeautifulSoup((site / page.url / "index.html").read_text(encoding="utf-8"), "html.parser") for page in pages.by_key.values()}


def of_edition(soups, edition):
    return {page: soup for page, soup in soups.items() if page.edition == edition}


def cited(soup):
    return {name for element in soup.find_all(attrs={"data-cites": True}) for name in element["data-cites"].split()}


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_passage_is_accounted_for(edition, soups, book):
    found = set().union(*(cited(soup) for soup in of_edition(soups, edition).values()))
    assert found == set(book.passages)


@pytest.mark.parametrize("university", ["umea", "ki", "lund", "helsinki"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_every_rule_of_a_university_stands_on_its_page(edition, university, soups, book, pages):
    page = pages.with_marker(edition, "rules", university)
    assert {rule["id"] for rule in soups[page].select("article.rule")} == {rule.id for rule in book.rules_of(university)}


@pytest.mark.parametrize("edition", EDITIONS)
def test_components_show_as_much_as_their_files_hold(edition, soups, book, pages):
    for component in book.components():
        page = pages.with_marker(edition, component.kind, component.id)
        ids = {element["id"] for element in soups[page].find_all(id=True)}
        parts = {
            "checklist": lambda c: [item.id for group in c.groups for item in group.items],
            "tree": lambda c: [node.id for node in (*c.questions, *c.outcomes)],
            "description": lambda c: [*(f"field-{field.id}" for field in c.fields), *(body.id for body in c.bodies)],
            "message": lambda c: [*(f"field-{field.id}" for field in c.fields), *(body.id for body in c.bodies)],
            "steps": lambda c: [step.id for step in c.steps],
        }[component.kind](component)
        assert component.id in ids
        assert {f"{component.id}-{part}" for part in parts} <= ids, f"{page.path} lacks parts of {component.id}"


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_question_is_compared(edition, soups, book, pages):
    soup = soups[pages.with_marker(edition, "comparison", "all")]
    for question in book.questions:
        section = soup.find(id=question)
        assert len(section.select("[data-university]")) == len(book.universities)


def test_ids_are_unique_on_each_page(soups):
    for page, soup in soups.items():
        counts = Counter(element["id"] for element in soup.find_all(id=True))
        assert [name for name, count in counts.items() if count > 1] == [], page.path


def test_links_lead_somewhere(soups, site):
    ids = {page.url: {element["id"] for element in soup.find_all(id=True)} for page, soup in soups.items()}
    dead = []
    for page, soup in soups.items():
        for link in soup.find_all("a", href=True):
            target, fragment = urldefrag(urljoin(HOST + page.url, link["href"]))
            if urlsplit(link["href"]).scheme in {"http", "https", "tel", "mailto"} or not target.startswith(HOST):
                continue
            path = target.removeprefix(HOST).partition("?")[0]
            known = ids.get(path)
            if (known is None and not (site / path).is_file()) or (known is not None and fragment and fragment not in known):
                dead.append(f"{page.path}: {link['href']}")
    assert dead == []


def test_no_link_is_empty(soups):
    assert [
        page.path for page, soup in soups.items() for link in soup.find_all("a") if not link.get("href") and not link.find_parent("template")
    ] == []


def test_nothing_is_fetched_from_another_host(soups):
    for page, soup in soups.items():
        fetched = [
            element.get("src") or element.get("href")
            for element in soup.select("script[src], img[src], link[rel=stylesheet], link[rel=icon], link[rel=manifest], iframe")
        ]
        assert [url for url in fetched if urlsplit(url).netloc] == [], page.path


def test_no_script_or_style_stands_in_an_element(soups):
    for page, soup in soups.items():
        assert soup.select("[style], [onclick], [onload]") == [], page.path
        assert [script for script in soup.find_all("script") if not script.get("src") and script.get("type") != "application/json"] == [], page.path


@pytest.mark.parametrize("edition", EDITIONS)
def test_pages_speak_their_language(edition, soups):
    for page, soup in of_edition(soups, edition).items():
        assert soup.html["lang"] == edition, page.path


def test_words_in_another_variety_say_so(soups, book, pages):
    page = pages.with_marker("sv", "rules", "helsinki")
    heading = soups[page].find("article", class_="rule").h3
    assert heading["lang"] == "sv-FI"
    page = pages.with_marker("sv-FI", "rules", "umea")
    assert soups[page].find("article", class_="rule").h3["lang"] == "sv"


def test_rules_of_a_swedish_university_are_marked_in_the_finnish_edition(soups, pages):
    note = soups[pages.with_marker("sv-FI", "rules", "umea")].find("p", class_="note", attrs={"data-university": "umea"})
    assert "Sverige" in note.get_text()


def test_alternates_and_canonical_name_every_edition(soups, pages):
    for page, soup in soups.items():
        expected = {edition: HOST + pages.get(edition, page.key).url for edition in EDITIONS}
        expected["x-default"] = expected["sv"]
        head = {link["hreflang"]: link["href"] for link in soup.select("head link[rel=alternate][hreflang]")}
        assert head == expected, page.path
        assert soup.select_one("link[rel=canonical]")["href"] == HOST + page.url


def test_the_switcher_leads_to_the_same_page(soups, pages):
    for page, soup in soups.items():
        links = {link["hreflang"]: urljoin(HOST + page.url, link["href"]) for link in soup.select("a[hreflang]")}
        if links:
            assert links == {edition: HOST + pages.get(edition, page.key).url for edition in EDITIONS}, page.path


def test_each_page_has_one_title_and_a_description(soups):
    seen = Counter()
    for page, soup in soups.items():
        assert len(soup.find_all("h1")) == 1, page.path
        assert soup.select_one("meta[name=description]")["content"].strip()
        seen[page.edition, soup.title.get_text()] += 1
    assert [title for title, count in seen.items() if count > 1] == []


def test_sitemap_lists_every_page(site, pages):
    text = (site / "sitemap.xml").read_text(encoding="utf-8")
    assert set(re.findall(r"<loc>(.*?)</loc>", text)) == {HOST + page.url for page in pages.by_key.values()}
    assert gzip.decompress((site / "sitemap.xml.gz").read_bytes()).decode() == text


def test_missing_page_speaks_all_languages(site):
    soup = BeautifulSoup((site / "404.html").read_text(encoding="utf-8"), "html.parser")
    assert [section["lang"] for section in soup.find_all("section")] == list(EDITIONS)
    for link in soup.find_all("a"):
        assert link["href"].startswith("/")


@pytest.mark.parametrize("edition", EDITIONS)
def test_search_index_holds_its_own_edition(edition, site, book, soups):
    index = json.loads((site / edition_root(edition) / "search" / "search_index.json").read_text(encoding="utf-8"))
    own = {page.url.removeprefix(edition_root(edition)) for page in of_edition(soups, edition)}
    assert set(index["names"]["page"]) == own
    assert set(book.rules) <= set(index["entries"]["anchor"])
    assert index["config"]["lang"] == ("en" if edition == "en" else "sv")


def test_published_rulebook_follows_its_schema(site, book):
    data = json.loads((site / "rulebook.json").read_text(encoding="utf-8"))
    schema = json.loads((site / "rulebook.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(data, schema)
    assert data["version"] >= 1
    assert [rule["id"] for rule in data["rules"]] == list(book.rules)
    for kind in ("checklists", "trees", "descriptions", "messages", "steps", "questions"):
        assert [thing["id"] for thing in data[kind]] == list(getattr(book, kind))


def test_every_page_can_be_reached_from_the_first(soups, pages):
    links = {
        page.url: {urldefrag(urljoin(HOST + page.url, link["href"]))[0].removeprefix(HOST) for link in soup.find_all("a", href=True)}
        for page, soup in soups.items()
    }
    for edition in EDITIONS:
        found, waiting = set(), [pages.get(edition, "home").url]
        while waiting:
            url = waiting.pop()
            if url not in found and url in links:
                found.add(url)
                waiting += links[url]
        assert {page.url for page in pages.of(edition)} <= found


def test_rule_files_are_not_published(site):
    assert list(Path(site).rglob("*.yml")) == []
