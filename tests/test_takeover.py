"""A university takes the site over: one file says its name, its rules, its contacts and its colours, and the site is its own.

It is one of the four, or a fifth that has nothing but its folder: its rules, its passages, its pages.
"""

import json
import re
from types import SimpleNamespace
from urllib.parse import urldefrag, urljoin

import pytest
from bs4 import BeautifulSoup

from building import THOROUGH, build
from generated import generate
from rulebook.check import read_and_check
from rulebook.pages import edition_root

HOST = "https://rattesnore.example/"
DECIDED = """
name: {{sv: Sociala medier vid Umeå universitet, en: Social media at Umeå University}}
universities: [{name}]
editor: webb@umu.example
security: {{contact: https://umu.example/security, expires: "2027-10-01"}}
colours:
  action: {{light: "#0b4f8a", dark: "#9cc9f2"}}
"""
CONTACTS = """
contacts:
  - id: web-editors
    role: {sv: Webbredaktionen, en: The web editors}
    for: {sv: Hjälper dig med kontot., en: They help you with the account.}
    where: {sv: Rum 12, en: Room 12}
"""


@pytest.fixture(scope="module", params=["umea-0", "umea"] if THOROUGH else ["umea-0"])
def own(request, tmp_path_factory):
    """The name of the university, its site, and the rulebook and the pages of all."""
    folder = tmp_path_factory.mktemp("project")
    generate(folder, 5 if request.param == "umea-0" else 4)
    (folder / "docs/rulebook/site.yml").write_text(DECIDED.format(name=request.param), encoding="utf-8")
    with (folder / f"docs/rulebook/universities/{request.param}.yml").open("a", encoding="utf-8") as university:
        university.write(CONTACTS)
    book, pages, problems = read_and_check(folder)
    assert problems == []
    done = build(folder, folder / "site")
    assert done.returncode == 0, done.stderr
    return SimpleNamespace(name=request.param, site=folder / "site", book=book, pages=pages)


@pytest.fixture(scope="module")
def soups(own):
    """{address from the root of the site: its parsed HTML}."""
    return {
        file.parent.relative_to(own.site).as_posix().removeprefix(".") + "/" * (file.parent != own.site): BeautifulSoup(
            file.read_text(encoding="utf-8"), "html.parser"
        )
        for file in own.site.rglob("index.html")
    }


def test_no_rule_badge_or_passage_of_another_university(soups, own):
    others = {name for name, university in own.book.university_of.items() if university != own.name}
    names = {words for university in own.book.universities.values() if university.id != own.name for words in university.short.given().values()}
    for url, soup in soups.items():
        assert {name for found in soup.find_all(attrs={"data-university": True}) for name in found["data-university"].split()} <= {own.name}, url
        assert not {name for found in soup.find_all(attrs={"data-cites": True}) for name in found["data-cites"].split()} & others, url
        assert not {found["id"] for found in soup.find_all(id=True)} & others, url
        assert not names & {badge.get_text(" ", strip=True) for badge in soup.select(".uni, .compare h3, .pick label")}, url


def test_every_rule_of_its_own_is_there(soups, own):
    for edition in ("sv", "sv-FI", "en"):
        shown = {found["id"] for url, soup in soups.items() if _edition(url) == edition for found in soup.select("article.rule[id]")}
        assert shown == {rule.id for rule in own.book.rules_of(own.name)}


def _edition(url):
    return next((edition for edition in ("sv-FI", "en") if url.startswith(f"{edition}/")), "sv")


def test_links_hold(soups, own):
    ids = {url: {found["id"] for found in soup.find_all(id=True)} for url, soup in soups.items()}
    dead = []
    for url, soup in soups.items():
        for link in soup.find_all("a", href=True):
            target, fragment = urldefrag(urljoin(HOST + url, link["href"]))
            if not target.startswith(HOST):
                continue
            path = target.removeprefix(HOST).partition("?")[0]
            held = fragment in ids[path] or not fragment if path in ids else (own.site / path).is_file()
            dead += [] if held else [f"{url}: {link['href']}"]
    assert dead == []


def test_pages_of_others_are_left_out_of_site_and_menu(soups, own):
    gone = {page.url for page in own.pages.by_key.values() if page.university not in ("", own.name)}
    assert gone
    assert not gone & set(soups)
    menu = {urljoin(HOST, link["href"]).removeprefix(HOST) for link in soups[""].select(".site-menu a")}
    assert menu <= set(soups)


def test_search_and_data_hold_its_own_alone(own):
    data = json.loads((own.site / "rulebook.json").read_text(encoding="utf-8"))
    assert {rule["university"] for rule in data["rules"]} == {own.name}
    assert [university["id"] for university in data["universities"]] == [own.name]
    others = {rule for rule, university in own.book.university_of.items() if university != own.name}
    for edition in ("sv", "sv-FI", "en"):
        index = (own.site / edition_root(edition) / "search/search_index.json").read_text(encoding="utf-8")
        assert not others & set(re.findall(r'"([a-z0-9-]+)"', index))


def test_no_page_is_empty_or_without_heading(soups):
    for url, soup in soups.items():
        assert soup.h1.get_text(strip=True), url
        assert not soup.select("article.prose > hr, article.prose > p:empty, ul:not([data-part]):empty"), url


def test_name_contacts_and_colours_are_its_own(soups, own):
    assert soups[""].title.string == "Sociala medier vid Umeå universitet"
    assert soups["en/"].select_one(".brand span").string == "Social media at Umeå University"
    assert soups["kontot/oppna/"].select_one("footer a[href='mailto:webb@umu.example']")
    assert not any("Rättesnöre" in soup.body.get_text() for soup in soups.values())
    assert (own.site / ".well-known/security.txt").read_text(encoding="utf-8").splitlines() == [
        "Contact: https://umu.example/security",
        "Expires: 2027-10-01T00:00:00Z",
        "Preferred-Languages: sv, en",
        "Canonical: https://rattesnore.example/.well-known/security.txt",
    ]
    for path, colour in (("tokens", "#0b4f8a"), ("dark", "#9cc9f2"), ("bare", "#9cc9f2")):
        assert f"--rl-spruce:{colour}" in (own.site / f"assets/css/{path}.css").read_text(encoding="utf-8")
    assert "--spruce:#0b4f8a" in soups["hjalp-nu/"].style.string


def test_first_aid_names_whom_to_turn_to(soups):
    assert "Webbredaktionen Hjälper dig med kontot. Rum 12" in soups["hjalp-nu/"].select_one("details.uni dl").get_text(" ", strip=True)


def test_without_a_contact_there_is_no_security_txt(site):
    assert not (site / ".well-known").exists()
