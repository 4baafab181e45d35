"""What the browser keeps for times without a network: the service worker, and what it may keep of each edition."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urljoin

from rulebook.firstaid import AWAY, KEY, MODULE, TOOLS, TOOLS_STYLE, FirstAid
from rulebook.model import EDITIONS
from rulebook.pages import Pages, edition_root

WORKER = "components/offline/worker.js"
LIST = "search/files.json"
"""Where the list of an edition lies, from the edition's root."""

USED = re.compile(r'<(?:link rel="(?:stylesheet|icon)"|script)[^>]* (?:href|src)="([^":]+)"')
IMPORT = re.compile(r'(?:^import .*?|\bimport\()"(\.[^"]+)"', re.MULTILINE)
LENGTH = 12
"""Digits of a digest that tell two files apart."""


def kept(site: Path, first_aid: Iterable[FirstAid], pages: Pages) -> Iterator[tuple[str, str]]:
    """Yield (path, text) of the lists, and of the service worker. They come last: everything that they list lies in `site`.

    A list holds the `build` it is of; `shell`, what the search and the pages need; and `files`, the digest of each of
    these and of each page. The worker keeps nothing of another build.
    """
    lists = {edition_root(edition) + LIST: _list(site, pages, edition_root(edition)) for edition in EDITIONS}
    build = hashlib.sha256(json.dumps(lists).encode()).hexdigest()[:LENGTH]
    for name, found in lists.items():
        yield name, json.dumps({"build": build, **found}, ensure_ascii=False, separators=(",", ":"))
    yield "sw.js", worker(site, first_aid, build)


def _list(site: Path, pages: Pages, root: str) -> dict[str, object]:
    shown = [page for page in pages.by_key.values() if edition_root(page.edition) == root and page.key != KEY]
    urls = [page.url for page in shown]
    used: dict[str, None] = {}
    for url in urls:
        for name in dict.fromkeys(USED.findall((site / url / "index.html").read_text(encoding="utf-8"))):
            _collect(site, urljoin(url, name), used)
    index = sorted(f"{root}search/{file.name}" for file in (site / root / "search").glob("*.json") if file.name != Path(LIST).name)
    ways = [page.url for page in shown if page.key in {"home", "search"}]
    return {"shell": [*used, *index, *ways], "files": digests(site, [*used, *index, *urls])}


def digests(site: Path, names: Iterable[str]) -> dict[str, str]:
    """Return {name of a file, or address of a page: the digest by which the worker knows it}."""
    files = {name: site / name / "index.html" if name.endswith("/") or not name else site / name for name in names}
    return {name: _digest(file.read_bytes()) for name, file in files.items()}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:LENGTH]


def worker(site: Path, first_aid: Iterable[FirstAid], build: str) -> str:
    """Return the service worker: what it keeps of first aid, under a version made from the content; the build; and how (`WORKER`).

    The tools have digests, a page has none: it is known to be whole by its end, so that a server that adds to pages does not keep
    first aid from being kept.
    """
    pages = [one.page.url for one in first_aid]
    modules: dict[str, None] = {}
    for page in pages:
        for source in MODULE.findall((site / page / "index.html").read_text(encoding="utf-8")):
            _collect(site, urljoin(page, source), modules)
    tools = [*modules, f"components/{TOOLS_STYLE}", *(page + TOOLS for page in pages)]
    away = [page + AWAY for page in pages]
    content = [*(site / page / "index.html" for page in pages), *(site / name for name in (*away, *tools, WORKER))]
    version = _digest(b"".join(file.read_bytes() for file in content))
    editions = [edition_root(edition) for edition in EDITIONS]
    wanted = {"version": version, "build": build, "pages": pages, "away": away, "tools": tools, "editions": editions, "files": digests(site, tools)}
    return f'self.kept = {json.dumps(wanted)};\nimportScripts("{WORKER}");\n'


def _collect(site: Path, name: str, found: dict[str, None]) -> None:
    """Note a file, and everything that a module imports."""
    if name not in found:
        found[name] = None
        for source in IMPORT.findall((site / name).read_text(encoding="utf-8")) if name.endswith(".js") else ():
            _collect(site, urljoin(name, source), found)
