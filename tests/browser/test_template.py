"""Texts to fill in and copy: first without a script, then as one types, copies, switches language and comes back."""

import mimetypes
import re

import pytest
from playwright.sync_api import expect

FIELDS = "form [data-missing]"
READ_CLIPBOARD = "navigator.clipboard.readText()"


@pytest.fixture(scope="session")
def texts(address, pages):
    """Return the address of a page with a text: a description with several platforms."""
    return f"{address}/{pages.with_marker('sv', 'description', 'official-account').url}"


@pytest.fixture
def text(page, texts):
    """The first text of the page, ready to be filled in."""
    page.goto(texts)
    return page.locator("[data-shows]").first


def fill_all(page):
    """Fill every field in sight, and return what was written."""
    written = {}
    for field in page.locator(FIELDS + ":visible").all():
        name = field.get_attribute("name")
        written[name] = f"{name} å"
        field.fill(written[name])
    return written


def quote(text):
    return text.locator("blockquote:visible")


def copy(text):
    text.locator('[data-part="copy"]').click()


# ------------------------------------------------------------ without a script


def test_without_a_script_there_are_texts_with_gaps_limits_and_what_is_required(no_script, texts):
    page = no_script
    page.goto(texts)
    text = page.locator("[data-shows]").first
    languages = {part.get_attribute("lang") for part in text.locator("blockquote:visible").all()}
    assert languages == {"sv", "en"}
    assert re.search(r"\[\w.*\]", text.locator("blockquote").first.inner_text())
    expect(text.locator(".count").first).to_contain_text(re.compile(r"högst \d+ tecken"))
    expect(text.locator(".places").first).to_contain_text("Källa:")
    assert page.locator("[data-need]:visible").count() > 0
    assert page.locator("account-description form:visible, .take:visible, meter:visible").count() == 0


# ------------------------------------------------------------ filling in


def test_a_field_fills_every_text_that_has_it(page, text):
    field = page.locator(FIELDS + ":visible").first
    name = field.get_attribute("name")
    field.fill("Enheten för prov")
    found = page.locator(f'[data-field="{name}"]').all_text_contents()
    assert len(found) > 2
    assert set(found) == {"Enheten för prov"}
    field.fill("")
    assert all(words.startswith("[") for words in page.locator(f'[data-field="{name}"]').all_text_contents())


def test_what_is_required_is_ticked_off_as_it_is_filled_in(page, text):
    need = page.locator('[data-need][data-state="unmet"]').first
    assert need.locator("use").first.get_attribute("href") == "#i-cross"
    expect(need.locator('[data-part="state"]')).to_have_text("fattas")
    name = need.get_attribute("id")
    fill_all(page)
    need = page.locator(f"#{name}")
    expect(need).to_have_attribute("data-state", "met")
    assert need.locator("use").first.get_attribute("href") == "#i-check"


def test_one_platform_alone_leaves_its_text_and_its_fields(page, text):
    before = page.locator(FIELDS + ":visible").count()
    page.locator('[data-part="show"]').select_option("tiktok.bio")
    assert 0 < page.locator(FIELDS + ":visible").count() < before
    assert {place.get_attribute("data-place") for place in page.locator("[data-place]:visible").all()} == {"tiktok.bio"}


def test_the_language_of_the_text_is_not_that_of_the_site(page, text):
    expect(quote(text)).to_have_attribute("lang", "sv")
    page.get_by_label("Engelska").check()
    expect(quote(text)).to_have_attribute("lang", "en")
    assert page.locator("[data-shows] blockquote[lang=sv]:visible").count() == 0
    assert page.locator("html").get_attribute("lang") == "sv"


def test_what_does_not_fit_is_counted_and_marked_and_typing_goes_on(page, text):
    page.locator('[data-part="show"]').select_option("x.bio")
    field = page.locator(FIELDS + ":visible").first
    field.fill("€" * 90)
    place = page.locator('[data-place="x.bio"]:visible').first
    expect(place).to_have_class(re.compile("over"))
    expect(place.locator(".count")).to_contain_text("för många")
    expect(place.locator('[data-part="doubles"]')).to_have_text("Räknas som två: €")
    assert page.evaluate("[...CSS.highlights.get('too-long')].length") >= 1
    assert set(page.evaluate("[...CSS.highlights.get('too-long')][0].toString().slice(0, 5)")) == {"€"}
    assert field.input_value() == "€" * 90
    expect(page.locator('[data-part="status"]').last).to_contain_text("för många")
    field.fill("€")
    expect(place).not_to_have_class(re.compile("over"))
    assert page.evaluate("CSS.highlights.get('too-long').size") == 0


def test_the_count_is_read_aloud_when_typing_pauses(page, text):
    page.locator('[data-part="show"]').select_option("x.bio")
    status = page.locator("account-description > [role=status]")
    page.locator(FIELDS + ":visible").first.press_sequentially("Enhet")
    assert status.text_content() == ""
    expect(status).to_contain_text(re.compile(r"\d+ av 160 tecken, \d+ kvar"))


# ------------------------------------------------------------ copying


def test_copying_is_refused_while_something_is_missing_and_says_what(page, text):
    expect(page.locator('[aria-invalid="true"]')).to_have_count(0)
    copy(text)
    refusal = page.locator('[data-part="refusal"]')
    expect(refusal).to_be_focused()
    gaps = {gap.get_attribute("data-field") for gap in quote(text).locator(".gap").all()}
    links = refusal.locator("li a")
    expect(links).to_have_count(len(gaps))
    assert {link.get_attribute("href").rpartition("-")[2] for link in links.all()} == gaps
    links.first.click()
    field = page.locator(FIELDS + ":focus")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("Nu finns det")
    expect(field).to_have_attribute("aria-invalid", "false")
    expect(links).to_have_count(len(gaps) - 1)


def test_a_text_without_room_for_a_required_element_says_so_before_it_is_copied(page, text):
    fill_all(page)
    need = page.locator("[data-need]").first
    text.evaluate("(text, name) => (text.dataset.lacks = name)", need.get_attribute("id").partition("-need-")[2])
    copy(text)
    expect(page.locator('[data-part="refusal"] li')).to_have_text(
        re.compile("Ryms inte i den här texten: " + re.escape(need.locator('[data-part="what"]').inner_text()))
    )


def test_copy_anyway_copies_with_the_gaps_in_brackets_and_names_them(page, context, text):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    copy(text)
    page.locator('[data-part="anyway"]').click()
    expect(text.locator('[data-part="said"]')).to_contain_text("Det här fattas i texten: ")
    assert page.evaluate(READ_CLIPBOARD) == quote(text).text_content().strip()
    assert "[" in page.evaluate(READ_CLIPBOARD)
    expect(text.locator('[data-part="copy"]')).to_be_focused()


def test_a_finished_text_is_copied(page, context, text):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    written = fill_all(page)
    copy(text)
    expect(text.locator('[data-part="copy"]')).to_have_text("Kopierat")
    expect(text.locator('[data-part="said"]')).to_have_text("Kopierat")
    copied = page.evaluate(READ_CLIPBOARD)
    assert copied == quote(text).text_content().strip()
    assert next(iter(written.values())) in copied
    assert "[" not in copied
    assert page.locator('[data-part="refusal"]').is_hidden()


def test_a_closed_clipboard_leaves_the_text_selected_and_says_so(page, text):
    page.evaluate(
        "navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError')); document.execCommand = () => false"
    )
    fill_all(page)
    copy(text)
    expect(text.locator('[data-part="said"]')).to_have_text("Markerat. Kopiera med tangenterna eller menyn.")
    assert page.evaluate("getSelection().toString().trim()") == quote(text).inner_text().strip()


def test_an_insecure_address_copies_in_the_old_way(page, context, site, texts, address):
    def answer(route):
        path = route.request.url.removeprefix("http://rattesnore.test/").partition("?")[0]
        file = site / (path + "index.html" if path.endswith("/") or not path else path)
        route.fulfill(body=file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0] or "text/plain") if file.is_file() else route.abort()

    page.route("http://rattesnore.test/**", answer)
    page.goto(texts.replace(address, "http://rattesnore.test"))
    assert page.evaluate("[isSecureContext, typeof navigator.clipboard]") == [False, "undefined"]
    text = page.locator("[data-shows]").first
    fill_all(page)
    page.evaluate("document.addEventListener('copy', () => (window.copied = getSelection().toString()))")
    copy(text)
    expect(text.locator('[data-part="said"]')).to_have_text("Kopierat")
    assert page.evaluate("window.copied.trim()") == quote(text).inner_text().strip()


def test_a_text_is_downloaded_as_it_stands(page, text):
    fill_all(page)
    with page.expect_download() as waiting:
        text.locator('[data-part="download"]').click()
    assert waiting.value.suggested_filename.endswith("-sv.txt")
    assert waiting.value.path().read_text(encoding="utf-8") == quote(text).text_content().strip()


def test_the_devices_own_sheet_shares_the_text(page, texts):
    page.add_init_script("navigator.share = (data) => { window.shared = data.text; return Promise.resolve(); }")
    page.goto(texts)
    text = page.locator("[data-shows]").first
    fill_all(page)
    text.locator('[data-part="share"]').click()
    assert page.evaluate("window.shared") == quote(text).text_content().strip()


# ------------------------------------------------------------ what stays, and where

KEPT = "Object.keys(localStorage).filter((key) => key.includes('description:'))"


def test_nothing_is_kept_or_sent_unless_asked(page, text):
    sent = []
    fill_all(page)
    page.on("request", lambda request: sent.append(request.url))
    before = page.url
    page.locator("form input[data-missing]:visible").first.press("Enter")
    assert (page.url, sent, page.evaluate(KEPT)) == (before, [], [])
    page.reload()
    assert {field.input_value() for field in page.locator(FIELDS).all()} == {""}


def test_what_is_remembered_comes_back_and_can_be_erased(page, text):
    remember = page.get_by_label("Kom ihåg det jag skriver")
    expect(remember).not_to_be_checked()
    remember.check()
    written = fill_all(page)
    page.reload()
    expect(remember).to_be_checked()
    assert {field.get_attribute("name"): field.input_value() for field in page.locator(FIELDS).all()} == written
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator('[data-part="erase"]').click()
    expect(remember).not_to_be_checked()
    assert page.evaluate(KEPT) == []
    assert {field.input_value() for field in page.locator(FIELDS).all()} == {""}


def test_a_second_tab_takes_over_what_is_remembered(page, text, texts):
    other = page.context.new_page()
    other.goto(texts)
    page.get_by_label("Kom ihåg det jag skriver").check()
    written = fill_all(page)
    first = other.locator(FIELDS).first
    expect(first).to_have_value(written[first.get_attribute("name")])
    first.fill("x")
    other.reload()
    kept = {field.get_attribute("name"): field.input_value() for field in other.locator(FIELDS).all()}
    assert kept == {**written, first.get_attribute("name"): "x"}


def test_no_longer_asked_to_remember_means_forgotten(page, text):
    remember = page.get_by_label("Kom ihåg det jag skriver")
    remember.check()
    fill_all(page)
    assert len(page.evaluate(KEPT)) == 1
    remember.uncheck()
    assert page.evaluate(KEPT) == []


def test_a_browser_that_keeps_nothing_says_so(page, texts):
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }")
    page.goto(texts)
    page.locator('[data-part="remember"]').click()
    expect(page.locator('[data-part="notice"]')).to_contain_text("går inte att spara")
    expect(page.locator('[data-part="remember"]')).not_to_be_checked()


# ------------------------------------------------------------ one university


def test_a_chosen_universitys_texts_and_required_elements_come_first(page, texts):
    page.goto(texts)
    page.evaluate("import('/components/header/header.js').then((header) => header.show('ki'))")
    expect(page.locator(".previews > .others")).to_be_visible()
    shown = page.locator("[data-shows]:visible").all()
    assert shown
    assert all("ki" in part.get_attribute("data-university").split() for part in shown)
    assert all("ki" in need.get_attribute("data-university").split() for need in page.locator("[data-need]:visible").all())
    page.evaluate("import('/components/header/header.js').then((header) => header.show(''))")
    expect(page.locator(".previews > .others")).to_have_count(0)
