"""Nothing that a reader has begun to read moves when the scripts come."""

import re
from itertools import product

import pytest
from playwright.sync_api import expect
from test_faults import hold

from building import THOROUGH

PAGES = {
    "home": "/",
    "checklist": "/checklistor/oppna-konto/",
    "a long list": "/en/checklists/moderate-a-comment/",
    "tree": "/en/advice/visitor-comment/",
    "description": "/en/texts/official-account/",
    "message": "/sv-FI/texter/villkor/",
    "questions": "/en/questions/",
    "rules": "/en/account/moderate/",
    "search": "/en/search/",
    "privacy": "/en/about/privacy/",
}
SCRIPTS = re.compile(r"/components/(?!theme/).*\.js$")
"""All but the theme's, which comes before the first paint."""

WATCH = """
  window.moved = [];
  const far = ({ previousRect: from, currentRect: to }) => Math.max(Math.abs(from.x - to.x), Math.abs(from.y - to.y)) > 2;
  const told = ({ value, sources }) => `${value.toFixed(4)} ${sources.map(({ node }) => node?.outerHTML?.slice(0, 80)).join(" | ")}`;
  const note = (list) => window.moved.push(...list.getEntries().filter(({ sources }) => sources.some(far)).map(told));
  new PerformanceObserver(note).observe({ type: "layout-shift", buffered: true });
  window.settled = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  window.painted = new Promise((done) => new PerformanceObserver(() => done()).observe({ type: "paint", buffered: true }));
"""
"""Notes what moves by more than 2 pixels; a line that is set anew as its end comes may move by one."""


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """No service worker: what it fetches, a test can't hold back."""
    return {**browser_context_args, "service_workers": "block"}


@pytest.mark.parametrize(("kind", "width"), [*product(PAGES, [360]), *product(PAGES if THOROUGH else ["description"], [1280])])
def test_nothing_moves_when_the_scripts_come(kind, width, page, address):
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(WATCH)
    let_go = hold(page, SCRIPTS)
    page.goto(address + PAGES[kind], wait_until="commit")
    expect(page.locator("footer").last).to_be_attached()
    page.evaluate("painted.then(() => settled())")
    page.evaluate("moved.length = 0")  # what moved while the page itself was still coming
    let_go()
    page.wait_for_load_state("load")
    expect(page.locator(":not(:defined)")).to_have_count(0)
    assert page.evaluate("settled().then(() => moved)") == []


def test_where_the_scripts_never_come_their_room_goes(page, address):
    page.set_viewport_size({"width": 360, "height": 800})
    page.route(SCRIPTS, lambda route: route.abort())
    page.goto(address + PAGES["description"])
    top = page.locator(".previews").bounding_box()["y"]
    page.evaluate("document.getAnimations().forEach((animation) => animation.finish())")
    assert page.locator(".previews").bounding_box()["y"] < top - 300
    assert page.locator(".tongue").evaluate_all("found => found.every((one) => one.offsetHeight > 0)")
