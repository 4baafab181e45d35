"""The site as its readers use it: from the first page, by what can be seen, to the end of what they came for.

Two more journeys are walked where their means are: an editor mends a rule and sees it live in
tests/test_build.py (test_the_live_site_shows_a_mistake_and_recovers), and a reader comes back after the rules have
changed in test_checklist.py (`next_build`).
"""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from building import THOROUGH
from rulebook.localise import Localiser
from rulebook.model import EDITIONS, PLACEHOLDER
from rulebook.pages import edition_root
from rulebook.tree import Walk

PHONE = {"width": 360, "height": 640}
DARKNESS = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g).every((part) => part < 80)"
TABS = 250
FOCUSED = "(element) => element === document.activeElement"
UNNAMED = re.compile(r"^\s*- (?:button|link|textbox|searchbox|checkbox|radio|combobox|heading|region)(?: \[.*\])?:?$", re.MULTILINE)


class Reader:
    """Somebody at the first page of an edition, who goes by its words, with a pointer or by the keyboard alone."""

    def __init__(self, page, address, edition, hand, book, pages):
        self.page, self.edition, self.hand, self.book, self.pages = page, edition, hand, book, pages
        self.local = Localiser(book, edition)
        self.t = self.local.string
        self.faults = []
        page.on("console", lambda message: self.faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.goto(f"{address}/{edition_root(edition)}")

    def say(self, text):
        return str(self.local.words(text))

    def title(self, key):
        return self.pages.get(self.edition, key).title

    def page_of(self, component):
        return self.pages.with_marker(self.edition, component.kind, component.id)

    def link(self, name):
        """The link in the text whose name begins so."""
        return self.page.get_by_role("main").get_by_role("article").first.get_by_role("link", name=re.compile("^" + re.escape(name))).first

    def press(self, target):
        if self.hand == "pointer":
            target.scroll_into_view_if_needed()  # a long list is laid out as it comes into sight
            target.click()
        elif (kind := self.reach(target)) == "A":
            with self.page.expect_navigation():
                self.page.keyboard.press("Enter")
        else:
            self.page.keyboard.press("Space" if kind == "INPUT" else "Enter")

    def pick(self, box, option):
        """Choose an option by its words."""
        if self.hand == "pointer":
            box.select_option(label=option)
            return
        self.reach(box)
        for _ in range(box.locator("option").count()):
            if box.locator("option:checked").inner_text() == option:
                return
            self.page.keyboard.press("ArrowDown")

    def reach(self, target):
        """Go to it by the Tab key alone; return the kind of element that has the focus then."""
        found = target.element_handle().evaluate_handle("(element) => element.closest('a, button, summary, input, select, textarea')")
        for _ in range(TABS):
            if found.evaluate(FOCUSED):
                return found.evaluate("(element) => element.tagName")
            self.page.keyboard.press("Tab")
        pytest.fail(f"cannot be reached with the keyboard: {target}")

    def follow(self, *names):
        for name in names:
            self.press(self.link(name))

    def open_menu(self, section, key):
        self.press(self.page.get_by_role("banner").get_by_label(self.t("header.menu"), exact=True).first)
        menu = self.page.get_by_role("navigation", name=self.t("header.menu"))
        self.press(menu.get_by_text(self.say(self.book.nav[section].title), exact=True))
        self.press(menu.get_by_role("link", name=self.title(key), exact=True))

    def choose(self, university):
        self.press(self.page.get_by_label(self.t("university.pick"), exact=True))
        radio = self.page.get_by_role("radio", name=self.say(self.book.universities[university].name))
        if self.hand == "pointer":
            radio.check()
        else:
            self.reach(self.page.get_by_role("radio", checked=True))
            for _ in self.book.universities:
                if not radio.is_checked():
                    self.page.keyboard.press("ArrowDown")
        expect(radio).to_be_checked()
        self.page.keyboard.press("Escape")

    def box(self, item):
        return self.page.get_by_role("checkbox", name=self.say(item.text), exact=True)

    def items_of(self, checklist, university):
        return [item for item in checklist.items if university in {self.book.university_of[rule] for rule in item.rules}]

    def progress(self):
        return self.page.get_by_role("region", name=self.t("checklist.bar")).get_by_role("status")

    def fill_in(self, template, body):
        """Fill in what one text asks for, by the examples beside the fields; return the examples."""
        asked = set(PLACEHOLDER.findall(self.say(body.text)))
        examples = {self.say(field.label): self.say(field.example) for field in template.fields if field.id in asked}
        for label, example in examples.items():
            self.page.get_by_role("textbox", name=label, exact=True).fill(example)
        return examples.values()

    def hears(self, *nodes):
        """Check what a screen reader meets: these, in this order; nothing without its name, no level of heading left out, no error told in the console."""
        tree = self.page.locator("body").aria_snapshot().replace("''", "'")
        lines = iter(tree.splitlines())
        assert [node for node in ("banner", "main", *nodes, "contentinfo") if not any(node in line for line in lines)] == []
        assert UNNAMED.findall(tree) == []
        levels = [int(level) for level in re.findall(r"^\s*- '?heading .*\[level=(\d)\]", tree, re.MULTILINE)]
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert self.faults == []


@pytest.fixture(params=EDITIONS if THOROUGH else ["sv"])
def edition(request):
    return request.param


@pytest.fixture(params=["pointer", "keyboard"])
def reader(request, edition, page, address, book, pages):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return Reader(page, address, edition, request.param, book, pages)


def copied(page):
    return page.evaluate("navigator.clipboard.readText()")


def way_to(book, tree, outcome, through=""):
    """Return the answers, as texts, that lead to an outcome, by way of one question if told; nobody is unsure."""
    walk = Walk(book.trees[tree])
    ways = (path.answers for path in walk.paths() if path.outcome == outcome and through in ("", *(question for question, _ in path.answers)))
    way = next(way for way in ways if all(isinstance(answer, int) for _, answer in way))
    return [walk.questions[question].answers[answer].text for question, answer in way]


def test_harassed_at_night_on_a_phone(reader):
    page, t, say = reader.page, reader.t, reader.say
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    urgent = page.get_by_role("link", name=t("home.urgent_go"))
    expect(urgent).to_be_in_viewport(ratio=1)
    reader.press(urgent)
    expect(page.get_by_role("link", name=t("help.call", phone="112")).first).to_be_in_viewport(ratio=1)
    assert page.evaluate(DARKNESS)

    first, second = reader.book.steps["harassed"].steps[1:3]
    reader.press(page.get_by_role("checkbox", name=t("aid.done", step=say(first.title))))
    reader.press(page.get_by_role("listitem").filter(has_text=say(second.title)).get_by_role("link", name=t("steps.uses.log")))
    page.get_by_role("textbox", name=t("log.what")).fill("23.40")
    reader.press(page.get_by_role("button", name=t("log.add")))
    expect(page.get_by_role("article")).to_contain_text("23.40")
    page.go_back()
    expect(page.get_by_role("heading", name=say(second.title))).to_be_in_viewport()
    expect(page.get_by_role("checkbox", name=t("aid.done", step=say(first.title)))).to_be_checked()

    message = reader.book.messages["report-to-supervisor"]
    fold = page.get_by_role("group").filter(has_text=say(message.title))
    reader.press(fold.get_by_text(say(message.title), exact=True))
    reader.press(fold.get_by_role("button", name=t("template.copy")).first)
    expect(page.get_by_role("status").filter(has_text=t("template.copied"))).to_be_attached()
    assert copied(page) == fold.get_by_role("textbox").first.input_value()
    reader.hears(
        f'link "{t("help.call", phone="112")}"',
        f'checkbox "{t("aid.done", step=say(first.title))}" [checked]',
        f'heading "{t("aid.messages")}" [level=2]',
        f'heading "{t("log.title")}" [level=2]',
        f'button "{t("log.add")}"',
        f'heading "{t("log.yours")}" [level=3]',
    )


def test_opening_an_account_at_ki_and_taking_the_sheet_to_the_registry(reader):
    page, t, say = reader.page, reader.t, reader.say
    todo, sheet = reader.book.checklists["open-account"], reader.book.messages["registry-sheet"]
    own = reader.items_of(todo, "ki")
    reader.choose("ki")
    reader.follow(t("home.way.checklists"), say(todo.title))
    for done, item in enumerate(own[:2], 1):
        reader.press(reader.box(item))
        expect(reader.progress()).to_have_text(t("checklist.progress", done=done, total=len(own)))

    reader.follow(say(sheet.title))
    body = sheet.bodies[0]
    reader.pick(page.get_by_role("combobox", name=t("template.show")), say(body.title))
    examples = reader.fill_in(sheet, body)
    paper = page.get_by_role("region", name=say(body.title), exact=True)
    with page.expect_download() as download:
        reader.press(paper.get_by_role("button", name=t("template.download")))
    taken = download.value.path().read_text(encoding="utf-8")
    assert [example for example in examples if example not in taken] == []
    reader.hears(
        f'heading "{reader.page_of(sheet).title}" [level=1]',
        f'combobox "{t("template.show")}"',
        f'textbox "{say(sheet.fields[0].label)}"',
        f'region "{say(body.title)}"',
        f'button "{t("template.print")}"',
    )
    page.go_back()
    for item in own[:2]:
        expect(reader.box(item)).to_be_checked()


def test_an_unlawful_comment_at_umea(reader):
    page, t, say = reader.page, reader.t, reader.say
    tree = reader.book.trees["visitor-comment"]
    reader.follow(t("home.way.trees"), say(tree.title))
    way = way_to(reader.book, tree.id, "ume-remove-now", through="ume-crime")
    reader.follow(*(say(answer) for answer in way))

    outcome = Walk(tree).outcomes["ume-remove-now"]
    expect(page.get_by_role("heading", name=say(outcome.title))).to_be_focused()
    rules = [reader.book.rules[name] for name in outcome.rules]
    for rule in rules:
        expect(reader.link(say(rule.title))).to_be_visible()
    reader.hears(
        f'region "{t("tree.path")}"',
        f'heading "{say(outcome.title)}" [level=2]',
        f'heading "{t("tree.do")}" [level=3]',
        f'heading "{t("tree.ask")}" [level=3]',
        f'heading "{t("tree.why")}" [level=3]',
        f'link "{say(rules[0].title)}"',
        f'button "{t("tree.copy")}"',
    )
    reader.follow(say(rules[0].title))
    expect(page.locator(f"#{rules[0].id}")).to_be_in_viewport()
    expect(page.locator(f"#{rules[0].id}")).to_contain_text(say(rules[0].text))


@pytest.mark.parametrize("edition", ["sv-FI", "en"] if THOROUGH else ["sv-FI"])
def test_a_photograph_of_students_at_helsinki(reader):
    page, t, say = reader.page, reader.t, reader.say
    rule, tree = reader.book.rules["hel-teacher-names-pictures"], reader.book.trees["may-i-publish"]
    reader.choose("helsinki")
    field = page.get_by_role("searchbox", name=t("search.label"))
    field.fill("photo of students" if reader.edition == "en" else "bild på studenter")
    field.press("Enter")
    found = page.get_by_role("listitem").filter(has_text=t("kind.rule"), has=page.get_by_role("heading"))
    expect(found.first).to_contain_text(say(reader.book.universities["helsinki"].short))
    reader.follow(say(rule.title))
    expect(page.locator(f"#{rule.id}")).to_be_in_viewport()
    page.go_back()
    reader.follow(say(tree.title))
    way = way_to(reader.book, tree.id, "hel-student-no")
    reader.follow(*(say(answer) for answer in way[1:]))
    outcome = Walk(tree).outcomes["hel-student-no"]
    expect(page.get_by_role("heading", name=say(outcome.title))).to_be_focused()
    expect(reader.link(say(rule.title))).to_be_visible()
    reader.hears(
        f'heading "{reader.page_of(tree).title}" [level=1]',
        f'region "{t("tree.path")}"',
        f'heading "{say(outcome.title)}" [level=2]',
        f'heading "{t("tree.why")}" [level=3]',
        f'link "{say(rule.title)}"',
    )


def test_closing_a_channel_at_lund_and_putting_the_sheet_on_paper(reader):
    page, t, say = reader.page, reader.t, reader.say
    todo, sheet = reader.book.checklists["close-account"], reader.book.messages["registry-sheet"]
    reader.choose("lund")
    reader.follow(t("phase.close"), reader.page_of(todo).title)
    own = reader.items_of(todo, "lund")
    reader.press(reader.box(own[0]))
    expect(reader.progress()).to_have_text(t("checklist.progress", done=1, total=len(own)))
    reader.hears(
        f'heading "{reader.page_of(todo).title}" [level=1]',
        f'region "{t("checklist.bar")}"',
        f'checkbox "{say(own[0].text)}" [checked]',
        f'checkbox "{say(own[1].text)}"',
        f'link "{say(sheet.title)}"',
    )
    reader.follow(say(sheet.title))
    body = next(body for body in sheet.bodies if body.id == "close")
    reader.pick(page.get_by_role("combobox", name=t("template.show")), say(body.title))
    examples = reader.fill_in(sheet, body)
    page.emulate_media(media="print")
    for example in examples:
        expect(page.get_by_role("region", name=say(body.title), exact=True).get_by_text(example).first).to_be_visible()
    assert page.get_by_role("textbox").or_(page.get_by_role("button")).count() == 0


def test_an_experts_first_weeks(reader):
    page, t, say = reader.page, reader.t, reader.say
    todo, profile = reader.book.checklists["new-to-social-media"], reader.book.descriptions["expert"]
    reader.open_menu("role", "expert")
    reader.follow(reader.page_of(todo).title)
    reader.press(reader.box(todo.items[0]))
    reader.follow(say(profile.title))
    body = profile.bodies[0]
    examples = reader.fill_in(profile, body)
    text = page.get_by_role("region", name=say(body.title), exact=True)
    reader.press(text.get_by_role("button", name=t("template.copy")))
    expect(text.get_by_role("status")).to_have_text(t("template.copied"))
    assert [example for example in examples if example not in copied(page)] == []
    reader.hears(
        f'heading "{reader.page_of(profile).title}" [level=1]',
        *(f'textbox "{say(field.label)}"' for field in profile.fields),
        f'region "{say(body.title)}"',
        f'button "{t("template.copied")}"',
    )
    page.go_back()
    expect(reader.box(todo.items[0])).to_be_checked()


def test_a_supervisor_whose_colleague_is_attacked(reader):
    page, t, say = reader.page, reader.t, reader.say
    tree, steps = reader.book.trees["supervisor"], reader.book.steps["harassed"]
    university, outcome = ("helsinki", "hel-attack") if reader.edition == "sv-FI" else ("umea", "se-attack")
    reader.open_menu("role", "supervisor")
    reader.press(page.locator(f'article a[href$="{"/".join(reader.page_of(tree).url.split("/")[-3:])}"]'))
    reader.follow(*(say(answer) for answer in way_to(reader.book, tree.id, outcome)))
    found = Walk(tree).outcomes[outcome]
    expect(page.get_by_role("heading", name=say(found.title))).to_be_focused()
    for who in found.ask:
        expect(page.get_by_role("term").filter(has_text=say(who.who), visible=True)).to_be_visible()

    reader.follow(say(steps.title))
    reader.press(page.get_by_role("link", name=t("aid.to_helper")))
    expect(page.get_by_role("heading", name=t("aid.helper"))).to_be_in_viewport()
    contacts = page.get_by_role("group").filter(has=page.locator("summary", has_text=say(reader.book.universities[university].name)))
    reader.press(contacts.locator("summary"))
    expect(contacts.locator("dd, p").first).to_be_visible()
    reader.hears(
        f'link "{t("help.call", phone="112")}"',
        f'heading "{t("aid.helper")}" [level=2]',
        *(f'heading "{say(step.title)}" [level=3]' for step in steps.steps if step.side == "helper"),
        f'heading "{t("aid.university")}" [level=2]',
    )
