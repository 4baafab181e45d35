"""What stands on every page: menu, languages, university, light or dark, urgent help."""

import pytest
from playwright.sync_api import expect

START = {"sv": "/", "sv-FI": "/sv-FI/", "en": "/en/"}


@pytest.mark.parametrize("edition", START)
def test_the_first_page_reads_and_links_without_a_script(edition, no_script, address):
    no_script.goto(address + START[edition])
    expect(no_script.locator("h1")).to_be_visible()
    expect(no_script.locator(".urgent-link")).to_be_visible()
    no_script.locator(".site-menu > summary").click()
    expect(no_script.locator(".site-menu nav")).to_be_visible()
    expect(no_script.locator("university-picker")).to_be_hidden()


def test_without_a_script_all_universities_are_shown(no_script, address):
    no_script.goto(address + "/en/account/open/")
    shown = {rule.get_attribute("data-university") for rule in no_script.locator("article.rule:visible").all()}
    assert {"umea", "ki", "lund"} <= shown


def test_dark_follows_the_device_without_a_script(browser, address):
    pictures = {}
    for scheme in ("light", "dark"):
        context = browser.new_context(java_script_enabled=False, color_scheme=scheme)
        page = context.new_page()
        page.goto(address + "/en/")
        pictures[scheme] = page.screenshot()
        context.close()
    assert pictures["light"] != pictures["dark"]


def test_light_or_dark_is_remembered(page, address):
    page.emulate_media(color_scheme="light")
    page.goto(address + "/en/")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("[data-theme-switch]").click()
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert dark != paper
    page.goto(address + "/en/account/open/")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == dark
    expect(page.locator("[data-theme-switch]")).to_have_attribute("aria-pressed", "true")


def choose(page, university):
    page.locator("university-picker summary").click()
    page.locator(f"university-picker input[value='{university}']").check()
    page.keyboard.press("Escape")


def test_the_chosen_university_comes_first_everywhere(page, address):
    page.goto(address + "/en/account/open/")
    choose(page, "lund")
    expect(page.locator("university-picker [role=status]")).to_contain_text("Lund")
    visible = page.locator("article.rule:visible")
    assert {rule.get_attribute("data-university") for rule in visible.all()} == {"lund"}
    expect(page.locator(".rules .others summary").first).to_be_visible()
    page.goto(address + "/en/questions/#approve-new-account")
    first = page.locator("#approve-new-account .compare > li").first
    assert first.get_attribute("data-university") == "lund"


def test_a_university_s_own_page_folds_none_of_its_rules(page, address):
    page.goto(address + "/en/universities/umea/")
    shown = page.locator("article.rule:visible").count()
    choose(page, "lund")
    assert page.locator("article.rule:visible").count() == shown


def test_a_page_from_the_way_back_follows_what_was_chosen_since(page, address):
    page.goto(address + "/en/account/open/")
    page.evaluate("""() => {
      localStorage.setItem("rattesnore:/:university", JSON.stringify({ format: 1, value: "lund" }));
      localStorage.setItem("rattesnore:/:theme", JSON.stringify({ format: 1, value: "dark" }));
      dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    }""")
    expect(page.locator("university-picker [data-part=name]")).to_have_text("Lund University")
    expect(page.locator("[data-theme-switch]")).to_have_attribute("aria-pressed", "true")
    assert {rule.get_attribute("data-university") for rule in page.locator("article.rule:visible").all()} == {"lund"}


def test_escape_in_the_university_menu_loses_no_focus_on_a_phone(page, address):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address + "/en/")
    page.locator(".site-menu > summary").click()
    page.locator("university-picker summary").click()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('summary') && document.activeElement.checkVisibility()")


def test_a_link_into_a_fold_opens_it(page, address, book):
    page.goto(address + "/en/account/open/")
    choose(page, "lund")
    rule = next(rule.id for rule in book.rules_of("umea", "opening"))
    page.goto(address + f"/en/account/open/#{rule}")
    expect(page.locator(f"#{rule}")).to_be_visible()


def test_the_choice_can_be_taken_back(page, address):
    page.goto(address + "/en/account/open/")
    choose(page, "lund")
    choose(page, "")
    assert {"umea", "ki", "lund"} <= {rule.get_attribute("data-university") for rule in page.locator("article.rule:visible").all()}


def test_a_refused_storage_breaks_nothing(page, address):
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }});")
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(address + "/en/account/open/")
    choose(page, "umea")
    assert {rule.get_attribute("data-university") for rule in page.locator("article.rule:visible").all()} == {"umea"}
    page.locator("[data-theme-switch]").click()
    assert faults == []


def test_the_language_menu_leads_to_the_same_page(page, address):
    page.goto(address + "/en/account/open/")
    page.locator(".languages summary").click()
    page.locator(".languages a[hreflang=sv-FI]").click()
    expect(page).to_have_url(address + "/sv-FI/kontot/oppna/")
    expect(page.locator("html")).to_have_attribute("lang", "sv-FI")


def test_escape_closes_a_menu_and_returns_the_focus(page, address):
    page.goto(address + "/en/")
    page.locator(".site-menu > summary").click()
    page.locator(".site-menu nav a").first.focus()
    page.keyboard.press("Escape")
    expect(page.locator(".site-menu nav")).to_be_hidden()
    expect(page.locator(".site-menu > summary")).to_be_focused()


def test_the_first_tab_skips_to_the_content(page, address):
    page.goto(address + "/en/account/open/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize("path", ["/", "/en/account/open/", "/en/search/"])
def test_a_phone_has_urgent_help_in_the_same_corner(path, page, address):
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(address + path)
    box = page.locator(".urgent-link").bounding_box()
    assert box["y"] < 60
    assert box["x"] + box["width"] > 300


def test_a_missing_page_offers_every_language(page, address):
    page.goto(address + "/no/such/page/")
    expect(page.locator("section")).to_have_count(3)
    page.locator("section[lang=en] a").first.click()
    expect(page).to_have_url(address + "/en/")


def test_the_questions_of_one_topic(page, address):
    page.goto(address + "/en/questions/")
    page.locator("#question-topic").select_option("opening")
    assert {section.get_attribute("data-topic") for section in page.locator("question-filter section:visible").all()} == {"opening"}
    expect(page.locator("question-filter [role=status]")).to_contain_text("question")


def test_only_one_question_is_open_at_a_time(no_script, address):
    no_script.goto(address + "/en/questions/")
    questions = no_script.locator("details.compared")
    questions.nth(0).locator("summary").click()
    questions.nth(1).locator("summary").click()
    expect(no_script.locator("details.compared[open]")).to_have_count(1)


def test_a_checklist_item_shows_the_force_of_the_chosen_university(page, address, book):
    item = next(
        item
        for group in book.checklists["open-account"].groups
        for item in group.items
        if {book.rules[name].force for name in item.rules if book.university_of[name] == "lund"} == {"should"}
        and "must" in {book.rules[name].force for name in item.rules}
    )
    page.goto(address + "/en/checklists/open-account/")
    label = page.locator(f"#open-account-{item.id} .item-meta .force:visible")
    expect(label).to_have_text("Must")
    choose(page, "lund")
    expect(label).to_have_text("Should")
