"""No violation that axe finds, on each kind of page, light and dark, narrow and wide; and nothing sticks out at 320 px."""

import pytest
from axe_playwright_python.sync_playwright import Axe

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
OPTIONS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1280)])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(kind, scheme, width, browser, address, book):
    outcome = book.trees["visitor-comment"].outcomes[0].id
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address + KINDS[kind].format(outcome=outcome))
    page.wait_for_load_state("networkidle")
    found = Axe().run(page, options=OPTIONS).response["violations"]
    told = [f"{one['id']}: {node['target']}: {node['failureSummary']}" for one in found for node in one["nodes"]]
    out = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    context.close()
    assert told == []
    assert out <= 0, f"sticks out by {out} px"
