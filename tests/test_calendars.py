"""Duties that come back are calendar files that strict parsers read, the same in every build."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from rulebook.calendars import build_time, calendars, first_day, recurrence
from rulebook.model import EDITIONS, Every
from rulebook.render import Renderer, environment

BUILT = datetime(2026, 11, 20, tzinfo=UTC)
SITE = "https://example.edu/sub/"


@pytest.fixture(scope="module")
def renderers(whole, project):
    book, pages, _ = whole
    jinja = environment(project / "overrides" / "components")
    return {edition: Renderer(book, pages, edition, jinja) for edition in EDITIONS}


@pytest.fixture(scope="module")
def files(renderers):
    return {path: content for renderer in renderers.values() for path, content in calendars(renderer, SITE, BUILT)}


@pytest.fixture(scope="module")
def parsed(files):
    return {path: Calendar.from_ical(content) for path, content in files.items()}


def recurring(book):
    return {rule.id for rule in book.rules.values() if rule.every and not rule.every.hours}


def test_every_university_and_list_with_recurring_duties_has_a_file_in_every_edition(files, book):
    duties = recurring(book)
    names = {book.university_of[rule] for rule in duties}
    for checklist in book.checklists.values():
        behind = {rule for item in checklist.items for rule in item.rules} & duties
        names |= {checklist.id} if behind else set()
        names |= {f"{checklist.id}-{book.university_of[rule]}" for rule in behind}
    assert set(files) == {f"{folder}calendar/{name}.ics" for folder in ("", "sv-FI/", "en/") for name in names}


def test_every_file_parses_strictly(parsed):
    for path, calendar in parsed.items():
        assert calendar["VERSION"] == "2.0"
        assert all(not component.errors for component in calendar.walk()), path
        assert calendar.walk("VEVENT"), path
        for event in calendar.walk("VEVENT"):
            assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "RRULE"} <= set(event), path


def test_lines_end_and_fold_as_the_standard_asks(files):
    for path, content in files.items():
        assert content.endswith(b"\r\n")
        assert b"\n" not in content.replace(b"\r\n", b"")
        assert max(map(len, content.split(b"\r\n"))) <= 75, path


def test_events_are_the_recurring_duties_and_keep_their_uid_in_every_file_and_edition(parsed, book):
    seen = {}
    for calendar in parsed.values():
        uids = [str(event["UID"]) for event in calendar.walk("VEVENT")]
        assert len(uids) == len(set(uids))
        for event in calendar.walk("VEVENT"):
            seen.setdefault(str(event["UID"]), set()).add((event["DTSTART"].dt, str(event["RRULE"])))
    assert {uid.removesuffix("@rattesnore") for uid in seen} == recurring(book)
    assert all(len(times) == 1 for times in seen.values())


def test_the_words_are_those_of_the_edition(parsed, book):
    rule = book.rules["ume-records-archive-regularly"]
    for path, edition, words in (("calendar/umea.ics", "sv", rule.title.sv), ("en/calendar/umea.ics", "en", rule.title.en)):
        event = next(event for event in parsed[path].walk("VEVENT") if event["UID"].startswith(rule.id))
        assert event["SUMMARY"].startswith(words)
        assert event["SUMMARY"].params["LANGUAGE"] == edition
        assert event["URL"].startswith(SITE)
        assert event["URL"].endswith(f"#{rule.id}")


def test_the_bytes_are_the_same_in_every_build(renderers, files):
    assert {path: content for renderer in renderers.values() for path, content in calendars(renderer, SITE, BUILT)} == files
    assert all(b"DTSTAMP:20261120T000000Z" in content for content in files.values())


def test_the_site_holds_the_files_and_the_pages_link_to_them(site, pages, files):
    for path in files:
        assert (site / path).is_file(), path
    for edition, marker, name in (("sv", "checklist", "half-year-archive"), ("en", "rules", "umea")):
        page = site / pages.with_marker(edition, marker, name).url
        text = (page / "index.html").read_text(encoding="utf-8")
        links = [part.split('"')[0] for part in text.split('href="') if part.split('"')[0].endswith(".ics")]
        assert links
        assert all((page / link).resolve().is_file() for link in links)


# ---------------------------------------------------------------- time zones


def event_of(renderer, book, rule, every):
    """The event of a rule, had it come back."""
    changed = book.rules[rule].model_copy(update={"every": every})
    rules = {**book.rules, rule: changed}
    other = Renderer(replace(book, rules=rules), renderer.pages, renderer.edition, renderer.jinja)
    path = f"calendar/{book.university_of[rule]}.ics"
    calendar = Calendar.from_ical(dict(calendars(other, SITE, BUILT))[path])
    return calendar, next(event for event in calendar.walk("VEVENT") if event["UID"].startswith(rule))


@pytest.mark.parametrize(("university", "zone", "summer"), [("umea", "Europe/Stockholm", 2), ("helsinki", "Europe/Helsinki", 3)])
def test_nine_is_nine_where_the_university_is_winter_and_summer(renderers, book, university, zone, summer):
    rule = book.rules_of(university)[0].id
    calendar, event = event_of(renderers["sv"], book, rule, Every(months=6))
    assert [str(found["TZID"]) for found in calendar.walk("VTIMEZONE")] == [zone]
    start = event["DTSTART"].dt
    assert event["DTSTART"].params["TZID"] == zone
    assert (start.hour, start.utcoffset()) == (9, timedelta(hours=summer - 1))
    assert start.replace(month=6).utcoffset() == timedelta(hours=summer)


def test_the_time_zone_changes_its_clocks_as_the_union_does(parsed):
    zone = parsed["calendar/umea.ics"].walk("VTIMEZONE")[0]
    rules = {part.name: (part["RRULE"].to_ical().decode(), part["TZOFFSETTO"].td, part["DTSTART"].dt.isoformat()) for part in zone.subcomponents}
    assert rules == {
        "DAYLIGHT": ("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", timedelta(hours=2), "1996-03-31T02:00:00"),
        "STANDARD": ("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", timedelta(hours=1), "1996-10-27T03:00:00"),
    }


# ---------------------------------------------------------------- when


@pytest.mark.parametrize(
    ("every", "rule"),
    [
        (Every(days=1), {"FREQ": "DAILY", "INTERVAL": 1}),
        (Every(days=14), {"FREQ": "DAILY", "INTERVAL": 14}),
        (Every(months=6), {"FREQ": "MONTHLY", "INTERVAL": 6, "BYDAY": "1MO"}),
    ],
)
def test_the_rule_says_how_often(every, rule):
    assert recurrence(every) == rule


@pytest.mark.parametrize(
    ("every", "built", "first"),
    [
        (Every(months=6), date(1970, 1, 1), date(2026, 6, 1)),
        (Every(months=6), date(2026, 6, 2), date(2026, 12, 7)),
        (Every(months=6), date(2027, 1, 1), date(2027, 6, 7)),
        (Every(days=1), date(2026, 11, 20), date(2026, 11, 20)),
        (Every(days=7), date(2026, 6, 2), date(2026, 6, 8)),
    ],
)
def test_a_duty_begins_no_earlier_than_the_build(every, built, first):
    assert first_day(every, built) == first


def test_duties_of_hours_are_in_no_calendar(book, files):
    hours = [rule.id for rule in book.rules.values() if rule.every and rule.every.hours]
    assert hours
    assert not any(rule.encode() in content for rule in hours for content in files.values())


def test_the_time_of_the_build_is_that_of_the_source():
    assert build_time("0") == datetime(1970, 1, 1, tzinfo=UTC)
