"""The day in security.txt: a host is told before it runs out."""

from datetime import date

import pytest

from rulebook.model import Security, Site
from rulebook.policy import expiry


@pytest.mark.parametrize(
    ("today", "told"),
    [("2026-10-02", ""), ("2027-09-01", ""), ("2027-09-02", "in 29 days"), ("2027-10-02", "in -1 days"), ("2026-09-29", "in 367 days")],
)
def test_the_day_should_be_a_month_to_a_year_ahead(today, told):
    site = Site(security=Security(contact="security@example.edu", expires="2027-10-01"))
    found = expiry(site, date.fromisoformat(today))
    assert bool(found) == bool(told)
    assert told in found


def test_without_a_contact_nothing_runs_out():
    assert expiry(Site(), date(2026, 11, 21)) == ""
