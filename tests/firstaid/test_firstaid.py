"""The first-aid page as the build writes it: small, whole, with its sources, its numbers and its copies."""

import gzip
import json
import re
import shutil
import struct
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup

from rulebook.firstaid import KEY, MANIFEST, TOOLS
from rulebook.localise import Localiser
from rulebook.model import EDITIONS
from rulebook.offline import WORKER, worker
from rulebook.wording import lix

COUNTRIES = {"sv": {"SE"}, "sv-FI": {"FI"}, "en": {"SE", "FI"}}
READABLE, ENHANCED = 14_000, 45_000
"""Bytes, compressed."""
LIX = 30


@pytest.fixture(scope="module")
def steps(book):
    return book.steps["harassed"].steps


@pytest.fixture(params=EDITIONS)
def aid(request, site, pages, book):
    """One edition's page: its text, its tree, its folder and its words."""
    edition = request.param
    page = pages.get(edition, KEY)
    folder = site / page.url
    html = (folder / "index.html").read_text(encoding="utf-8")
    return SimpleNamespace(
        edition=edition, page=page, folder=folder, html=html, soup=BeautifulSoup(html, "html.parser"), local=Localiser(book, edition)
    )


def kept(site):
    """What sw.js keeps."""
    return json.loads(re.match(r"self\.kept = (.*);", (site / "sw.js").read_text(encoding="utf-8"))[1])


def packed(file):
    return len(gzip.compress(file.read_bytes(), 9))


# ---------------------------------------------------------------- size and self-containment


def test_page_is_readable_after_one_round_trip(aid):
    assert packed(aid.folder / "index.html") <= READABLE


def test_page_with_all_its_enhancements_stays_small(aid, site):
    files = [aid.folder / "index.html", *(site / name for name in kept(site)["tools"] if not name.endswith(TOOLS)), aid.folder / TOOLS, site / WORKER]
    assert sum(packed(file) for file in files) <= ENHANCED


def test_nothing_else_is_needed_to_read_it(aid):
    assert not aid.soup.select("link[rel=stylesheet], img, iframe, script:not([type=module]), [style]")
    assert all(script["src"] and not script.text for script in aid.soup.select("script"))


def test_colours_are_those_of_the_site(project):
    css = {
        name: (project / name).read_text(encoding="utf-8")
        for name in ("docs/assets/css/tokens.css", "docs/assets/css/dark.css", "overrides/components/steps/steps.css")
    }
    light, dark = (dict(re.findall(r"--([\w-]+): (#\w+)", part)) for part in css["overrides/components/steps/steps.css"].split("@media", 2)[:2])
    for copies, tokens in ((light, "docs/assets/css/tokens.css"), (dark, "docs/assets/css/dark.css")):
        assert len(copies) == 15
        # The first value of a token is its plain one; print and contrast come after.
        originals = dict(reversed(re.findall(r"--rl-([\w-]+): (#\w+);", css[tokens])))
        assert copies == {name: originals[name] for name in copies}


# ---------------------------------------------------------------- steps


def test_every_step_is_there_once_with_its_passages(aid, steps, book):
    for step in steps:
        found = aid.soup.select(f"[id=harassed-{step.id}]")
        assert len(found) == 1
        assert found[0]["data-cites"].split() == list(book.cites(step.rules))


def test_a_step_shows_what_to_do_who_acts_next_how_and_where_it_says_so(aid, steps):
    say = aid.local.words
    for step in steps[1:]:
        text = " ".join(aid.soup.find(id=f"harassed-{step.id}").get_text().split())
        assert all(str(say(words)) in text for words in (step.title, step.text, *step.how))
        assert (str(say(step.next_actor)) or aid.local.string("aid.next_you")) in text
        assert not step.off_hours or str(say(step.off_hours)) in text
        assert aid.local.string(f"steps.basis.{step.basis}") in text


def test_each_rule_of_a_step_is_linked(aid, steps):
    for step in steps[1:]:
        links = {link["href"].partition("#")[2] for link in aid.soup.find(id=f"harassed-{step.id}").select("details a")}
        assert set(step.rules) <= links


def test_danger_comes_first_and_nothing_is_chosen_before_it(aid, steps):
    main = aid.soup.main
    assert main.find("a")["href"] == "tel:112"
    first = main.select_one("ol > li")
    assert first["id"] == f"harassed-{steps[1].id}"
    assert not [form for form in first.find_all_previous(["form", "select", "input", "button"]) if form in main.descendants]


def test_steps_of_the_one_come_before_those_of_the_helper(aid, steps):
    order = [item["id"].removeprefix("harassed-") for item in aid.soup.select("ol > li")]
    assert order == [step.id for step in steps[1:] if step.side != "helper"] + [step.id for step in steps if step.side == "helper"]


def test_every_piece_of_advice_on_harassment_is_reached(steps, book):
    advice = {passage.id for passage in book.passages.values() if passage.id.startswith("hel-harass-") and passage.form in ("steps", "checklist")}
    assert advice <= {cited for step in steps for cited in book.cites(step.rules)}


@pytest.mark.parametrize("edition", ["sv", "sv-FI"])
def test_steps_are_easy_to_read(edition, steps, book):
    local = Localiser(book, edition)
    assert lix(str(local.words(words)) for step in steps for words in (step.text, *step.how)) <= LIX


# ---------------------------------------------------------------- help


def test_help_routes_are_those_of_the_edition(aid, book):
    assert {item["id"] for item in aid.soup.select(".routes > li")} == {
        route.id for route in book.help.values() if route.country in COUNTRIES[aid.edition]
    }


def test_numbers_can_be_called_and_carry_the_day_they_were_checked(aid, book):
    for route in book.help.values():
        if route.country in COUNTRIES[aid.edition]:
            item = aid.soup.find(id=route.id)
            if route.phone:
                assert item.select_one("a[href^=tel]")["href"] == "tel:" + re.sub(r"[ -]", "", route.phone)
            assert aid.local.day(route.source.date) in " ".join(item.get_text().split())


def test_every_link_within_the_page_leads_somewhere(aid):
    ids = {element["id"] for element in aid.soup.find_all(id=True)}
    assert {link["href"][1:] for link in aid.soup.select('a[href^="#"]')} <= ids


def test_what_a_university_has_not_filled_in_is_said(aid, book):
    folds = {fold.summary.get_text(): fold for fold in aid.soup.select("details.uni")}
    assert len(folds) == len(book.universities)
    for university in book.universities.values():
        fold = next(fold for name, fold in folds.items() if str(aid.local.words(university.name)) in name)
        assert university.contacts or aid.local.string("aid.contacts_missing") in fold.get_text()
        assert all(str(aid.local.words(contact.role)) in fold.get_text() for contact in university.contacts)


def test_messages_are_at_hand(aid):
    tools = BeautifulSoup((aid.folder / TOOLS).read_text(encoding="utf-8"), "html.parser")
    for message in ("stop-request", "report-to-supervisor", "report-to-contact", "keep-evidence"):
        assert tools.find(id=message).find("textarea").get_text(strip=True)
    assert len(aid.soup.select("#tools a")) == 4


def test_search_finds_the_steps(aid, site, steps):
    from rulebook.pages import edition_root

    index = json.loads((site / edition_root(aid.edition) / "search" / "search_index.json").read_text(encoding="utf-8"))
    assert {f"harassed-{step.id}" for step in steps} <= set(index["entries"]["anchor"])


# ---------------------------------------------------------------- copies


def test_one_file_needs_nothing_beside_it(aid):
    html = (aid.folder / aid.local.string("offline.name")).read_text(encoding="utf-8")
    soup = BeautifulSoup(html, "html.parser")
    assert not soup.select("script, link[rel=icon], link[rel=manifest], link[rel=stylesheet]")
    assert all(re.match(r"https?://|tel:|#", link["href"]) for link in soup.select("a"))
    assert "hidden" not in soup.select_one(".saved").attrs
    assert "hidden" in soup.select_one(".online").attrs
    assert len(soup.select("textarea")) >= 4


def test_manifest_names_the_page_in_its_language_and_its_icons_are_there(aid):
    manifest = json.loads((aid.folder / MANIFEST).read_text(encoding="utf-8"))
    assert (manifest["lang"], manifest["name"], manifest["start_url"]) == (aid.edition, aid.local.string("offline.app"), "./")
    for icon in manifest["icons"]:
        data = (aid.folder / icon["src"]).read_bytes()
        assert "x".join(map(str, struct.unpack(">II", data[16:24]))) == icon["sizes"]


def test_worker_keeps_what_is_there(site, pages):
    found = kept(site)
    assert found["pages"] == [pages.get(edition, KEY).url for edition in EDITIONS]
    assert all((site / name).is_file() for name in found["tools"])


@pytest.mark.parametrize(
    "changed", ["hjalp-nu/index.html", "components/store/store.js", "components/offline/worker.js", "en/help-now/tools.html", "en/help-now/away.html"]
)
def test_worker_has_a_new_version_when_something_it_keeps_has_changed(changed, site, tmp_path):
    found = kept(site)
    for name in [*(f"{page}index.html" for page in found["pages"]), *found["away"], *found["tools"], WORKER]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(site / name, tmp_path / name)
    editions = [SimpleNamespace(page=SimpleNamespace(url=url)) for url in found["pages"]]
    assert worker(tmp_path, editions, found["build"]) == (site / "sw.js").read_text(encoding="utf-8")
    with (tmp_path / changed).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert worker(tmp_path, editions, found["build"]) != (site / "sw.js").read_text(encoding="utf-8")
