"""The only file that knows MkDocs: its events, in the order they come.

mkdocs-static-i18n builds the site once for each edition: the outer build is the default edition's, and
the others run inside its `on_post_build`. The rulebook is read once, in the outer one.
"""

import logging
import os
import re
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from rulebook.beside import beside
from rulebook.book import Rulebook
from rulebook.calendars import build_time
from rulebook.changes import Stamp, changed, mentions, stamp
from rulebook.check import read_and_check
from rulebook.colours import styles
from rulebook.firstaid import FirstAid, copies
from rulebook.frame import Frame, not_found
from rulebook.model import EDITIONS, Edition
from rulebook.offline import kept
from rulebook.pages import MARKER, Page, Pages
from rulebook.policy import secured
from rulebook.problems import Problem, RulebookError
from rulebook.render import Renderer, environment
from rulebook.search import Entry, page_entries
from rulebook.selection import Selection, select
from rulebook.translations import read_record, rules_behind

log = logging.getLogger("mkdocs.rulebook")
TOLD = 100
"""After how many pages a build tells how far it is."""


@dataclass
class Drawn:
    """How a page was drawn, and may be drawn again."""

    page: MkDocsPage
    ours: Page
    prose: str
    """The page as Markdown made it, its markers not yet replaced."""
    entries: list[Entry] = field(default_factory=list)
    """What search may find on it."""
    context: dict[str, Any] = field(default_factory=dict)
    """What the theme's template was given."""
    first_aid: FirstAid | None = None


@dataclass
class Build:
    """What one build of the whole site holds, from the outer `on_pre_build` on."""

    book: Rulebook
    pages: Pages
    renderers: dict[Edition, Renderer]
    problems: list[Problem]
    components: Path
    prose: Mapping[str, str]
    """The Markdown of pages that read otherwise than their files, by their path."""
    drawn: dict[str, Drawn] = field(default_factory=dict)
    """How each page was drawn, by the path of its file."""
    themes: dict[Edition, Environment] = field(default_factory=dict)
    """The theme's templates."""
    around: Stamp = ()
    """What the files around the rule files were."""
    started: bool = False
    """Whether anything may have been written."""
    finished: int = 0
    """How many pages there are so far."""


_build: Build
_serving = False


def on_startup(command: str, dirty: bool) -> None:
    """Note whether mistakes stop the build, or show in the browser until they are mended."""
    global _serving
    _serving = command == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read and check everything before anything is written, once for all editions."""
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    if not _i18n(config).building:
        _read(config)
    return config


def _read(config: MkDocsConfig) -> None:
    global _build
    root = _root(config)
    around = stamp([root / "docs", root / "overrides"]) if _serving else ()
    book, pages, problems = read_and_check(root)
    if problems:
        error = RulebookError(problems)
        if not _serving:
            raise PluginError(str(error))
        # Not through the log: a logged error would end the live site in strict mode.
        print(error, file=sys.stderr)
    chosen = Selection(book, pages) if problems else select(book, pages, root)
    _build = Build(
        chosen.book,
        chosen.pages,
        _renderers(chosen.book, chosen.pages, root),
        problems,
        root / "overrides" / "components",
        chosen.prose,
        around=around,
    )


def _renderers(book: Rulebook, pages: Pages, root: Path) -> dict[Edition, Renderer]:
    lagging = rules_behind(book, read_record(root)[0])
    jinja = environment(root / "overrides" / "components")
    return {edition: Renderer(book, pages, edition, jinja, lagging) for edition in EDITIONS}


def on_nav(nav: Navigation, config: MkDocsConfig, files: Any) -> Navigation:
    """From here on files are written."""
    _build.started = True
    return nav


def on_page_markdown(markdown: str, page: MkDocsPage, config: MkDocsConfig, files: Any) -> str:
    """Leave out what is about universities that are not shown."""
    return _build.prose.get(f"docs/{page.file.src_uri}", markdown)


def on_page_content(html: str, page: MkDocsPage, config: MkDocsConfig, files: Any) -> str:
    """Replace the markers by components, and note what search may find on the page."""
    ours = _page(page)
    if ours:
        _build.drawn[ours.path] = Drawn(page, ours, html)
    if _build.problems:
        page.meta.pop("template", None)  # the first-aid page's own layout needs a whole rulebook
        return _build.renderers[_edition(config)].problems(str(problem) for problem in _build.problems)
    return _content(_build.drawn[ours.path]) if ours else html


def _content(drawn: Drawn) -> str:
    renderer, ours = _build.renderers[drawn.ours.edition], drawn.ours
    drawn.entries = list(page_entries(ours, drawn.prose, renderer))
    markers = {(marker.kind, marker.name): marker for marker in ours.markers}

    def component(found: re.Match[str]) -> str:
        marker = markers.get((found[1], found[2]))
        return renderer.replace(marker, ours) if marker else found[0]

    return MARKER.sub(component, drawn.prose)


def on_env(env: Environment, config: MkDocsConfig, files: Any) -> Environment:
    """Note the theme's templates, for the live site."""
    _build.themes[_edition(config)] = env
    return env


def on_page_context(context: dict[str, Any], page: MkDocsPage, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """Give the theme its frame."""
    drawn = _build.drawn.get(f"docs/{page.file.src_uri}")
    if drawn:
        renderer, site_url = _build.renderers[drawn.ours.edition], config.site_url or "/"
        context["frame"] = Frame(renderer, drawn.ours, site_url, page.content or "")
        if page.meta.get("template") == "first-aid.html":
            context["first_aid"] = drawn.first_aid = FirstAid(renderer, drawn.ours, _build.components, site_url)
        drawn.context = context
    return context


def on_template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> dict[str, Any]:
    """Give the page that is not there its words, in all languages."""
    if template_name == "404.html":
        context["not_found"] = not_found(list(_build.renderers.values()), urlsplit(config.site_url or "/").path)
    return context


def on_post_page(output: str, page: MkDocsPage, config: MkDocsConfig) -> str:
    """Put the content policy into the page. The live site reloads by a script within the page, which the policy would refuse."""
    _build.finished += 1
    if not _build.finished % TOLD:
        log.info(f"rulebook: {_build.finished} of {len(_build.pages.by_key)} pages")
    return output if _serving else secured(output)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """Put the content policy into the page that is not there."""
    return secured(output_content) if template_name == "404.html" and not _serving else output_content


@event_priority(-200)
def on_post_build(config: MkDocsConfig) -> None:
    """Write what belongs to the whole site. After the nested builds this runs last, and has the last word."""
    if _i18n(config).building or _build.problems:
        return
    site = Path(config.site_dir)
    _write_beside(config)
    for path, more in styles(_build.book.site.colours).items():
        _write(site / path, (site / path).read_text(encoding="utf-8") + more)
    if not _serving:
        for name, text in kept(site, _first_aid(), _build.pages):
            _write(site / name, text)
        _say_what_was_built()


def _write_beside(config: MkDocsConfig) -> None:
    site, built = Path(config.site_dir), build_time(os.environ["SOURCE_DATE_EPOCH"])
    entries = {edition: [entry for one in _build.drawn.values() if one.ours.edition == edition for entry in one.entries] for edition in EDITIONS}
    for path, content in [*beside(_build.renderers, entries, config.site_url or "/", built), *copies(site, _first_aid())]:
        _write(site / path, content)


def _first_aid() -> list[FirstAid]:
    return [one.first_aid for one in _build.drawn.values() if one.first_aid]


def on_serve(server: Any, config: MkDocsConfig, builder: Callable[[], None]) -> Any:
    """Let the live site build anew only where drawing anew is not enough."""

    def draw_or_build() -> None:
        if beside := getattr(server, "beside", None):
            beside.join()
        if not _draw_anew(config):
            builder()
            return
        # The browser may show the page at once; the search and the data follow.
        server.beside = Thread(target=_write_beside, args=[config])
        server.beside.start()

    server.builder = draw_or_build
    return server


def _draw_anew(config: MkDocsConfig) -> bool:
    """Draw the pages that a change in the rule files touches; return whether nothing else can have changed."""
    root, old = _root(config), _build
    book, pages, problems = read_and_check(root)
    if problems or old.problems or stamp([root / "docs", root / "overrides"]) != old.around:
        return False
    chosen = select(book, pages, root)
    ids = changed(old.book, chosen.book)
    if ids is None or chosen.pages != old.pages:
        return False
    _build.book, _build.renderers = chosen.book, _renderers(chosen.book, old.pages, root)
    for drawn in old.drawn.values():
        file = Path(drawn.page.file.abs_dest_path)
        if mentions(file.read_text(encoding="utf-8"), ids):
            drawn.page.content = _content(drawn)
            context = on_page_context(drawn.context, drawn.page, config, drawn.context["nav"])
            template = _build.themes[drawn.ours.edition].get_template(drawn.page.meta.get("template", "main.html"))
            _write(file, template.render(context))
    return True


def on_build_error(error: Exception) -> None:
    """Leave nothing half-built behind."""
    build = globals().get("_build")
    if build and build.started and not _serving and _site:
        shutil.rmtree(_site, ignore_errors=True)


_site: Path | None = None


def on_files(files: Any, config: MkDocsConfig) -> Any:
    """Note where the site is written, for `on_build_error`; leave out what no page loads of the theme, and pages that are not shown."""
    global _site
    _site = Path(config.site_dir)
    shown = {page.path for page in _build.pages.by_key.values()}
    for file in list(files):
        unused = file.src_uri.startswith("assets/javascripts/") or file.src_uri.endswith(".css.map")
        left_out = _build.book.part and file.is_documentation_page() and f"docs/{file.src_uri}" not in shown
        if unused or left_out:
            files.remove(file)
    return files


def _say_what_was_built() -> None:
    book = _build.book
    covered = {passage for rule in book.rules.values() for passage in rule.cites}
    log.info(
        f"rulebook: {len(EDITIONS)} editions, {len(_build.pages.by_key)} pages, {len(book.rules)} rules, "
        f"{len(covered)} of {len(book.passages)} passages covered, no problems"
    )


def _edition(config: MkDocsConfig) -> Edition:
    # The outer build's first event comes before static-i18n has chosen.
    i18n = _i18n(config)
    edition: Edition = i18n.current_language or i18n.default_language
    return edition


def _i18n(config: MkDocsConfig) -> Any:
    return config.plugins["i18n"]


def _root(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent


def _page(page: MkDocsPage) -> Page | None:
    path = f"docs/{page.file.src_uri}"
    return next((found for found in _build.pages.by_key.values() if found.path == path), None)


def _write(file: Path, content: str | bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
