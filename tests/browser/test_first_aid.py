"""First aid in a browser: on a phone, in a hurry, with or without scripts, storage and a good line."""

import hashlib
import json
import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

SV, FI, EN = "/hjalp-nu/", "/sv-FI/hjalp-nu/", "/en/help-now/"
PHONE = {"width": 360, "height": 640}
RECORDED = Path(__file__).with_name("first-aid.aria.yml")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def aid(page, address):
    """The English page with its tools."""
    page.goto(address + EN)
    expect(page.locator("evidence-log")).to_be_visible()
    return page


def add(page, **fields):
    for name, words in fields.items():
        page.locator(f"#log-{name}").fill(words)
    page.get_by_role("button", name="Add to the log").click()


def entries(page):
    return page.locator("evidence-log article")


# ---------------------------------------------------------------- reading


@pytest.mark.parametrize("path", [SV, FI, EN])
def test_first_screen_shows_the_emergency_number_and_the_first_step(path, page, address):
    page.set_viewport_size(PHONE)
    page.goto(address + path)
    expect(page.locator(".danger a[href='tel:112']")).to_be_in_viewport(ratio=1)
    first = page.locator("ol > li").first
    expect(first.locator("h3")).to_be_in_viewport(ratio=1)
    expect(first.locator("p").first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("path", [SV, FI, EN])
def test_without_scripts_everything_can_be_read(path, no_script, address):
    no_script.goto(address + path)
    expect(no_script.locator(".danger .call")).to_be_visible()
    fold = no_script.locator("ol details").first
    fold.locator("summary").click()
    expect(fold.locator("li").first).to_be_visible()
    expect(no_script.locator("#tools a")).to_have_count(4)
    tick = no_script.locator(".tick input").first
    tick.check()
    assert tick.is_checked()
    assert "http" in no_script.locator(".leave").get_attribute("href")


def test_first_step_is_readable_within_two_seconds_on_a_slow_line(page, address):
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    line = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
    client.send("Network.emulateNetworkConditions", line)
    start = time.monotonic()
    page.goto(address + SV, wait_until="commit")
    page.locator("ol > li h3").first.wait_for()
    assert time.monotonic() - start < 2


@pytest.mark.parametrize(("width", "height"), [(320, 640), (320, 256), (640, 360)])
def test_nothing_sticks_out_when_small_zoomed_or_turned(width, height, page, address):
    page.set_viewport_size({"width": width, "height": height})
    for path in (SV, EN):
        page.goto(address + path)
        expect(page.locator("evidence-log")).to_be_visible()
        page.evaluate("document.querySelectorAll('details').forEach((fold) => (fold.open = true))")
        assert page.evaluate(OVERFLOW) == 0
    header = page.locator("header").evaluate("(element) => getComputedStyle(element).position")
    assert header == "static"


def test_what_is_typed_and_ticked_survives_a_turn_of_the_phone(aid):
    aid.set_viewport_size(PHONE)
    aid.locator("#log-what").fill("A threat")
    aid.locator(".tick input").first.check()
    aid.set_viewport_size({"width": 640, "height": 360})
    expect(aid.locator("#log-what")).to_have_value("A threat")
    expect(aid.locator(".tick input").first).to_be_checked()


def test_page_follows_the_device_into_the_dark_and_into_forced_colours(page, address):
    page.goto(address + SV)
    colour = "getComputedStyle(document.body).backgroundColor"
    page.emulate_media(color_scheme="light")
    light = page.evaluate(colour)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(colour) != light
    page.emulate_media(forced_colors="active")
    page.locator(".tick input").first.check()
    shown = page.evaluate("getComputedStyle(document.querySelector('.tick span'), '::before').content")
    assert "✓" in shown
    border = page.evaluate("getComputedStyle(document.querySelector('.tick span')).borderTopStyle")
    assert border == "solid"


def test_nothing_moves(page, address):
    page.emulate_media(reduced_motion="reduce")
    page.goto(address + SV)
    assert page.evaluate(
        "[...document.querySelectorAll('*')].every((e) => getComputedStyle(e).transitionDuration === '0s' && getComputedStyle(e).animationName === 'none')"
    )


def test_paper_has_the_steps_with_how_and_without_controls(page, address):
    page.goto(address + SV)
    page.emulate_media(media="print")
    expect(page.locator("ol details li").first).to_be_visible()
    expect(page.locator("header")).to_be_hidden()


def test_the_way_a_screen_reader_takes(aid):
    tree = "\n".join(
        aid.locator(part).first.aria_snapshot() for part in ("header", ".danger", "ol > li:first-child", "evidence-log form", "keep-here")
    )
    assert tree + "\n" == RECORDED.read_text(encoding="utf-8")


def test_page_is_one_press_away_from_every_kind_of_page(page, address):
    for start, path in (("/", SV), ("/en/search/", EN), ("/not/here", SV)):
        page.goto(address + start)
        page.locator(".urgent-link, .urgent").first.click()
        page.wait_for_url(address + path)


# ---------------------------------------------------------------- the way out


def neutral(page):
    """Answer for the neutral page, so that the test needs no network."""
    page.route("https://www.bbc.com/**", lambda route: route.fulfill(body="<title>Weather</title>", content_type="text/html"))


def test_leaving_takes_the_page_out_of_the_way_back(page, address):
    neutral(page)
    page.goto(address + "/en/")
    page.goto(address + EN)
    page.locator(".leave").click()
    expect(page).to_have_title("Weather")
    page.go_back()
    assert page.url == address + "/en/"


def test_escape_three_times_leaves_and_once_does_not_even_with_a_log_begun(aid):
    neutral(aid)
    add(aid, what="A threat")
    aid.keyboard.press("Escape")
    aid.wait_for_timeout(100)
    assert EN in aid.url
    aid.keyboard.press("Escape")
    aid.keyboard.press("Escape")
    expect(aid).to_have_title("Weather")


def test_address_and_title_tell_nothing_of_what_is_done(aid):
    url, title = aid.url, aid.title()
    aid.locator(".tick input").first.check()
    add(aid, what="A threat")
    assert (aid.url, aid.title()) == (url, title)
    assert aid.evaluate("history.length") <= 2


# ---------------------------------------------------------------- the log


def test_entries_are_added_edited_deleted_and_brought_back(aid):
    add(aid, when="2026-11-20T23:40", what="First")
    add(aid, when="2026-11-19T08:00", what="Second", account="@someone")
    expect(entries(aid)).to_have_count(2)
    expect(entries(aid).first).to_contain_text("Second")
    aid.locator("#log-order").select_option("-1")
    expect(entries(aid).first).to_contain_text("First")
    entries(aid).first.get_by_role("button", name="Edit").click()
    expect(aid.locator("#log-what")).to_have_value("First")
    aid.locator("#log-what").fill("First, mended")
    aid.get_by_role("button", name="Save the change").click()
    expect(entries(aid).first).to_contain_text("First, mended")
    entries(aid).last.get_by_role("button", name="Delete").click()
    expect(entries(aid)).to_have_count(1)
    expect(aid.get_by_role("button", name="Undo")).to_be_focused()
    aid.keyboard.press("Enter")
    expect(entries(aid)).to_have_count(2)


def test_an_empty_entry_is_refused_in_words(aid):
    add(aid)
    expect(aid.locator("evidence-log [role=status]")).to_have_text("Write something first.")
    expect(entries(aid)).to_have_count(0)


def test_words_of_the_reader_are_words_and_not_markup(aid):
    add(aid, what="<img src=x onerror=alert(1)><b>bold</b>")
    expect(entries(aid).locator("img, b")).to_have_count(0)
    expect(entries(aid)).to_contain_text("<b>bold</b>")


def test_calm_paragraph_stands_before_print_copy_and_save(aid):
    add(aid, what="A threat")
    calm = aid.get_by_text("may become an official document")
    expect(calm).to_be_visible()
    for name in ("print", "copy", "save"):
        button = aid.locator(f'evidence-log [data-part="{name}"]').element_handle()
        assert calm.evaluate("(calm, button) => Boolean(calm.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING)", button)


def test_log_is_saved_for_people_and_opened_again(aid, tmp_path):
    add(aid, when="2026-11-20T23:40", what="Line one\nline two", saw="A colleague")
    with aid.expect_download() as download:
        aid.get_by_role("button", name="Save as a file").click()
    file = tmp_path / "notes.txt"
    download.value.save_as(file)
    assert "What happened: Line one\nline two" in file.read_text(encoding="utf-8")
    aid.reload()
    aid.locator("#log-open").set_input_files(file)
    expect(entries(aid)).to_have_count(1)
    expect(entries(aid)).to_contain_text("A colleague")
    aid.locator("#log-open").set_input_files(file)
    expect(entries(aid)).to_have_count(1)


@pytest.mark.parametrize(
    "words", ["", "{}", '{"rattesnore-log": 2, "entries": [{"what": "x"}]}', '{"rattesnore-log": 1, "entries": [{"evil": 1}, null]}']
)
def test_a_file_that_is_no_log_changes_nothing(words, aid, tmp_path):
    add(aid, what="A threat")
    file = tmp_path / "other.txt"
    file.write_text(words, encoding="utf-8")
    aid.locator("#log-open").set_input_files(file)
    expect(aid.locator("evidence-log [data-part=status]")).to_contain_text("not a log")
    expect(entries(aid)).to_have_count(1)


def test_checksum_of_a_picture_is_worked_out_here_and_the_picture_stays(aid, tmp_path):
    picture = tmp_path / "shot.png"
    picture.write_bytes(b"\x89PNG and more" * 1000)
    requests = []
    aid.on("request", lambda request: requests.append(request.url))
    aid.locator("#log-picture").set_input_files(picture)
    expect(aid.locator("output")).to_contain_text(hashlib.sha256(picture.read_bytes()).hexdigest())
    expect(aid.locator("#log-kept")).to_have_value("shot.png")
    add(aid)
    expect(entries(aid)).to_contain_text(hashlib.sha256(picture.read_bytes()).hexdigest())
    assert requests == []


def test_a_checksum_that_takes_its_time_comes_to_its_own_entry(aid, tmp_path):
    picture = tmp_path / "shot.png"
    picture.write_bytes(b"\x89PNG and more")
    aid.evaluate("""() => {
      const digest = crypto.subtle.digest.bind(crypto.subtle);
      crypto.subtle.digest = async (...given) => {
        await new Promise((done) => setTimeout(done, 300));
        return digest(...given);
      };
    }""")
    aid.locator("#log-picture").set_input_files(picture)
    add(aid, what="A threat")
    add(aid)  # nothing seems to happen
    expect(entries(aid)).to_contain_text(hashlib.sha256(picture.read_bytes()).hexdigest())
    expect(entries(aid)).to_have_count(1)
    expect(aid.locator("evidence-log [data-part=status]")).to_have_text("Added to the log.")
    expect(aid.locator("output")).to_be_empty()
    expect(aid.locator("#log-kept")).to_have_value("")


def test_what_is_typed_becomes_an_entry_before_another_is_edited(aid):
    add(aid, what="A threat")
    aid.locator("#log-what").fill("A second one")
    aid.get_by_role("button", name="Edit").click()
    expect(aid.locator("#log-what")).to_have_value("A threat")
    expect(entries(aid)).to_have_count(2)
    expect(entries(aid).last).to_contain_text("A second one")


def test_two_tabs_keep_one_log_without_doubles(aid):
    add(aid, what="A threat")
    keep = aid.get_by_label("Keep ticks and log")
    keep.check()
    other = aid.context.new_page()
    other.goto(aid.url)
    expect(entries(other)).to_have_count(1)
    keep.uncheck()
    expect(other.get_by_label("Keep ticks and log")).not_to_be_checked()
    keep.check()
    expect(other.get_by_label("Keep ticks and log")).to_be_checked()
    expect(entries(other)).to_have_count(1)
    entries(aid).get_by_role("button", name="Edit").click()
    add(other, what="Another threat")
    expect(entries(aid)).to_have_count(2)
    aid.locator("#log-what").fill("A grave threat")
    aid.locator("evidence-log [type=submit]").click()
    expect(entries(aid)).to_have_count(2)
    expect(entries(other)).to_have_count(2)
    expect(other.locator("evidence-log")).to_contain_text("A grave threat")


def test_log_is_copied_as_text(aid):
    aid.context.grant_permissions(["clipboard-read", "clipboard-write"])
    add(aid, what="A threat")
    aid.get_by_role("button", name="Copy the log").click()
    expect(aid.get_by_role("button", name="Copied")).to_be_visible()
    assert aid.evaluate("navigator.clipboard.readText()") == "What happened: A threat"


def test_paper_of_the_log_has_the_log_alone(aid):
    add(aid, what="A threat")
    aid.evaluate("window.print = () => {}")
    aid.get_by_role("button", name="Print").click()
    aid.emulate_media(media="print")
    expect(entries(aid)).to_be_visible()
    expect(aid.locator("ol").first).to_be_hidden()
    aid.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(aid.locator("ol").first).to_be_visible()


# ---------------------------------------------------------------- keeping


def kept(page):
    return page.evaluate("JSON.stringify(localStorage)")


def test_nothing_is_kept_unless_asked(aid):
    aid.locator(".tick input").first.check()
    add(aid, what="A threat")
    assert kept(aid) == "{}"
    assert not aid.get_by_label("Keep ticks and log").is_checked()
    aid.once("dialog", lambda dialog: dialog.accept())
    aid.reload()
    expect(aid.locator("evidence-log")).to_be_visible()
    expect(entries(aid)).to_have_count(0)
    expect(aid.locator(".tick input").first).not_to_be_checked()


def test_what_is_kept_on_request_comes_back_and_erasing_takes_only_that(aid):
    aid.evaluate("localStorage.setItem('another', 'thing')")
    aid.get_by_label("Keep ticks and log").check()
    aid.locator(".tick input").first.check()
    add(aid, what="A threat")
    aid.reload()
    expect(entries(aid)).to_have_count(1)
    expect(aid.locator(".tick input").first).to_be_checked()
    aid.get_by_role("button", name="Erase now").click()
    expect(entries(aid)).to_have_count(1)
    aid.get_by_role("button", name="Press again").click()
    expect(entries(aid)).to_have_count(0)
    expect(aid.locator(".tick input").first).not_to_be_checked()
    assert json.loads(kept(aid)) == {"another": "thing"}


def test_where_storage_is_forbidden_the_page_works_and_says_so(page, address):
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })")
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address + EN)
    expect(page.locator("evidence-log")).to_be_visible()
    add(page, what="A threat")
    expect(entries(page)).to_have_count(1)
    box = page.get_by_label("Keep ticks and log")
    box.click()
    expect(box).not_to_be_checked()
    expect(page.locator("keep-here [role=status]")).to_contain_text("does not allow")
    assert errors == []


def test_reader_is_asked_before_an_unsaved_log_is_closed(aid):
    add(aid, what="A threat")
    asked = []
    aid.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    aid.close(run_before_unload=True)
    aid.wait_for_timeout(200)
    assert asked == ["beforeunload"]


def test_reader_is_asked_before_words_that_are_in_no_entry_are_closed(aid):
    aid.locator("#log-what").press_sequentially("A threat")
    asked = []
    aid.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    aid.close(run_before_unload=True)
    aid.wait_for_timeout(200)
    assert asked == ["beforeunload"]


# ---------------------------------------------------------------- messages


def test_a_message_is_mended_and_copied_and_what_is_left_is_said(aid):
    aid.context.grant_permissions(["clipboard-read", "clipboard-write"])
    fold = aid.locator("#keep-evidence")
    fold.locator("summary").click()
    field = fold.locator("textarea").first
    fold.locator("[data-copy]").first.click()
    expect(aid.locator("#copied")).to_contain_text("Copied. Fill in before you send: [")
    field.fill(re.sub(r"\[[^\]]+\]", "here", field.input_value()))
    fold.locator("[data-copy]").first.click()
    expect(aid.locator("#copied")).to_have_text("Copied")
    assert aid.evaluate("navigator.clipboard.readText()") == field.input_value()
