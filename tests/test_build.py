"""Builds: the same input gives the same bytes, a mistake leaves nothing behind, a sub-directory works."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from bs4 import BeautifulSoup

from building import ROOT, build, copy_project, digest
from mkdocs_events import TOLD


def test_the_same_input_gives_the_same_bytes(site, tmp_path):
    folder = copy_project(tmp_path / "another folder")
    for file in folder.rglob("*"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    done = build(folder, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert digest(tmp_path / "site") == digest(site)


def test_a_mistake_stops_the_build_and_leaves_nothing(tmp_path):
    folder = copy_project(tmp_path / "project")
    rules = folder / "docs/rulebook/rules/umea/opening.yml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("force: must\n", "force: mustt\n", 1), encoding="utf-8")
    done = build(folder, tmp_path / "site")
    assert done.returncode != 0
    assert "docs/rulebook/rules/umea/opening.yml:" in done.stderr
    assert "found 'mustt'; expected one of must" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "site").exists()


def test_a_broken_link_in_a_page_leaves_nothing(tmp_path):
    folder = copy_project(tmp_path / "project", "umea")
    page = folder / "docs/en/index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n[nowhere](nowhere.md)\n", encoding="utf-8")
    done = build(folder, tmp_path / "site")
    assert done.returncode != 0
    assert "nowhere.md" in done.stderr
    assert not list((tmp_path / "site").rglob("*.html"))


@pytest.fixture(scope="module")
def below(tmp_path_factory):
    """(site, what the build said) of a site with one university, in a sub-directory of its host."""
    folder = copy_project(tmp_path_factory.mktemp("below") / "project", "umea")
    done = build(folder, folder / "site", SITE_URL="https://example.org/some/where/")
    assert done.returncode == 0, done.stderr
    return folder / "site", done.stderr


def test_a_site_in_a_sub_directory(below):
    site, _ = below
    page = BeautifulSoup((site / "en/index.html").read_text(encoding="utf-8"), "html.parser")
    assert page.select_one("link[rel=canonical]")["href"] == "https://example.org/some/where/en/"
    assert page.select_one("link[hreflang=sv-FI]")["href"] == "https://example.org/some/where/sv-FI/"
    missing = BeautifulSoup((site / "404.html").read_text(encoding="utf-8"), "html.parser")
    assert all(link["href"].startswith("/some/where/") for link in missing.find_all("a"))
    assert "https://example.org/some/where/en/" in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_a_build_tells_how_far_it_is_and_at_its_end_what_was_built(below, project):
    site, told = below
    pages = len(list(site.rglob("index.html")))
    assert re.findall(r"rulebook: (\d+) of (\d+) pages", told) == [(str(so_far), str(pages)) for so_far in range(TOLD, pages + 1, TOLD)]
    rules = sum(file.read_text(encoding="utf-8").count("\n- id: ") for file in (project / "docs/rulebook/rules/umea").glob("*.yml"))
    assert re.search(rf"rulebook: 3 editions, {pages} pages, {rules} rules, (\d+) of \1 passages covered, no problems", told)


def test_rule_files_refer_to_their_schema():
    for file in sorted((ROOT / "docs/rulebook").rglob("*.yml")):
        first = file.read_text(encoding="utf-8").split("\n", 1)[0]
        assert first.startswith("# yaml-language-server: $schema="), file
        assert (file.parent / first.partition("=")[2]).resolve().is_file(), f"{file}: {first}"


@pytest.fixture
def live(tmp_path):
    """(folder, function that fetches a page) of a project that is served live."""
    folder = copy_project(tmp_path / "project", "umea")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})

        def page(path):
            try:
                return urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60).read().decode()
            except OSError:
                return ""

        def wait_for(path, words, seconds=90):
            end = time.monotonic() + seconds
            while words not in page(path):
                assert time.monotonic() < end, f"{path} never said {words!r}: {(tmp_path / 'log').read_text()[-2000:]}"
                time.sleep(0.1)

        yield folder, wait_for, tmp_path / "log"
        server.terminate()
        server.wait()


def test_the_live_site_shows_a_mistake_and_recovers(live):
    folder, wait_for, log = live
    rules = folder / "docs/rulebook/rules/umea/opening.yml"
    good = rules.read_text(encoding="utf-8")
    wait_for("/en/account/open/", "<h1")
    rules.write_text(good.replace("force: must\n", "force: mustt\n", 1), encoding="utf-8")
    wait_for("/en/account/open/", "mustt")
    assert "rules/umea/opening.yml:" in log.read_text()
    changed = good.replace("  text:\n    sv: ", "  text:\n    sv: Provtext ska stå här. ", 1)
    assert changed != good
    rules.write_text(changed, encoding="utf-8")
    wait_for("/kontot/oppna/", "Provtext ska stå här.")
    shutil.rmtree(folder, ignore_errors=True)
