"""What the server does wrong: the page still reads, nothing typed or ticked is lost, and the reader is told."""

from itertools import product

import pytest
from playwright.sync_api import expect


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
    return page


def kept(page):
    return [text for name, text in page.evaluate("Object.entries(localStorage)") if ":checklist:" in name]


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


@pytest.mark.parametrize(
    ("pattern", "fault"), [(SCRIPTS, "half"), (SCRIPTS, "missing"), *product(["**/tools.html"], FAULTS), ("**/log.js", "half"), ("**/sw.js", "half")]
)
def test_first_aid_reads_whatever_fails(pattern, fault, spoilt, at):
    spoilt.fail(pattern, fault)
    spoilt.goto(at(("steps", "harassed")))
    spoilt.wait_for_load_state("networkidle")
    expect(spoilt.locator("ol > li h3").first).to_be_visible()
    expect(spoilt.locator(".routes a[href^=tel]").first).to_be_visible()
    expect(spoilt.locator("#messages")).to_have_count(1)
    expect(spoilt.locator("#log")).to_have_count(1)
    if pattern == "**/tools.html":
        expect(spoilt.locator("#tools li").first).to_be_visible()
        assert spoilt.thrown == []
