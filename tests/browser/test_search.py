"""The search: what it shows, how it is used, and what it does when something is missing."""

import json
from itertools import pairwise

import pytest
from playwright.sync_api import expect

SEARCH = {"sv": "/sok/", "sv-FI": "/sv-FI/sok/", "en": "/en/search/"}
FIELD, RESULTS, STATUS = "#search-query", ".search-list > li", "site-search [data-part=status]"


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """No service worker: what it fetches for a page, a test can't answer."""
    return {**browser_context_args, "service_workers": "block"}


def ask(page, query):
    page.locator(FIELD).fill(query)
    return page.locator(RESULTS)


@pytest.fixture
def searching(page, address):
    """The English search page."""
    page.goto(address + SEARCH["en"])
    return page


# ------------------------------------------------------------ what it shows


def test_answers_come_while_one_types_and_open_the_very_place(searching):
    searching.locator(FIELD).press_sequentially("screenshot every half")
    first = searching.locator(RESULTS).first.locator("a")
    expect(first).to_contain_text("half-year")
    first.click()
    anchor = searching.evaluate("decodeURIComponent(location.hash.slice(1))")
    expect(searching.locator(f"#{anchor}")).to_be_in_viewport()


def test_a_rule_comes_with_its_kind_force_university_and_sentence(searching):
    rule = ask(searching, "date the screenshot").filter(has=searching.locator(".force")).first
    expect(rule.locator(".search-kind")).to_contain_text("Rule")
    expect(rule.locator(".force")).to_have_text("Must")
    expect(rule.locator(".uni")).to_contain_text("Karolinska Institutet")
    expect(rule.locator(".search-text mark").first).to_have_text("screenshot")
    expect(rule.locator("a")).to_have_attribute("aria-describedby", rule.locator(".search-kind").get_attribute("id"))


def test_what_is_no_rule_says_what_it_is(searching):
    expect(ask(searching, "open an account").filter(has_text="Checklist").first).to_be_visible()
    expect(ask(searching, "do we need an account").filter(has_text="Decision tree").first).to_be_visible()


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("anmälan", "anmälan"),
        ("anmalan", "anmälan"),
        ("ta bort", "ta bort"),
        ("skärmdump", "skärmbild"),
        ("trakaserier", "trakasserier"),
        ("skärmd", "skärmdump"),
    ],
)
def test_the_match_is_marked_however_it_was_found(query, marked, page, address):
    page.goto(address + SEARCH["sv"])
    ask(page, query)
    expect(page.locator("mark", has_text=marked).first).to_be_visible()
    marks = {mark.lower() for mark in page.locator("mark").all_inner_texts()}
    assert any(mark.startswith(marked) for mark in marks)


def test_half_of_a_compound_is_marked_alone(page, address):
    page.goto(address + SEARCH["sv"])
    ask(page, "anmälan")
    text = page.locator(".search-text", has_text="brottsanmälan").first
    expect(text.locator("mark", has_text="anmälan").first).to_have_text("anmälan")


def test_the_chosen_university_comes_first_and_others_follow(searching):
    ask(searching, "archive the channel")
    expect(searching.locator(RESULTS).first).to_be_visible()
    searching.locator("university-picker summary").click()
    searching.locator("university-picker input[value='ki']").check()
    searching.keyboard.press("Escape")
    badges = searching.locator(f"{RESULTS} .uni")
    expect(badges.first).to_contain_text("Karolinska Institutet")
    expect(badges.first).to_have_attribute("data-mine", "")
    assert {badge.get_attribute("data-university") for badge in badges.all()} > {"ki"}


def test_more_results_on_request_and_focus_goes_to_the_first_of_them(searching):
    results = ask(searching, "comment")
    expect(results).to_have_count(11)
    results.last.locator("button").click()
    expect(results).to_have_count(21)
    expect(results.nth(10).locator("a")).to_be_focused()


@pytest.mark.parametrize("edition", SEARCH)
def test_results_stay_in_the_edition(edition, page, address):
    page.goto(address + SEARCH[edition])
    results = ask(page, {"en": "threat", "sv": "hot", "sv-FI": "hot"}[edition])
    expect(results.first).to_be_visible()
    own = {"sv": "/", "sv-FI": "/sv-FI/", "en": "/en/"}[edition]
    paths = results.locator("a").evaluate_all("links => links.map((link) => link.pathname)")
    assert all(path.startswith(own) for path in paths)
    assert edition != "sv" or not any(path.startswith(("/sv-FI/", "/en/")) for path in paths)


# ------------------------------------------------------------ first aid


@pytest.mark.parametrize(
    ("edition", "query"),
    [
        ("sv", "nån hotar mig"),
        ("sv", "näthat"),
        ("sv", "trakaserad"),
        ("sv-FI", "jag har fått ett mordhot"),
        ("sv-FI", "uthangd"),
        ("en", "they posted my home address"),
        ("en", "I am being harrassed"),
        ("en", "death threats"),
    ],
)
def test_first_aid_is_on_top_when_someone_calls_for_help(edition, query, page, address):
    page.goto(address + SEARCH[edition])
    first = ask(page, query).first
    expect(first).to_have_class("md-search-result__item search-result search-urgent")
    assert first.locator("a").get_attribute("href").endswith("#harassed")
    expect(page.locator(".search-urgent")).to_have_count(1)


@pytest.mark.parametrize(
    ("edition", "query"),
    [
        ("sv", "ta bort kommentar"),
        ("sv", "hotell på konferens"),
        ("sv", "kritik mot oss"),
        ("sv", "kränkande personuppgifter"),
        ("sv-FI", "drivande hashtaggar"),
        ("sv-FI", "upphovsrätt"),
        ("en", "delete a comment"),
        ("en", "subtitles"),
        ("en", "who approves an account"),
    ],
)
def test_first_aid_does_not_push_itself_forward(edition, query, page, address):
    page.goto(address + SEARCH[edition])
    expect(ask(page, query).first).to_be_visible()
    expect(page.locator(".search-urgent")).to_have_count(0)


# ------------------------------------------------------------ nothing found, nothing fetched, no script


def test_nothing_found_offers_the_nearest_words_and_ways_on(searching):
    ask(searching, "xqzwvk")
    expect(searching.locator(STATUS)).to_contain_text("Nothing was found for “xqzwvk”")
    ways = searching.locator("[data-part=none] a:visible")
    assert {way.split("#")[0].rstrip("/").rsplit("/", 1)[-1] for way in ways.evaluate_all("links => links.map((link) => link.href)")} >= {
        "help-now",
        "questions",
        "contact",
    }
    ask(searching, "comment")
    expect(searching.locator("[data-part=none]")).to_be_hidden()


def test_the_nearest_words_lead_on(searching):
    ask(searching, "cxmmxnt")
    searching.locator("[data-part=nearest] a").first.click()
    expect(searching.locator(RESULTS).first).to_be_visible()
    assert "?q=" in searching.url


def test_a_failed_fetch_is_told_and_tried_again(page, address):
    page.route("**/search_index.json", lambda route: route.abort())
    page.goto(address + SEARCH["en"] + "?q=comment")
    expect(page.locator("[data-part=failed]")).to_contain_text("could not be fetched")
    page.unroute("**/search_index.json")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(RESULTS).first).to_be_visible()
    expect(page.locator(FIELD)).to_be_focused()
    expect(page.locator("[data-part=failed]")).to_be_hidden()


def test_it_goes_on_without_a_network_once_it_was_used(searching, context):
    expect(ask(searching, "comment").first).to_be_visible()
    context.set_offline(True)
    expect(ask(searching, "archive").first).to_contain_text("rchiv")


def test_without_a_script_the_form_leads_to_the_words_from_a_to_z(no_script, address):
    no_script.goto(address + "/en/")
    no_script.locator(FIELD).fill("screenshot")
    no_script.locator(FIELD).press("Enter")
    assert no_script.url == f"{address}{SEARCH['en']}?q=screenshot"
    entry = no_script.locator(".index-list li", has_text="Screenshot").first
    expect(entry.locator("a").first).to_be_visible()


# ------------------------------------------------------------ keyboard, screen reader, small screens, addresses


def test_it_is_used_with_the_keyboard_alone(searching):
    expect(searching.locator(FIELD)).to_be_focused()
    searching.keyboard.type("comment")
    links = searching.locator(f"{RESULTS} a")
    expect(links.first).to_be_visible()
    searching.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    searching.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    searching.keyboard.press("ArrowUp")
    searching.keyboard.press("ArrowUp")
    expect(searching.locator(FIELD)).to_be_focused()
    searching.keyboard.press("ArrowDown")
    searching.keyboard.press("Escape")
    expect(searching.locator(FIELD)).to_be_focused()
    expect(searching.locator(FIELD)).to_have_value("comment")
    searching.keyboard.press("Escape")
    expect(searching.locator(FIELD)).to_have_value("")
    expect(searching.locator(RESULTS)).to_have_count(0)


def test_the_number_is_announced_after_a_pause_and_not_at_every_key(searching):
    expect(searching.locator(STATUS)).to_have_attribute("role", "status")
    searching.evaluate(
        """() => {
            window.told = [];
            const status = document.querySelector("site-search [data-part=status]");
            new MutationObserver(() => window.told.push(status.textContent.trim())).observe(status, { childList: true, subtree: true });
        }"""
    )
    searching.locator(FIELD).press_sequentially("screenshot", delay=40)
    expect(searching.locator(STATUS)).to_contain_text("results")
    told = searching.evaluate("window.told")
    assert len(told) == 1
    assert told[0].split()[0].isdigit()
    assert "screen capture" in told[0]


def test_the_answers_stay_where_they_are_when_their_number_is_announced(searching):
    searching.set_viewport_size({"width": 320, "height": 640})
    first = ask(searching, "screenshot").first
    expect(first).to_be_visible()
    before = first.bounding_box()
    expect(searching.locator(STATUS)).to_contain_text("results")
    assert first.bounding_box() == before


def test_nothing_sticks_out_at_320_pixels(page, address):
    page.set_viewport_size({"width": 320, "height": 640})
    for query in ("kommunikationsavdelningen", "nån hotar mig", "xqzwvk"):
        page.goto(f"{address}{SEARCH['sv']}?q={query}")
        expect(page.locator(STATUS)).not_to_be_empty()
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_on_a_phone_the_first_answer_comes_into_view(page, address):
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(address + "/en/")
    expect(ask(page, "archive").first).to_be_in_viewport()
    expect(page.locator(FIELD)).to_be_in_viewport()


def test_one_comes_back_to_the_same_place(page, address):
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(address + SEARCH["en"])
    link = ask(page, "archive").nth(7).locator("a")
    link.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    link.click()
    page.go_back()
    expect(link).to_be_in_viewport()
    assert abs(page.evaluate("scrollY") - place) < 100


def test_the_address_holds_the_query_to_share_and_to_come_back_to(searching, address):
    ask(searching, "archive")
    expect(searching.locator(RESULTS).first).to_be_visible()
    assert searching.url == f"{address}{SEARCH['en']}?q=archive"
    searching.locator(f"{RESULTS} a").first.click()
    searching.go_back()
    expect(searching.locator(FIELD)).to_have_value("archive")
    expect(searching.locator(RESULTS).first).to_be_visible()
    ask(searching, "")
    assert searching.url == address + SEARCH["en"]


def test_the_index_is_fetched_when_the_search_is_first_touched(page, address):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + "/en/", wait_until="networkidle")
    assert not any("search_index" in url for url in asked)
    page.locator(FIELD).focus()
    expect(ask(page, "comment").first).to_be_visible()
    assert sum("search_index" in url for url in asked) == 1


# ------------------------------------------------------------ many universities


@pytest.fixture
def parted(page, address):
    """The English search page of a site with ten universities, each with its own file; gives the files in the order they were asked for."""
    original = page.request.get(f"{address}/en/search/search_index.json").json()
    names, columns = original["names"], original["entries"]
    empty = names["university"].index("")

    def part(university):
        chosen = [number for number, value in enumerate(columns["university"]) if value == university]
        return {"names": names, "entries": {field: [values[number] for number in chosen] for field, values in columns.items()}}

    own = [number for number in range(len(names["university"])) if number != empty]
    parts = [{"file": f"search/{name}.json", "university": names["university"][own[number % len(own)]]} for number, name in enumerate("abcdefghij")]
    asked = []

    def answer(route):
        asked.append(route.request.url.rsplit("/", 1)[-1])
        number = "abcdefghij".find(asked[-1].removesuffix(".json"))
        file = {**original, **part(empty), "parts": parts} if number < 0 else part(own[number % len(own)])
        route.fulfill(body=json.dumps(file), content_type="application/json")

    page.route("**/search/*.json", answer)
    page.goto(address + SEARCH["en"])
    return page, asked


def test_with_many_universities_the_first_files_are_enough_to_answer(parted):
    page, asked = parted
    expect(ask(page, "screenshot").first).to_be_visible()
    assert asked == ["search_index.json", *(f"{name}.json" for name in "abcdef")]


def test_the_other_files_follow_when_the_reader_pauses(parted):
    page, asked = parted
    ask(page, "screenshot")
    expect(page.locator(STATUS)).to_contain_text("results")
    before = page.locator(STATUS).inner_text()
    page.wait_for_function("before => document.querySelector('site-search [data-part=status]').innerText !== before", arg=before)
    assert sorted(asked) == sorted(["search_index.json", *(f"{name}.json" for name in "abcdefghij")])
    counts = [int(text.split()[0]) for text in (before, page.locator(STATUS).inner_text())]
    assert all(first < second for first, second in pairwise(counts))
