"""Every kind of page and every state: no violation that axe finds, nothing cut or sticking out, the focus always in sight."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from building import THOROUGH

KINDS = {
    "home": "/",
    "prose with rules": "/en/account/moderate/",
    "checklist": "/checklistor/oppna-konto/",
    "tree": "/en/advice/visitor-comment/",
    "tree outcome": "/rad/kommentar/#visitor-comment-{outcome}",
    "description": "/en/texts/official-account/",
    "message": "/texter/villkor/",
    "first aid": "/sv-FI/hjalp-nu/",
    "comparison": "/fragor/#approve-new-account",
    "search": "/en/search/?q=threat",
    "university": "/sv-FI/universitet/helsingfors/",
    "sources": "/om/kallor-umea/",
    "glossary": "/en/about/glossary/",
    "law": "/amnen/lagar/",
    "catalogue": "/en/checklists/",
    "privacy": "/en/about/privacy/",
    "missing page": "/nowhere/",
}
STANDARDS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "rules": {"target-size": {"enabled": True}},
}
COLOURS, SIZES = "color-contrast", "target-size"
AXE = Axe().axe_script

READY = {"search": ".search-told:not(:empty)", "first aid": "evidence-log", "privacy": "kept-data[aria-busy=false]"}
"""What a page shows when all it fetches has come."""

REPEATED = """
  .index-list > li:nth-child(n+4), .index-list ~ h3 ~ .index-list ~ .index-list, .search-list > li:nth-child(n+6), article.rule:nth-of-type(n+5),
  .passages > li:nth-child(n+5), .item:nth-child(n+5), .question:nth-of-type(n+4):not([data-current]), .whole
"""
"""After a few, the rest of a long list is more of the same: it is taken away before axe looks."""


def only(*rules):
    """Return what tells axe to run these rules alone."""
    return {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": rules}}


def violations(page, options=STANDARDS, include=None):
    """Return what axe finds on the page, or in one part of it."""
    page.locator(REPEATED).evaluate_all("(found) => found.forEach((one) => one.remove())")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    context = {"include": [[include]]} if include else None
    found = page.evaluate("([context, options]) => axe.run(context ?? document, options).then(({ violations }) => violations)", [context, options])
    return [f"{one['id']}: {node['target']}: {node['failureSummary']}" for one in found for node in one["nodes"]]


def size(page, width, height=740):
    page.set_viewport_size({"width": width, "height": height})


@pytest.fixture
def still(browser):
    """A page on which nothing moves."""
    context = browser.new_context(viewport={"width": 320, "height": 800}, color_scheme="light", reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def worn(browser):
    """One page for all kinds: each is loaded into it, and nothing is kept between them."""
    context = browser.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def opened(worn, address, book):
    """Return a function that opens a kind of page."""

    def opens(kind):
        worn.goto("about:blank")
        size(worn, 320, 800)
        worn.emulate_media(color_scheme="light", reduced_motion="reduce", forced_colors="none")
        worn.goto(address + KINDS[kind].format(outcome=book.trees["visitor-comment"].outcomes[0].id))
        if kind in READY:
            worn.locator(READY[kind]).first.wait_for()
        return worn

    return opens


# ---------------------------------------------------------------- kinds of page


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_on_any_kind_of_page(kind, opened):
    """All rules at 320 px in the light; in the dark the colours again; at each width the sizes of what is pressed."""
    page = opened(kind)
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    size(page, 360)
    assert violations(page, only(COLOURS, SIZES)) == []
    for width in (768, 1280) if THOROUGH else (1280,):
        size(page, width)
        assert violations(page, only(SIZES)) == []


STICKS_OUT = "document.documentElement.scrollWidth - innerWidth"
OPEN_FOLDS = "document.querySelectorAll('main details:not(.menu), .prose details:not(.menu)').forEach((fold) => (fold.open = true))"
TEXT_SPACING = """() => {
  const wide = new CSSStyleSheet();
  wide.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, wide];
}"""
# Words that pass the edge of their column, or that their own box cuts off. Menus lie over the page, and what is for hearing alone has no room.
CUT = """() => {
  const edge = document.querySelector("article, main").getBoundingClientRect().right;
  const hidden = ".vh, .state, .brand, .menu, option, pre, input, textarea, svg, .prose > table";
  return [...document.querySelectorAll("article *, main *")].filter((one) => {
    if (one.closest(hidden) || !one.checkVisibility() || !one.clientWidth) return false;
    const cut = getComputedStyle(one).overflowY === "hidden" && one.scrollHeight > one.clientHeight + 1;
    return cut || one.getBoundingClientRect().right > edge + 1;
  }).map((one) => one.outerHTML.slice(0, 100));
}"""


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_cut_or_sticks_out_at_any_width_at_400_percent_or_with_wide_text(kind, opened):
    """WCAG 1.4.10 and 1.4.12. 1280 by 1024 px at 400 % are 320 by 256."""
    page = opened(kind)
    page.evaluate(OPEN_FOLDS)
    for width, height in ((1280, 800), (768, 800), (360, 740), (320, 256)):
        size(page, width, height)
        assert page.evaluate(STICKS_OUT) <= 0, width
    assert page.locator("header").evaluate_all("(tops) => tops.every((top) => getComputedStyle(top).position === 'static')")
    page.evaluate(TEXT_SPACING)
    assert page.evaluate(STICKS_OUT) <= 0
    assert page.evaluate(CUT) == []


FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const shown = one.matches(".tick input") ? one.nextElementSibling : one;
  const box = [...shown.getClientRects()].sort((a, b) => b.width * b.height - a.width * a.height)[0];
  const name = `${one.tagName} ${one.textContent.trim().slice(0, 40)}`;
  if (!box) return `${name}: has no place`;
  const tall = box.height > innerHeight, points = [[.5, .5], [.1, .15], [.9, .15], [.1, .85], [.9, .85]];
  const seen = points.map(([x, y]) => document.elementFromPoint(box.left + box.width * x, box.top + box.height * y));
  const own = (hit) => shown.contains(hit) || hit.contains(shown) || hit.closest("label")?.contains(one);
  if (!tall && (box.top < -1 || box.bottom > innerHeight + 1 || box.left < -1 || box.right > innerWidth + 1)) return `${name}: out of sight`;
  if (!tall && !seen.every((hit) => hit && own(hit))) return `${name}: covered`;
  const ring = getComputedStyle(shown);
  return ring.outlineStyle === "none" || parseFloat(ring.outlineWidth) < 2 ? `${name}: no ring` : "";
}"""


def walked(page, key, presses):
    """Press a key many times; return what was wrong with the focus, and how many places it had."""
    faults, places = [], 0
    for _ in range(presses):
        page.keyboard.press(key)
        fault = page.evaluate(FOCUSED)
        if fault is None:
            break
        places += 1
        faults += [fault] if fault else []
    return faults, places


@pytest.mark.parametrize("kind", KINDS)
def test_the_focus_is_always_seen_and_never_hidden(kind, opened):
    """WCAG 2.4.7 and 2.4.11, forth and back: on the way back a header that stays could cover it."""
    page = opened(kind)
    size(page, 360)
    faults, places = walked(page, "Tab", 35)
    assert (faults, places >= 6) == ([], True)
    assert walked(page, "Shift+Tab", 20)[0] == []


@pytest.mark.parametrize("kind", ["checklist", "tree", "description", "first aid", "search"])
def test_the_focus_is_seen_in_forced_colours(kind, opened):
    page = opened(kind)
    page.emulate_media(forced_colors="active")
    faults, places = walked(page, "Tab", 25)
    assert (faults, places >= 9) == ([], True)


# ---------------------------------------------------------------- states

LIST = "/checklistor/oppna-konto/"
REFUSED = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})"


def ticked(page):
    page.locator("check-list .item > label input").first.check()


def not_applicable(page):
    item = page.locator("check-list .item").nth(1)
    item.get_by_role("button", name="Gäller inte").click()
    item.get_by_label("Skäl").fill("Vi har inga besökare")


def asks_again(page):
    name = page.locator("check-list .item").first.get_attribute("data-item")
    mark = {"state": "done", "rev": 0, "date": "2025-11-03", "text": "Något annat"}
    value = {"format": 1, "value": {"last": "1", "lists": {"1": {"name": "", "marks": {name: mark}}}}}
    page.evaluate("(text) => localStorage.setItem('rattesnore:/:checklist:open-account', text)", json.dumps(value))
    page.reload()
    expect(page.locator("check-list .note-changed:visible")).to_have_count(1)


def storage_refused(page):
    page.add_init_script(REFUSED)
    page.reload()
    ticked(page)
    expect(page.locator('check-list [data-part="kept"]:visible')).to_have_count(1)


def nothing_left(page):
    page.get_by_text("Välj roll eller del").click()
    page.get_by_label("Visa delen").select_option(index=1)
    for box in page.locator("check-list .item:visible > label input").all():
        box.check()
    page.get_by_label("Visa bara det som är kvar").check()
    expect(page.get_by_text("Inget finns kvar att visa").first).to_be_visible()


def list_menu(page):
    page.locator("check-list .menu > summary").click()


def answered(page):
    page.locator("decision-tree [data-current] .answers a").first.click()
    expect(page.locator("decision-tree .path li").first).to_be_visible()


def concluded(page):
    while page.locator("decision-tree .question[data-current]").count():
        page.locator("decision-tree [data-current] .answers a").first.click()
    expect(page.locator("decision-tree .outcome[data-current]")).to_be_visible()


def copy_refused(page):
    page.locator('[data-part="copy"]').first.click()
    expect(page.locator('[aria-invalid="true"]').first).to_be_visible()


def too_long(page):
    page.locator("form [data-missing]:visible").first.fill("€" * 900)
    expect(page.locator(".over").first).to_be_visible()


def found(page):
    page.get_by_role("searchbox").fill("threat")
    expect(page.locator(".search-list h2").first).to_be_visible()


def nothing_found(page):
    page.get_by_role("searchbox").fill("zzxqzz")
    expect(page.locator('[data-part="none"], [data-part="empty"]').first).to_be_visible()


def log_open(page):
    page.get_by_label("What happened").fill("A threat")
    page.get_by_role("button", name="Add to the log").click()
    expect(page.locator("evidence-log article")).to_be_visible()
    page.get_by_label("Keep ticks and log").check()
    page.locator("#stop-request summary").click()


def saved_copy(page):
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    expect(page.locator("saved-copy")).to_contain_text("Saved copy of")


def menu_open(page):
    page.locator(".site-menu > summary").click()
    page.locator(".site-menu .fold > summary").first.click()


def header_menu(name):
    def opens(page):
        if not page.locator(".tools").is_visible():
            page.locator(".site-menu > summary").click()
        page.locator(f"{name} summary").click()

    return opens


def kept(page):
    page.locator("[data-theme-switch]").evaluate("(button) => button.click()")
    page.reload()
    page.locator("kept-data").get_by_role("button").last.click()


STATES = {
    "checklist: a box ticked": (LIST, ticked, "check-list .group"),
    "checklist: menu open": (LIST, list_menu, "check-list .bar"),
    "checklist: not applicable": (LIST, not_applicable, "check-list .group"),
    "checklist: asks again": (LIST, asks_again, "check-list .group"),
    "checklist: storage refused": (LIST, storage_refused, "check-list .bar"),
    "checklist: nothing left to show": (LIST, nothing_left, "check-list .bar"),
    "tree: a question": ("/en/advice/visitor-comment/", answered, ".given, [data-current]"),
    "tree: an outcome": ("/sv-FI/rad/kommentar/", concluded, ".given, [data-current]"),
    "text: copying refused": ("/en/texts/official-account/", copy_refused, "account-description"),
    "text: a field too long": ("/texter/presentation/", too_long, "account-description"),
    "search: results": ("/en/", found, ".search-list > li:nth-child(-n+5)"),
    "search: nothing found": ("/en/", nothing_found, "site-search"),
    "first aid: log and message open": ("/en/help-now/", log_open, "#tools"),
    "first aid: a saved copy": ("/en/help-now/", saved_copy, "main"),
    "header: menu": ("/en/account/run/", menu_open, "header"),
    "header: universities": ("/", header_menu("university-picker"), "header"),
    "header: languages": ("/", header_menu(".languages"), "header"),
    "privacy: about to erase": ("/en/about/privacy/", kept, "kept-data"),
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in_any_state(state, still, address):
    path, reach, part = STATES[state]
    size(still, 360)
    still.goto(address + path)
    reach(still)
    assert violations(still, include=part) == []
    assert still.evaluate(STICKS_OUT) <= 0
    still.emulate_media(color_scheme="dark")
    size(still, 1280)
    assert violations(still, only(COLOURS, SIZES), include=part) == []


# ---------------------------------------------------------------- forced colours, no motion


def test_states_are_seen_without_our_colours(still, address):
    """What a colour says, a border, a sign or a word says too, and progress keeps its length."""
    still.emulate_media(forced_colors="active")
    still.goto(address + LIST)
    ticked(still)
    expect(still.locator("check-list .item").first).to_contain_text(re.compile(r"Klart \d"))
    assert still.locator("check-list progress").evaluate("(bar) => getComputedStyle(bar).appearance") == "none"
    expect(still.locator("check-list .force svg").first).to_be_visible()
    assert still.locator(".urgent-link").evaluate("(link) => getComputedStyle(link).borderTopWidth") == "2px"
    not_applicable(still)
    crossed = still.locator("check-list .item").nth(1).locator("label span")
    assert "line-through" in crossed.evaluate("(words) => getComputedStyle(words).textDecorationLine")


MOVES = """() => [...document.querySelectorAll("*")].flatMap((one) => [one, "::before", "::after"].map((part) => part === one
    ? getComputedStyle(one) : getComputedStyle(one, part)))
  .filter((style) => style.animationName !== "none" || style.transitionDuration.split(",").some((time) => parseFloat(time) > 0)
    || style.scrollBehavior === "smooth").length"""


@pytest.mark.parametrize("kind", ["checklist", "tree"])
def test_nothing_moves_for_those_who_asked_for_it(kind, opened):
    page = opened(kind)
    assert page.evaluate(MOVES) == 0
    page.emulate_media(reduced_motion="no-preference")
    assert page.evaluate(MOVES) > 0
