"""Whatever a reader types, imports, keeps or is sent by link is shown as words: it never becomes markup, and nothing in it runs."""

import base64
import json
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import expect

from building import THOROUGH

PIECES = [
    "<x-evil onclick=ran=1>", "</title></style></script></template></textarea><x-evil>", "<script>ran=1</script>", "<img src=x onerror=ran=1>",
    "<svg/onload=ran=1>", '"><x-evil ', "' autofocus onfocus=ran=1 x='", "--><x-evil>", "<!--", "&lt;x-evil&gt;", "&#60;x-evil&#62;", "javascript:ran=1",
    "${ran=1}", "{{ran=1}}", "]]>", '\\"', "%3Cx-evil%3E", "\u202e", "\u2028", "__proto__", "*/", "👩🏽‍🚒",
]  # fmt: skip
CONTROLS = st.characters(exclude_categories=("Cs", "Cc"))
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(CONTROLS, max_size=8), min_size=1, max_size=12).map(lambda parts: "a" + "".join(parts) + "z")
"""A letter at each end: fields trim what is typed."""

few = settings(
    max_examples=10 if THOROUGH else 4, derandomize=True, deadline=None, database=None, phases=[Phase.generate], report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
"""Without making a failing text smaller: each try opens a page."""

LIST = "open-account"
NOTE = "globalThis.violations = []; addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));"
HARM = """() => new Promise((done) => setTimeout(done)).then(() => [
  ...violations, globalThis.ran && "ran",
  ...[...document.querySelectorAll("x-evil, iframe, object, embed, [href^='javascript:'], [src^='javascript:']")].map((found) => found.outerHTML),
  ...[...document.querySelectorAll("*")].filter((found) => [...found.attributes].some(({ name }) => name.startsWith("on"))).map((found) => found.outerHTML),
].filter(Boolean))"""


@pytest.fixture
def opened(page):
    """Return a function that opens an address anew, with what is kept, and waits until its scripts have run."""
    page.add_init_script(NOTE)

    def opened(url, kept=None):
        page.goto("about:blank")
        page.goto(url)
        if kept is not None:
            page.evaluate("kept => { localStorage.clear(); for (const [key, text] of Object.entries(kept)) localStorage.setItem(key, text); }", kept)
            page.reload()
        return page

    return opened


@pytest.fixture
def checklist(address, pages):
    return f"{address}/{pages.with_marker('sv', 'checklist', LIST).url}"


@pytest.fixture
def items(book):
    """The items of the list. (Hypothesis writes down its arguments, and a whole rulebook is long.)"""
    return [item.id for item in book.checklists[LIST].items]


def harm(page):
    """Return everything that a text has done besides being there."""
    return page.evaluate(HARM)


def marks(items, text):
    """Return the marks of a list that speak of an item of today, of one that was revised, and of one that is gone."""
    mark = {"state": "na", "rev": 1, "date": "2026-01-02", "text": text, "reason": text, "rules": text}
    return {items[0]: mark, items[1]: {**mark, "rev": 0}, "gone": mark}


def test_the_check_would_see_harm(opened, address):
    page = opened(f"{address}/")
    assert harm(page) == []
    page.evaluate("document.body.append(Object.assign(document.createElement('div'), { innerHTML: '<x-evil></x-evil><b onclick=ran=1></b>' }))")
    assert len(harm(page)) == 2
    page.locator("b[onclick]").evaluate("found => found.click()")
    assert harm(page)[0] == "script-src-attr"


@few
@given(text=TEXTS)
def test_a_search(text, opened, address):
    page = opened(f"{address}/en/search/?q={quote(text, safe='')}")
    expect(page.locator("site-search [data-part=status]").first).not_to_be_empty()
    assert page.locator("site-search input").first.input_value() == text
    assert harm(page) == []


@few
@given(text=TEXTS)
def test_a_name_and_a_reason_in_a_checklist(text, opened, checklist, items):
    kept = {"last": "1", "lists": {"1": {"name": text, "marks": marks(items, text)}, "2": {"name": f"{text}2", "marks": {}}}}
    page = opened(checklist, {f"rattesnore:/:checklist:{LIST}": json.dumps({"format": 1, "value": kept})})
    assert page.locator("check-list [data-part=lists] option").first.text_content() == text
    assert page.locator("check-list [data-part=paper-for]").text_content() == text
    then = page.locator(".item").nth(1).locator(".then-now dd").first  # its revision is newer than its mark
    expect(then).not_to_be_empty()
    assert then.text_content() == text
    assert harm(page) == []


@few
@given(text=TEXTS)
def test_a_checklist_from_a_link(text, opened, checklist, items):
    letters = base64.urlsafe_b64encode(json.dumps({"name": text, "marks": marks(items, text)}).encode()).decode().rstrip("=")
    page = opened(f"{checklist}#{LIST}={letters}")
    page.locator("check-list [data-part=take]:visible, check-list [data-part=beside]:visible").first.click()
    assert page.locator("check-list [data-part=paper-for]").text_content() == text
    assert harm(page) == []


@few
@given(text=TEXTS)
def test_a_checklist_from_a_file(text, opened, checklist, items):
    page = opened(checklist, {})
    bring = page.locator("check-list [data-part=file]").set_input_files
    for file in (
        {"kind": "rattesnore-checklist", "format": 1, "checklist": text, "title": text},
        {"kind": "rattesnore-checklist", "format": 1, "checklist": LIST, "title": text, "name": text, "marks": marks(items, text)},
    ):
        bring({"name": f"{text[:20].replace('/', '')}.json", "mimeType": "application/json", "buffer": json.dumps(file).encode()})
        page.locator("check-list [data-part=notice]:visible").wait_for()
    page.locator("check-list [data-part=take]:visible").click()
    assert page.locator("check-list [data-part=paper-for]").text_content() == text
    assert harm(page) == []


@few
@given(text=TEXTS)
def test_a_field_of_a_text_to_copy(text, opened, address, pages):
    page = opened(f"{address}/{pages.with_marker('en', 'description', 'official-account').url}")
    field = page.locator("form [data-missing]:visible").first
    field.fill(text)
    name = field.get_attribute("name")
    assert set(page.locator(f"[data-field={name}]").all_text_contents()) == {text}
    assert harm(page) == []


@few
@given(text=TEXTS)
def test_the_evidence_log(text, opened, address):
    page = opened(f"{address}/en/help-now/", {})
    page.locator("#log-what").fill(text)
    page.get_by_role("button", name="Add to the log").click()
    entry = {"when": text, "what": text, "sum": text, "evil": text}
    log = json.dumps({"rattesnore-log": 1, "entries": [entry]})
    page.locator("#log-open").set_input_files({"name": "log.txt", "mimeType": "text/plain", "buffer": f"{text}\n----\n{log}\n".encode()})
    page.locator("evidence-log article").nth(1).wait_for()
    assert text in page.locator("evidence-log article dd").all_text_contents()
    assert harm(page) == []


@few
@given(text=TEXTS)
def test_a_fragment_and_what_is_kept_by_a_name(text, opened, address, pages):
    kept = {f"rattesnore:/:{name}": json.dumps({"format": 1, "value": text}) for name in ("university", "theme", f"checklist:{LIST}", text)}
    for marker in (("tree", "visitor-comment"), ("checklist", LIST), ("comparison", "all"), ("kept", "all")):
        url = f"{address}/{pages.with_marker('en', *marker).url}"
        page = opened(f"{url}#{marker[1]}-{quote(text, safe='')}", kept)
        assert harm(page) == []
