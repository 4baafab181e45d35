"""Duties that come back → calendar files, for each university and each list that has some, in the reader's language.

An event keeps its UID in every file and every edition, so a calendar that opens two files shows it once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from rulebook import model
from rulebook.render import Renderer, calendar_path

FIRST_DAY = date(2026, 6, 1)
"""A Monday: duties of a half-year then fall in June and December, clear of the holidays."""

AT = time(9)
LASTS = timedelta(minutes=15)


@dataclass(frozen=True)
class Zone:
    """A time zone of the European Union, whose clocks all change at 01:00 UTC."""

    name: str
    hours: int
    winter: str
    summer: str


ZONES: dict[model.Country, Zone] = {
    "SE": Zone("Europe/Stockholm", 1, "CET", "CEST"),
    "FI": Zone("Europe/Helsinki", 2, "EET", "EEST"),
}


def calendars(renderer: Renderer, site_url: str, built: datetime) -> Iterator[tuple[str, bytes]]:
    """Yield (path from the root of the site, content) of every calendar file of an edition."""
    for name, title, rules in _files(renderer):
        yield calendar_path(renderer.edition, name), _calendar(renderer, title, rules, site_url, built).to_ical()


def _files(renderer: Renderer) -> Iterator[tuple[str, str, list[model.Rule]]]:
    """Yield (name, title, duties): one for each university, each list, and each university within a list."""
    for university, rules in renderer.recurring(renderer.book.rules.values()).items():
        yield university, renderer.plain(renderer.book.universities[university].name), rules
    for checklist in renderer.book.checklists.values():
        title, duties = renderer.plain(checklist.title), renderer.recurring(renderer.rules_behind(checklist))
        if duties:
            yield checklist.id, title, [rule for rules in duties.values() for rule in rules]
        for university, rules in duties.items():
            yield f"{checklist.id}-{university}", f"{title}, {renderer.plain(renderer.book.universities[university].short)}", rules


def _calendar(renderer: Renderer, title: str, rules: list[model.Rule], site_url: str, built: datetime) -> Calendar:
    name = renderer.local.string("calendar.name", site=renderer.site_name, title=title)
    calendar = Calendar()
    for key, value in (("prodid", "-//Rättesnöre//SV"), ("version", "2.0"), ("method", "PUBLISH"), ("name", name), ("x-wr-calname", name)):
        calendar.add(key, value)
    for country in dict.fromkeys(renderer.university(rule).country for rule in rules):
        calendar.add_component(_timezone(ZONES[country]))
    for rule in rules:
        calendar.add_component(_event(renderer, rule, site_url, built))
    return calendar


def _event(renderer: Renderer, rule: model.Rule, site_url: str, built: datetime) -> Event:
    university, page = renderer.university(rule), renderer.rule_page(rule)
    words = renderer.local.words(rule.title)
    language = {"LANGUAGE": words.lang or renderer.edition}
    start = datetime.combine(first_day(_every(rule), built.date()), AT, ZoneInfo(ZONES[university.country].name))
    event = Event()
    event.add("uid", f"{rule.id}@rattesnore")
    event.add("dtstamp", built)
    event.add("sequence", rule.rev - 1)
    event.add("dtstart", start)
    event.add("duration", LASTS)
    event.add("rrule", recurrence(_every(rule)))
    event.add("summary", f"{words} ({renderer.plain(university.short)})", parameters=language)
    event.add("description", _description(renderer, rule), parameters=language)
    if page:
        event.add("url", urljoin(site_url, f"{page.url}#{rule.id}"))
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(str(words)))
    return event


def _every(rule: model.Rule) -> model.Every:
    if rule.every is None:
        raise ValueError(f"{rule.id} does not come back")
    return rule.every


def _description(renderer: Renderer, rule: model.Rule) -> str:
    say = renderer.local.string
    document, section, _ = renderer.sources(rule)[0]
    source = f"{say('source.label')} {renderer.plain(document.title)}, {say('source.section')} {renderer.plain(section.title)}"
    return f"{say(f'force.{rule.force}')}. {renderer.plain(rule.text)}\n\n{source}"


def _alarm(words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta())
    alarm.add("description", words)
    return alarm


def recurrence(every: model.Every) -> dict[str, str | int]:
    """Return the RRULE of a duty: every so many days, or the first Monday of every so many months."""
    if every.days:
        return {"FREQ": "DAILY", "INTERVAL": every.days}
    return {"FREQ": "MONTHLY", "INTERVAL": every.months or 1, "BYDAY": "1MO"}


def first_day(every: model.Every, built: date) -> date:
    """Return the first day a duty falls on that is not before the day of the build."""
    day, month = FIRST_DAY, FIRST_DAY.month
    while day < built:
        if every.days:
            day += timedelta(days=every.days)
        else:
            month += every.months or 1
            first = date(FIRST_DAY.year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
            day = first + timedelta(days=-first.weekday() % 7)
    return day


def _timezone(zone: Zone) -> Timezone:
    """Return the time zone as rules without an end; the library's own lists each year, up to 2038."""
    timezone = Timezone()
    timezone.add("tzid", zone.name)
    changes = ((TimezoneDaylight(), 3, 31, 0, 1, zone.summer), (TimezoneStandard(), 10, 27, 1, 0, zone.winter))
    for part, month, day, before, after, name in changes:
        part.add("dtstart", datetime(1996, month, day, 1 + zone.hours + before))  # noqa: DTZ001  (local time, by definition)
        part.add("rrule", {"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": "-1SU"})
        part.add("tzoffsetfrom", timedelta(hours=zone.hours + before))
        part.add("tzoffsetto", timedelta(hours=zone.hours + after))
        part.add("tzname", name)
        timezone.add_component(part)
    return timezone


def build_time(epoch: str) -> datetime:
    """Return the time that `SOURCE_DATE_EPOCH` names."""
    return datetime.fromtimestamp(int(epoch), UTC)
