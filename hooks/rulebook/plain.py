"""The whole site without a site generator: the same pages, from the same files, by Markdown and our own templates.

`mkdocs.yml` is read for two things alone: the extensions of Markdown, and the address of the site.
"""

import os
import posixpath
import re
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import yaml
from jinja2 import pass_context
from jinja2.runtime import Context
from markdown import Markdown
from markupsafe import Markup

from rulebook.beside import beside
from rulebook.calendars import build_time
from rulebook.check import read_and_check
from rulebook.colours import styles
from rulebook.firstaid import KEY, FirstAid, copies
from rulebook.frame import Frame, not_found
from rulebook.model import EDITIONS, Edition
from rulebook.offline import kept
from rulebook.pages import MARKER, Page, front_matter
from rulebook.policy import secured
from rulebook.problems import RulebookError
from rulebook.render import Renderer, environment
from rulebook.search import Entry, page_entries
from rulebook.selection import select
from rulebook.translations import read_record, rules_behind

BUILT_IN = ("toc", "tables", "fenced_code")
"""Extensions of Markdown that MkDocs always uses."""

PAGE_LINK = re.compile(r'(?<= href=")([^":#]+\.md)(?=[#"])')


def write_site(root: Path, out: Path) -> int:
    """Write the site of the project in `root` as files in `out`; return how many pages it has. Raises RulebookError."""
    site = _Site(root, out)
    site.copy_assets()
    for page in site.pages.by_key.values():
        site.write_page(page)
    site.write_rest()
    return len(site.pages.by_key)


class _Site:
    def __init__(self, root: Path, out: Path) -> None:
        book, pages, problems = read_and_check(root)
        if problems:
            raise RulebookError(problems)
        self.root, self.out, self.components = root, out, root / "overrides/components"
        self.shown = select(book, pages, root)
        self.pages = self.shown.pages
        lagging, jinja = rules_behind(book, read_record(root)[0]), environment(self.components)
        self.renderers: dict[Edition, Renderer] = {edition: Renderer(self.shown.book, self.pages, edition, jinja, lagging) for edition in EDITIONS}
        self.entries: dict[Edition, list[Entry]] = {edition: [] for edition in EDITIONS}
        self.first_aid: list[FirstAid] = []
        self.layouts = environment(root / "overrides")
        self.layouts.filters["url"] = _url
        settings = _settings(root)
        self.url: str = settings["site_url"]
        self.markdown = _markdown(settings["markdown_extensions"])

    def copy_assets(self) -> None:
        shutil.copytree(self.root / "docs/assets", self.out / "assets", dirs_exist_ok=True)
        shutil.copytree(self.components, self.out / "components", dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.html"))

    def write_page(self, page: Page) -> None:
        renderer = self.renderers[page.edition]
        prose = self._linked(self.markdown.reset().convert(self._prose(page)), page, renderer)
        self.entries[page.edition] += page_entries(page, prose, renderer)
        html = Markup(self._with_components(prose, page, renderer))
        context: dict[str, Any] = {"frame": Frame(renderer, page, self.url, html), "page": SimpleNamespace(content=html), "to": renderer.to}
        if page.key == KEY:
            context["first_aid"] = FirstAid(renderer, page, self.components, self.url)
            self.first_aid.append(context["first_aid"])
        renderer.here = page.url
        layout = self.layouts.get_template("first-aid.html" if page.key == KEY else "plain.html")
        self._write(f"{page.url}index.html", secured(layout.render(context)))

    def write_rest(self) -> None:
        self._write("404.html", secured(not_found(list(self.renderers.values()), urlsplit(self.url).path)))
        for path, content in beside(self.renderers, self.entries, self.url, build_time(os.environ.get("SOURCE_DATE_EPOCH", "0"))):
            self._write(path, content)
        for path, more in styles(self.shown.book.site.colours).items():
            self._write(path, (self.out / path).read_text(encoding="utf-8") + more)
        for path, text in copies(self.out, self.first_aid):
            self._write(path, text)
        for path, text in kept(self.out, self.first_aid, self.pages):
            self._write(path, text)

    def _write(self, path: str, content: str | bytes) -> None:
        file = self.out / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)

    def _prose(self, page: Page) -> str:
        text = (self.root / page.path).read_text(encoding="utf-8-sig")
        return self.shown.prose.get(page.path) or "\n".join(text.splitlines()[front_matter(text)[1] :])

    def _linked(self, html: str, page: Page, renderer: Renderer) -> str:
        """Turn links to files into links to pages."""
        by_path = {one.path: one.url for one in self.pages.by_key.values()}
        folder = posixpath.dirname(page.path)
        renderer.here = page.url
        return PAGE_LINK.sub(lambda found: renderer.to(by_path[posixpath.normpath(posixpath.join(folder, found[0]))]), html)

    def _with_components(self, html: str, page: Page, renderer: Renderer) -> str:
        markers = {(marker.kind, marker.name): marker for marker in page.markers}

        def component(found: re.Match[str]) -> str:
            marker = markers.get((found[1], found[2]))
            return renderer.replace(marker, page) if marker else found[0]

        return MARKER.sub(component, html)


@pass_context
def _url(context: Context, path: str) -> str:
    """Return the way from the page to a file. The context keeps Jinja from reckoning it once for all pages."""
    return str(context["to"](path))


def _settings(root: Path) -> Any:
    """Return `mkdocs.yml`; `!ENV [NAME, default]` is the variable or the default."""

    class Loader(yaml.SafeLoader):
        pass

    def variable(loader: yaml.SafeLoader, node: yaml.SequenceNode) -> Any:
        name, default = loader.construct_sequence(node)
        return os.environ.get(name, default)

    Loader.add_constructor("!ENV", variable)
    return yaml.load((root / "mkdocs.yml").read_text(encoding="utf-8"), Loader)  # noqa: S506 - the safe loader, and one tag


def _markdown(extensions: list[str | dict[str, Any]]) -> Any:
    configs = {name: settings for one in extensions if isinstance(one, dict) for name, settings in one.items()}
    return Markdown(extensions=[*BUILT_IN, *(one for one in extensions if isinstance(one, str)), *configs], extension_configs=configs)
