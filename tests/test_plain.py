"""The site without a site generator is the same site: page by page, the same words on the same passages."""

import json
import re

import pytest
from bs4 import BeautifulSoup

from rulebook.plain import write_site

CITES = re.compile(r'data-cites="([^"]*)"')


@pytest.fixture(scope="module")
def plain(tmp_path_factory, everything, pages):
    folder = tmp_path_factory.mktemp("plain")
    assert write_site(everything, folder) == len(pages.by_key)
    return folder


def test_every_page_rests_on_the_same_passages_in_the_same_order(plain, site, pages):
    for page in pages.by_key.values():
        path = f"{page.url}index.html"
        assert CITES.findall((plain / path).read_text(encoding="utf-8")) == CITES.findall((site / path).read_text(encoding="utf-8")), path


def test_every_page_says_the_same(plain, site, pages):
    for key in ("home", "open", "checklists", "trees", "help-now", "terms", "editors"):
        for edition in ("sv", "sv-FI", "en"):
            found = [
                BeautifulSoup((folder / pages.get(edition, key).url / "index.html").read_text(encoding="utf-8"), "html.parser")
                for folder in (plain, site)
            ]
            words = [soup.select_one("#main").get_text(" ", strip=True).split() for soup in found]
            links = [[link["href"] for link in soup.select("#main a[href]")] for soup in found]
            assert words[0] == words[1]
            assert links[0] == links[1]
            assert found[0].title == found[1].title


def test_it_lacks_nothing_but_the_theme(plain, site):
    files = [{file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()} for folder in (plain, site)]
    assert files[0] - files[1] == set()
    assert all(name.startswith(("assets/stylesheets/", "assets/images/")) for name in files[1] - files[0])
    for name in ("rulebook.json", "sitemap.xml", "404.html", "hjalp-nu/tools.html"):
        assert (plain / name).read_bytes() == (site / name).read_bytes(), name


def test_the_search_finds_the_same(plain, site):
    assert entries(plain) == entries(site)


def entries(folder):
    index = json.loads((folder / "search/search_index.json").read_text(encoding="utf-8"))
    names, columns = index["names"], index["entries"]
    rows = zip(*([names[field][value] for value in values] if field in names else values for field, values in columns.items()), strict=True)
    return sorted(rows)
