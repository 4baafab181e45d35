"""What the server, the clock or the browser's storage does wrong: the page still reads, nothing typed or ticked is lost, and the reader is told."""

import re
from itertools import product

import pytest
from playwright.sync_api import expect

from building import THOROUGH


def half(route):
    answer = route.fetch()
    body = answer.body()
    headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
    route.fulfill(status=200, headers=headers, body=body[: len(body) // 2])


FAULTS = {
    "missing": lambda route: route.fulfill(status=404, content_type="text/html", body="<!doctype html><title>404</title><p>Not here"),
    "broken": lambda route: route.fulfill(status=500, content_type="text/html", body="<p>Sorry"),
    "half": half,
}
LIST, TEXT, TREE = ("checklist", "open-account"), ("description", "official-account"), ("tree", "visitor-comment")
SCRIPTS, STYLES = "**/*.js", "**/*.css"
SHOWN_AT_LAST = "document.getAnimations().forEach((animation) => animation.finish())"

FAIL_AT = """(number) => {
  for (const name of ["setItem", "removeItem", "getItem"]) {
    const whole = Storage.prototype[name];
    Storage.prototype[name] = function (...given) {
      globalThis.calls = (globalThis.calls ?? 0) + 1;
      if (globalThis.calls === number) throw new DOMException("refused", "QuotaExceededError");
      return whole.apply(this, given);
    };
  }
}"""


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """No service worker: what it fetches for a page, a test can't spoil. Its own faults are in test_offline."""
    return {**browser_context_args, "service_workers": "block"}


@pytest.fixture
def at(address, pages):
    """Return the address of a component's page."""
    return lambda marker, edition="en": f"{address}/{pages.with_marker(edition, *marker).url}"


@pytest.fixture
def spoilt(page):
    """A page whose server fails as it is told to; `thrown` is what its scripts let fall."""

    def fail(pattern, fault):
        page.route(pattern, FAULTS[fault])

    thrown = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    page.fail, page.thrown = fail, thrown
    yield page
    page.unroute_all(behavior="ignoreErrors")


def hold(page, pattern):
    """Hold back what the server answers; return what lets it go, once there is something."""
    held, opened = [], []

    def let_go():
        while not held:
            page.wait_for_timeout(20)
        opened.append(True)
        for route in held:
            route.continue_()

    page.route(pattern, lambda route: route.continue_() if opened else held.append(route))
    return let_go


def kept(page):
    return [text for name, text in page.evaluate("Object.entries(localStorage)") if ":checklist:" in name]


def ticked(page):
    return page.locator(".item input:checked").count()


def finish(page):
    page.evaluate(SHOWN_AT_LAST)


# ------------------------------------------------------------ the server


@pytest.mark.parametrize(("pattern", "fault"), [*product([SCRIPTS, STYLES], FAULTS), ("**/store.js", "missing"), ("**/checklist.js", "half")])
def test_a_list_reads_and_ticks_and_says_when_nothing_is_kept(pattern, fault, spoilt, at):
    spoilt.fail(pattern, fault)
    spoilt.goto(at(LIST))
    expect(spoilt.locator("h1")).to_be_visible()
    expect(spoilt.locator(".item label").first).to_be_visible()
    if pattern == STYLES:
        expect(spoilt.locator("check-list .bar")).to_be_visible()
    spoilt.locator(".item input[type=checkbox]").first.check()
    finish(spoilt)
    expect(spoilt.locator("[data-part=unscripted]")).to_be_visible(visible=pattern != STYLES)
    assert bool(kept(spoilt)) == (pattern == STYLES)


def test_a_list_that_has_its_script_never_says_that_it_has_not(page, at):
    page.goto(at(LIST))
    expect(page.locator("check-list .bar")).to_be_visible()
    expect(page.locator("[data-part=unscripted]")).to_have_count(0)


def test_a_slow_script_keeps_what_is_ticked_before_it_comes(page, at):
    let_go = hold(page, "**/checklist.js")
    page.goto(at(LIST), wait_until="commit")
    page.locator(".item input[type=checkbox]").first.check()
    page.locator(".item input[type=checkbox]").nth(2).check()
    let_go()
    expect(page.locator("check-list .bar")).to_be_visible()
    assert ticked(page) == 2
    assert "done" in "".join(kept(page))
    page.unroute("**/checklist.js")
    page.reload()
    expect(page.locator("check-list .bar")).to_be_visible()
    assert ticked(page) == 2


@pytest.mark.parametrize("fault", FAULTS)
def test_a_part_of_a_list_that_does_not_come_is_told_and_the_ticks_stay(fault, spoilt, at):
    spoilt.goto(at(LIST))
    spoilt.locator(".item input[type=checkbox]").first.check()
    spoilt.evaluate("""() => {
      for (const [name, text] of Object.entries(localStorage)) localStorage.setItem(name, text.replace('"rev":', '"rev":-'));
    }""")
    spoilt.fail("**/change.js", fault)
    spoilt.fail("**/takeaway.js", fault)
    spoilt.reload()
    notice = spoilt.locator("check-list [data-part=notice]")
    expect(notice).to_contain_text("could not be fetched")
    notice.locator("[data-part=close]").click()
    spoilt.locator("check-list .menu > summary").click()
    spoilt.locator("check-list [data-part=json]").click()
    expect(notice).to_contain_text("could not be fetched")
    assert "done" in "".join(kept(spoilt))
    assert spoilt.thrown == []


@pytest.mark.parametrize(("pattern", "fault"), [(SCRIPTS, "broken"), ("**/tree.js", "half"), ("**/clipboard.js", "missing")])
def test_a_tree_is_links_and_an_outline(pattern, fault, spoilt, at):
    spoilt.fail(pattern, fault)
    spoilt.goto(at(TREE))
    link = spoilt.locator(".question:visible .answers a").first
    target = link.get_attribute("href")
    link.click()
    expect(spoilt.locator(target)).to_be_visible()
    assert spoilt.locator(".whole a").count() > 0


@pytest.mark.parametrize(("pattern", "fault"), [(SCRIPTS, "missing"), ("**/template.js", "half"), ("**/count.js", "broken")])
def test_a_text_to_copy_shows_its_gaps_and_no_fields_that_do_nothing(pattern, fault, spoilt, at):
    spoilt.fail(pattern, fault)
    spoilt.goto(at(TEXT))
    expect(spoilt.locator("blockquote .gap").first).to_be_visible()
    expect(spoilt.locator("account-description form, .take")).to_have_count(spoilt.locator("account-description form[hidden], .take[hidden]").count())


@pytest.mark.parametrize(("pattern", "fault"), [("**/search.js", "half"), ("**/engine.js", "missing"), (SCRIPTS, "broken")])
def test_a_search_without_its_script_says_so_and_leads_to_a_to_z(pattern, fault, spoilt, at):
    spoilt.fail(pattern, fault)
    spoilt.goto(at(("search", "form")))
    finish(spoilt)
    expect(spoilt.locator("[data-part=unscripted]")).to_contain_text("could not run")
    spoilt.locator("[data-part=unscripted] a").click()
    expect(spoilt.locator("#az-1")).to_be_in_viewport()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_search_without_its_index_says_so_and_keeps_the_words(fault, spoilt, at):
    spoilt.fail("**/search_index.json", fault)
    spoilt.goto(at(("search", "form")))
    spoilt.locator("#search-query").fill("comment")
    expect(spoilt.locator("[data-part=failed]")).to_be_visible()
    expect(spoilt.locator("[data-part=failed] a[href*='#az-1']")).to_be_visible()
    expect(spoilt.locator("#search-query")).to_have_value("comment")
    assert spoilt.thrown == []


def test_a_slow_index_answers_what_was_typed_meanwhile(page, at):
    let_go = hold(page, "**/search_index.json")
    page.goto(at(("search", "form")))
    page.locator("#search-query").press_sequentially("comment")
    let_go()
    expect(page.locator(".search-list li").first).to_be_visible()
    expect(page.locator("#search-query")).to_have_value("comment")


@pytest.mark.parametrize(("pattern", "fault"), [(SCRIPTS, "half"), (SCRIPTS, "missing"), *product(["**/tools.html"], FAULTS), ("**/log.js", "half")])
def test_first_aid_reads_whatever_fails(pattern, fault, spoilt, at):
    spoilt.fail(pattern, fault)
    spoilt.goto(at(("steps", "harassed")))
    expect(spoilt.locator("ol > li h3").first).to_be_visible()
    expect(spoilt.locator(".routes a[href^=tel]").first).to_be_visible()
    expect(spoilt.locator("#messages")).to_have_count(1)
    expect(spoilt.locator("#log")).to_have_count(1)
    if pattern == "**/tools.html":
        expect(spoilt.locator("#tools li").first).to_be_visible()
        assert spoilt.thrown == []


def test_words_typed_before_the_search_comes_are_answered(page, at):
    let_go = hold(page, "**/search.js")
    page.goto(at(("search", "form")), wait_until="commit")
    page.locator("#search-query").fill("comment")
    let_go()
    expect(page.locator(".search-list li").first).to_be_visible()
    expect(page.locator("#search-query")).to_have_value("comment")


# ------------------------------------------------------------ the clock


@pytest.mark.parametrize("year", [1970, 2099])
def test_a_wrong_clock_keeps_ticks_and_breaks_no_date(year, spoilt, at):
    spoilt.clock.install(time=f"{year}-01-01T00:30:00")
    spoilt.goto(at(LIST))
    spoilt.locator(".item input[type=checkbox]").first.check()
    expect(spoilt.locator(".item [data-part=date]").first).to_have_text(re.compile(r"^Done (1 January|31 December)"))
    spoilt.clock.set_system_time("2026-11-21T12:00:00")
    spoilt.reload()
    expect(spoilt.locator(".item input[type=checkbox]").first).to_be_checked()
    expect(spoilt.locator(".item [data-part=date]").first).to_contain_text(re.compile(r"1969|1970|2099"))
    spoilt.clock.set_system_time(f"{year}-01-01T00:30:00")
    spoilt.goto(at(("steps", "harassed")))
    spoilt.locator("#log-what").fill("A threat")
    spoilt.locator("evidence-log [type=submit]").click()
    expect(spoilt.locator("evidence-log article")).to_contain_text("A threat")
    for marker in (TREE, TEXT, ("kept", "all")):
        spoilt.goto(at(marker))
    expect(spoilt.locator("kept-data [data-kept='checklist:open-account']")).to_be_visible()
    assert spoilt.thrown == []


# ------------------------------------------------------------ the storage


@pytest.mark.parametrize("number", range(1, 12) if THOROUGH else [1, 7, 8, 10])
def test_storage_that_fails_once_loses_no_tick_and_is_told(number, spoilt, at):
    """At the seventh, eighth and tenth call, ticks were lost once: a read was refused, and a write came after it."""
    boxes = spoilt.locator(".item input[type=checkbox]")
    spoilt.goto(at(LIST))
    boxes.first.check()
    spoilt.add_init_script(f"({FAIL_AT})({number})")
    spoilt.reload()
    for ordinal in (1, 2, 3, 4):
        boxes.nth(ordinal).check()
        assert all(boxes.nth(done).is_checked() for done in range(1, ordinal + 1))
    told = spoilt.locator("check-list > [data-part=kept].note").count()
    assert spoilt.thrown == []
    fresh = spoilt.context.new_page()
    fresh.goto(at(LIST))
    assert told or ticked(fresh) == 5


@pytest.mark.parametrize("full", [True, False])
def test_a_damaged_text_that_cannot_be_set_aside_is_not_overwritten(full, spoilt, at):
    spoilt.goto(at(TEXT))
    name = f"rattesnore:/:description:{TEXT[1]}"
    spoilt.evaluate("name => localStorage.setItem(name, '{half')", name)
    if full:
        spoilt.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }")
    spoilt.reload()
    notice = spoilt.locator("form [data-part=notice]")
    expect(notice).to_have_text(re.compile(r"\w{3}"))
    assert spoilt.evaluate("name => localStorage.getItem(name)", name) == ("{half" if full else None)
    assert spoilt.locator("[data-part=remember]").is_enabled() != full


# ------------------------------------------------------------ two pages at once


def test_two_editions_share_ticks_and_university_and_lose_neither(context, at):
    swedish, english = context.new_page(), context.new_page()
    swedish.goto(at(LIST, "sv"))
    english.goto(at(LIST))
    for page, number in ((swedish, 0), (english, 1), (swedish, 2), (english, 3)):
        page.locator(".item input[type=checkbox]").nth(number).check()
    for page in (swedish, english):
        expect(page.locator(".item[data-state=done]")).to_have_count(4)
    swedish.locator("university-picker summary").click()
    swedish.locator("university-picker input[value=umea]").check()
    english.reload()
    expect(english.locator("university-picker [data-part=name]")).to_have_text("Umeå University")
    expect(english.locator(".item[data-state=done]")).to_have_count(4)


def test_a_log_that_is_not_kept_survives_that_another_page_begins_to_keep(context, at):
    swedish, english = context.new_page(), context.new_page()
    for page, edition, words in ((swedish, "sv", "Ett hot"), (english, "en", "A threat")):
        page.goto(at(("steps", "harassed"), edition))
        page.locator("#log-what").fill(words)
        page.locator("evidence-log [type=submit]").click()
    english.locator(".tick input").nth(1).check()
    english.locator("#log-where").fill("Not yet added")
    swedish.locator("keep-here input").check()
    for page in (swedish, english):
        expect(page.locator("evidence-log article")).to_have_count(2)
        expect(page.locator(".tick input").nth(1)).to_be_checked()
    expect(english.locator("#log-where")).to_have_value("Not yet added")
    english.reload()
    expect(english.locator("evidence-log article")).to_have_count(2)
