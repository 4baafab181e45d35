"""Decision trees: first without a script, then one question at a time, forward, back, changed, copied and printed."""

import gzip
import re

import pytest
from playwright.sync_api import expect

from rulebook.render import Renderer, environment
from rulebook.search import page_entries
from rulebook.tree import Walk

TREE = "visitor-comment"
READ_CLIPBOARD = "navigator.clipboard.readText()"


@pytest.fixture(scope="session")
def at(address, pages):
    """Return the address of a tree's page."""
    return lambda tree, edition="en": f"{address}/{pages.with_marker(edition, 'tree', tree).url}"


@pytest.fixture(scope="session")
def walk(book):
    return Walk(book.trees[TREE])


@pytest.fixture(scope="session")
def way(walk):
    """The longest path through the tree: [(question, answer), …], without "I don't know"."""
    return max((path for path in walk.paths() if all(isinstance(answer, int) for _, answer in path.answers)), key=lambda path: len(path.answers))


def current(page):
    return page.locator("decision-tree > [data-current]")


def answers(page):
    return current(page).locator(".answers a")


def title(page):
    return current(page).locator("h2")


def path(page):
    return page.locator(".path li")


def give(page, way):
    for _, answer in way.answers:
        answers(page).nth(answer).click()


# ------------------------------------------------------------ without a script


def test_without_a_script_everything_is_there_and_each_answer_is_a_link(no_script, at, walk):
    page = no_script
    page.goto(at(TREE))
    shown = page.locator(".question:visible, .outcome:visible")
    assert shown.count() == len(walk.questions) + len(walk.outcomes)
    assert page.locator("decision-tree button:visible, .path:visible").count() == 0
    link = page.locator(".question:visible").first.locator(".answers a").first
    target = link.get_attribute("href")
    link.click()
    expect(page.locator(target)).to_be_in_viewport()
    assert page.url == at(TREE) + target


def test_the_whole_tree_stands_as_a_nested_list_with_a_link_to_every_question_and_outcome(no_script, at, walk):
    page = no_script
    page.goto(at(TREE))
    links = page.locator(".whole > ul a").evaluate_all("links => links.map((link) => link.hash.slice(1))")
    assert set(links) == {f"{TREE}-{node}" for node in (*walk.questions, *walk.outcomes)}
    assert page.locator(".whole > ul ul ul a").count() > 0


def test_headings_of_the_tree_do_not_fill_the_list_of_headings(no_script, at):
    no_script.goto(at(TREE))
    assert no_script.locator(f'.side-right a[href*="{TREE}"]').count() == 0


def test_where_the_script_never_comes_the_links_still_lead_on(page, at):
    page.route("**/tree.js", lambda route: route.abort())
    page.goto(at(TREE))
    expect(page.locator(".question:visible")).to_have_count(1)
    link = page.locator(".question:visible .answers a").first
    target = link.get_attribute("href")
    link.click()
    expect(page.locator(".question:visible")).to_have_count(1)
    expect(page.locator(target)).to_be_visible()


# ------------------------------------------------------------ one question at a time


def test_an_answer_shows_the_next_question_alone_with_its_own_address(page, at, walk):
    page.goto(at(TREE))
    target = answers(page).first.get_attribute("href")
    answers(page).first.click()
    expect(page.locator(".question:visible, .outcome:visible")).to_have_count(1)
    expect(page.locator(target)).to_be_visible()
    assert page.url == at(TREE) + target
    assert page.title().startswith(title(page).inner_text())


def test_focus_goes_to_the_new_question_in_sight_below_the_header(page, at):
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(at(TREE))
    for _ in range(2):
        answers(page).last.scroll_into_view_if_needed()
        answers(page).first.click()
        expect(title(page)).to_be_focused()
        assert title(page).bounding_box()["y"] >= page.locator(".top").bounding_box()["height"]
        expect(title(page)).to_be_in_viewport(ratio=1)


def test_the_answers_so_far_are_shown(page, at, way, walk):
    page.goto(at(TREE))
    give(page, way)
    expect(path(page)).to_have_count(len(way.answers))
    for index, (question, answer) in enumerate(way.answers):
        expect(path(page).nth(index)).to_contain_text(walk.questions[question].text.en)
        expect(path(page).nth(index).locator("b")).to_have_text(walk.words(question, answer))


def test_an_outcome_says_because_of_which_answers(page, at, way, walk):
    page.goto(at(TREE))
    give(page, way)
    expect(title(page)).to_have_text(walk.outcomes[way.outcome].title.en)
    expect(current(page).locator(".because")).to_contain_text(walk.words(*way.answers[-1]))


def test_every_reason_has_its_force_its_rule_and_its_source(page, at, way, walk, book):
    page.goto(at(TREE))
    give(page, way)
    reasons = current(page).locator(".reasons > [data-cites]")
    expect(reasons).to_have_count(len(walk.outcomes[way.outcome].rules))
    for reason in reasons.all():
        assert reason.locator(".force").count() == 1
        assert set(reason.get_attribute("data-cites").split()) <= set(book.passages)
        assert reason.locator(".source a[href*='#']").count() == 1


def test_back_and_forward_walk_through_the_answers(page, at, way):
    page.goto(at(TREE))
    seen = []
    for _, answer in way.answers:
        seen.append((title(page).inner_text(), path(page).count()))
        answers(page).nth(answer).click()
    end = title(page).inner_text()
    for words, count in reversed(seen):
        page.go_back()
        expect(title(page)).to_have_text(words)
        expect(title(page)).to_be_focused()
        expect(path(page)).to_have_count(count)
    for _ in seen:
        page.go_forward()
    expect(title(page)).to_have_text(end)
    expect(path(page)).to_have_count(len(seen))


def test_a_reload_keeps_question_and_answers(page, at, way):
    page.goto(at(TREE))
    answers(page).nth(way.answers[0][1]).click()
    words = title(page).inner_text()
    page.reload()
    expect(title(page)).to_have_text(words)
    expect(path(page)).to_have_count(1)


def test_an_answer_can_be_changed_and_those_after_it_are_dropped(page, at, way, walk):
    page.goto(at(TREE))
    give(page, way)
    path(page).nth(1).locator("a").click()
    expect(title(page)).to_have_text(walk.questions[way.answers[1][0]].text.en)
    expect(title(page)).to_be_focused()
    expect(path(page)).to_have_count(1)


def test_what_changing_an_answer_means_is_told_to_a_screen_reader(page, at, walk):
    page.goto(at(TREE))
    answers(page).first.click()
    expect(page.get_by_role("link", name=f"Change {walk.questions[walk.tree.start].text.en}")).to_be_visible()


def test_starting_again_forgets_the_answers(page, at, way, walk):
    page.goto(at(TREE))
    give(page, way)
    page.get_by_role("link", name="Start again").click()
    expect(title(page)).to_have_text(walk.questions[walk.tree.start].text.en)
    expect(page.locator(".given")).to_be_hidden()
    page.go_back()
    expect(title(page)).to_have_text(walk.outcomes[way.outcome].title.en)


def test_the_tree_is_walked_with_the_keyboard_alone(page, at):
    page.goto(at(TREE))
    answers(page).first.focus()
    page.keyboard.press("Enter")
    expect(title(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(answers(page).first).to_be_focused()
    page.keyboard.press("Enter")
    expect(path(page)).to_have_count(2)
    page.keyboard.press("Shift+Tab")
    expect(path(page).nth(1).locator("a")).to_be_focused()
    page.keyboard.press("Enter")
    expect(path(page)).to_have_count(1)


def test_a_new_tab_opens_the_question_for_itself(page, at, context):
    page.goto(at(TREE))
    words = title(page).inner_text()
    with context.expect_page() as opened:
        answers(page).first.click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_load_state()
    expect(title(page)).to_have_text(words)
    expect(current(opened.value)).not_to_have_attribute("id", current(page).get_attribute("id"))


def test_the_skip_link_does_not_lose_the_place(page, at):
    page.goto(at(TREE))
    answers(page).first.click()
    words = title(page).inner_text()
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    expect(title(page)).to_have_text(words)


# ------------------------------------------------------------ addresses


def test_an_address_in_the_middle_shows_its_question_and_no_answers(page, at, way):
    node = f"{TREE}-{way.answers[2][0]}"
    page.goto(f"{at(TREE)}#{node}")
    expect(current(page)).to_have_id(node)
    expect(title(page)).to_be_in_viewport()
    expect(page.locator(".given")).to_be_hidden()


def test_an_address_of_an_outcome_shows_it_without_answers(page, at, way):
    page.goto(f"{at(TREE)}#{TREE}-{way.outcome}")
    expect(current(page)).to_have_id(f"{TREE}-{way.outcome}")
    expect(current(page).locator(".because")).to_have_count(0)
    expect(page.locator(".given")).to_be_hidden()


@pytest.mark.parametrize("hash_", ["gone", "%E0%A4%A", "Gone-2"])
def test_an_address_of_nowhere_shows_the_first_question_and_says_so(page, at, walk, hash_):
    page.goto(f"{at(TREE)}#{TREE}-{hash_}")
    expect(title(page)).to_have_text(walk.questions[walk.tree.start].text.en)
    expect(page.get_by_text("The address led to a question that does not exist.")).to_be_visible()
    answers(page).first.click()
    expect(page.get_by_text("The address led to a question that does not exist.")).to_be_hidden()


@pytest.mark.parametrize("state", ["{tree: 'visitor-comment', trail: [{at: 'gone', by: 0}]}", "{tree: 'visitor-comment', trail: 7}", "'text'"])
def test_answers_that_no_longer_fit_the_tree_are_left_out(page, at, way, state):
    node = f"{TREE}-{way.answers[1][0]}"
    page.goto(f"{at(TREE)}#{node}")
    page.evaluate(f"history.replaceState({state}, '')")
    page.reload()
    expect(current(page)).to_have_id(node)
    expect(page.locator(".given")).to_be_hidden()


# ------------------------------------------------------------ the university


def choose(page, university):
    page.locator("university-picker summary").click()
    page.locator(f"university-picker input[value='{university}']").check()
    page.keyboard.press("Escape")


def test_a_chosen_university_answers_its_question_and_can_be_changed(page, at, walk, book):
    page.goto(at("need-an-account"))
    choose(page, "lund")
    page.goto(at(TREE))
    lund = book.universities["lund"].name.en
    expect(path(page)).to_have_count(1)
    expect(path(page).locator("b")).to_have_text(lund)
    expect(current(page)).not_to_have_id(f"{TREE}-{walk.tree.start}")
    path(page).locator("a").click()
    expect(current(page)).to_have_id(f"{TREE}-{walk.tree.start}")
    expect(answers(page)).to_have_count(5)


def test_a_university_chosen_at_the_first_question_answers_it(page, at, walk):
    page.goto(at(TREE))
    choose(page, "ki")
    expect(path(page)).to_have_count(1)
    choose(page, "umea")
    expect(path(page).locator("b")).to_have_text("Umeå University")


def test_a_university_chosen_later_changes_no_answer(page, at):
    page.goto(at(TREE))
    answers(page).nth(0).click()
    choose(page, "lund")
    expect(path(page).locator("b")).to_have_text("Umeå University")


def test_starting_again_keeps_the_chosen_university(page, at, way):
    page.goto(at(TREE))
    choose(page, "helsinki")
    answers(page).first.click()
    page.get_by_role("link", name="Start again").click()
    expect(path(page)).to_have_count(1)
    expect(path(page).locator("b")).to_have_text("University of Helsinki")


def test_an_answer_chooses_no_university_for_the_rest_of_the_site(page, at):
    page.goto(at(TREE))
    answers(page).nth(1).click()
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('university'))") == []
    assert not page.evaluate("document.documentElement.dataset.university")


def test_a_university_is_skipped_wherever_it_is_asked_for(page, at, book):
    tree = book.trees["harassed"]
    page.goto(at("harassed"))
    choose(page, "umea")
    start = next(question for question in tree.questions if question.id == tree.start)
    asks = {question.id for question in tree.questions if any(answer.university for answer in question.answers)}
    answers(page).nth(next(number for number, answer in enumerate(start.answers) if answer.next in asks)).click()
    expect(path(page)).to_have_count(2)
    expect(path(page).nth(1).locator("b")).to_have_text("Umeå University")


# ------------------------------------------------------------ private


def traces(page):
    """What the browser keeps of the tree: address, titles, states, storage."""
    return page.evaluate(
        "[location.href, document.title, JSON.stringify(history.state), JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}), document.cookie]"
    )


def test_a_private_tree_leaves_no_trace_of_the_answers(page, at, book):
    walk = Walk(book.trees["harassed"])
    page.goto(at("harassed"))
    address, name, *_ = traces(page)
    way = max(walk.paths(), key=lambda path: len(path.answers))
    for question, answer in way.answers:
        answers(page).nth(len(walk.questions[question].answers) if answer == "unsure" else answer).click()
        href, title_, state, *kept = traces(page)
        assert (href, title_) == (address, name)
        assert re.fullmatch(r'\{"tree":"harassed","step":\d\}', state)
        assert kept == ["{}", "{}", ""]
    expect(title(page)).to_have_text(walk.outcomes[way.outcome].title.en)
    assert page.locator("decision-tree a[href*='harassed-']").count() == 0


def test_back_and_forward_work_in_a_private_tree_until_it_is_left(page, at):
    page.goto(at("harassed"))
    seen = [title(page).inner_text()]
    for _ in range(2):
        answers(page).nth(1).click()
        seen.append(title(page).inner_text())
    page.go_back()
    expect(title(page)).to_have_text(seen[1])
    expect(path(page)).to_have_count(1)
    page.go_back()
    expect(title(page)).to_have_text(seen[0])
    page.go_forward()
    expect(title(page)).to_have_text(seen[1])
    page.reload()
    expect(title(page)).to_have_text(seen[0])
    expect(page.locator(".given")).to_be_hidden()


def test_an_address_into_a_private_tree_is_cleaned(page, at, book):
    tree = book.trees["harassed"]
    page.goto(f"{at('harassed')}#harassed-{tree.outcomes[0].id}")
    expect(current(page)).to_have_id(f"harassed-{tree.start}")
    assert page.url == f"{at('harassed')}#harassed"


def test_search_leads_into_a_private_tree_by_its_beginning(book, pages, project):
    page = pages.with_marker("en", "tree", "harassed")
    renderer = Renderer(book, pages, "en", environment(project / "overrides" / "components"))
    assert {entry["anchor"] for entry in page_entries(page, "", renderer)} == {"harassed"}


# ------------------------------------------------------------ the note for the file


@pytest.fixture
def done(page, at, way, context):
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.clock.set_fixed_time("2026-11-21T10:00:00")
    page.goto(at(TREE))
    give(page, way)
    return page


def test_an_outcome_is_copied_as_a_dated_note_with_answers_and_reasons(done, way, walk, book):
    done.get_by_role("button", name="Copy the answer").click()
    expect(done.get_by_role("button", name="Copied")).to_be_visible()
    expect(done.locator("decision-tree [data-part=status]")).to_have_text("Copied")
    note = done.evaluate(READ_CLIPBOARD)
    outcome = walk.outcomes[way.outcome]
    lines = note.splitlines()
    assert lines[:2] == [walk.tree.title.en, outcome.title.en]
    assert lines[2] == f"Taken 21 November 2026: {done.url}"
    for given in way.answers:
        assert f"- {walk.questions[given[0]].text.en} {walk.words(*given)}" in lines
    assert f"{'1.' if outcome.ordered else '-'} {outcome.do[0].en}" in lines
    assert f"- {outcome.ask[0].who.en}: {outcome.ask[0].when.en}" in lines
    for rule in outcome.rules:
        assert book.rules[rule].title.en in note
        assert book.rules[rule].text.en in note
    assert "Your university:" not in note


def test_a_closed_clipboard_is_told_and_the_outcome_is_selected(done):
    done.evaluate("navigator.clipboard.writeText = () => Promise.reject(new Error('closed')); document.execCommand = () => false")
    done.get_by_role("button", name="Copy the answer").click()
    expect(done.get_by_role("button", name="Selected. Copy with the keys or the menu.")).to_be_visible()
    assert title(done).inner_text() in done.evaluate("getSelection().toString()")


def test_on_paper_there_is_the_outcome_with_its_answers_and_the_day_alone(done):
    done.evaluate("dispatchEvent(new Event('beforeprint'))")
    done.emulate_media(media="print")
    expect(title(done)).to_be_visible()
    expect(path(done).first).to_be_visible()
    expect(done.get_by_text("Taken 21 November 2026")).to_be_visible()
    assert done.locator(".question:visible").count() == 0
    assert done.locator(".path a:visible, .whole:visible, decision-tree button:visible, .prose > p:visible").count() == 0


# ------------------------------------------------------------ weight, and the map


def test_the_script_is_light_and_only_where_there_is_a_tree(page, at, address, site):
    loaded = []
    page.on("request", lambda request: loaded.append(request.url.removeprefix(f"{address}/")))
    page.goto(at(TREE))
    scripts = [name for name in loaded if name.startswith(("components/tree/", "components/clipboard/")) and name.endswith(".js")]
    assert "components/tree/tree.js" in scripts
    assert sum(len(gzip.compress((site / name).read_bytes())) for name in scripts) <= 5000
    loaded.clear()
    page.goto(f"{address}/en/")
    assert not [name for name in loaded if "components/tree/" in name]


@pytest.mark.parametrize("edition", ["sv", "sv-FI", "en"])
def test_the_largest_tree_stays_light(site, pages, edition):
    html = (site / pages.with_marker(edition, "tree", TREE).url / "index.html").read_bytes()
    assert len(gzip.compress(html)) <= 45_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_is_drawn_in_the_devices_colours_and_leads_back(page, at, scheme, walk):
    page.emulate_media(color_scheme=scheme)
    page.goto(at(TREE))
    page.locator(".whole > summary").click()
    page.get_by_role("link", name="See them drawn as a map").click()
    page.wait_for_url("**/maps/*.svg")
    expect(page.locator(".ends").first).to_be_visible()
    fills = page.evaluate("[...document.querySelectorAll('.sheet, g text')].slice(0, 2).map((part) => getComputedStyle(part).fill)")
    sheet, ink = (int(re.search(r"\d+", fill).group()) for fill in fills)
    assert (sheet > 200 and ink < 100) if scheme == "light" else (sheet < 100 and ink > 200)
    assert page.evaluate("Math.max(...[...document.querySelectorAll('g text')].map((text) => text.getBBox().width))") <= 232 - 2 * 8
    page.get_by_text(walk.tree.title.en, exact=True).last.click()
    expect(page.locator(".whole")).to_have_attribute("open", "")
