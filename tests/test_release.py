"""The version stands in one place, and the changelog and the pages follow it."""

import re

from rulebook import __version__


def test_the_changelog_begins_with_the_version(project):
    first = re.search(r"^## (.*)$", (project / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)[1]
    if __version__.endswith(".dev0"):
        assert first == "Unreleased"
    else:
        assert re.fullmatch(rf"{re.escape(__version__)}, \d{{4}}-\d{{2}}-\d{{2}}", first)


def test_pages_say_what_they_were_made_with(site):
    for path in ("index.html", "hjalp-nu/index.html"):
        assert f'<meta name="generator" content="Rättesnöre {__version__}">' in (site / path).read_text(encoding="utf-8")
