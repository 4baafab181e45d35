"""A site for a server: names of assets that change with what they hold, and compressed copies of its files."""

import gzip
import json
import re
import shutil
from urllib.parse import urljoin

from rulebook.hosted import COMPRESSED, LENGTH, REFERENCE, prepare
from rulebook.offline import digests

HOST = "https://rattesnore.example/"


def files(folder):
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def test_nothing_is_lost_and_assets_have_a_second_name(hosted, site):
    folder, version = hosted
    assert re.fullmatch(rf"[0-9a-f]{{{LENGTH}}}", version)
    named = {re.sub(r"^(assets|components)/", rf"\1-{version}/", name) for name in files(site)}
    assert {name for name in files(folder) if not name.endswith(".gz")} == {name for name in files(site) | named if not name.endswith(".gz")}
    assert {name for name in files(folder) if name.startswith("assets-")} > {f"assets-{version}/mark.svg", f"assets-{version}/css/site.css.gz"}


def test_what_pages_load_is_there(hosted):
    folder, _ = hosted
    loaded = set()
    for file in folder.rglob("*.html"):
        place = HOST + file.relative_to(folder).as_posix()
        found = re.findall(r'<(?:script|link|img|object)[^>]* (?:src|href|data)="([^"]+)"', file.read_text(encoding="utf-8"))
        loaded |= {urljoin(place, url) for url in found if not url.startswith("https://")}
    assert any("/components-" in url for url in loaded)
    assert [url for url in loaded if not url.startswith("data:") and not (folder / url.removeprefix(HOST)).exists()] == []


def test_nothing_leads_to_the_plain_names(hosted):
    folder, _ = hosted
    for file in folder.rglob("*"):
        if file.suffix in {".html", ".svg", ".webmanifest", ".css", ".js"}:
            assert not REFERENCE.search(file.read_text(encoding="utf-8")), file


def test_what_the_service_worker_keeps_is_there_and_of_another_version(hosted):
    folder, version = hosted
    text = (folder / "sw.js").read_text(encoding="utf-8")
    kept = re.findall(r'"([\w./-]+\.(?:js|css|html))"', text)
    assert f"components-{version}/offline/worker.js" in kept
    assert [path for path in kept if not (folder / path).is_file()] == []
    assert f'"version": "{version}-' in text


def test_what_the_service_worker_is_told_is_true(hosted, site):
    folder, version = hosted
    build = json.loads((site / "search/files.json").read_text(encoding="utf-8"))["build"]
    for root in ("", "sv-FI/", "en/"):
        told = json.loads((folder / root / "search/files.json").read_text(encoding="utf-8"))
        assert told["build"] == f"{version}-{build}"
        assert set(told["shell"]) <= set(told["files"])
        assert told["files"] == digests(folder, told["files"])
    assert f'"build": "{version}-{build}"' in (folder / "sw.js").read_text(encoding="utf-8")


def test_compressed_copies_hold_the_same(hosted):
    folder, _ = hosted
    for file in folder.rglob("*"):
        if file.suffix in COMPRESSED:
            assert gzip.decompress(file.with_name(f"{file.name}.gz").read_bytes()) == file.read_bytes(), file


def test_the_name_changes_with_what_the_folders_hold_and_only_then(hosted, site, tmp_path):
    for name, change in (("same", ""), ("other", "\n/* changed */\n")):
        for folder in ("assets", "components"):
            shutil.copytree(site / folder, tmp_path / name / folder)
        style = tmp_path / name / "assets/css/site.css"
        style.write_text(style.read_text(encoding="utf-8") + change, encoding="utf-8")
    assert prepare(tmp_path / "same") == hosted[1]
    assert prepare(tmp_path / "other") != hosted[1]
