"""What stands around the content of every page: head, header, footer; the missing page; the site map."""

import re
from functools import cached_property
from html import unescape
from urllib.parse import urljoin
from xml.sax.saxutils import escape as xml_escape

from markupsafe import Markup

from rulebook import __version__, model
from rulebook.menu import Menu
from rulebook.model import EDITIONS, Edition
from rulebook.pages import DEFAULT_EDITION, Page, Pages
from rulebook.render import SCRIPTS, Renderer

STYLED = {"checklist": "checklist", "tree": "tree", "description": "template", "message": "template",
          "sources": "sources", "help": "sources", "law": "sources", "terms": "sources", "home": "home", "catalogue": "home",
          "comparison": "comparison", "search": "search", "index": "search"}  # fmt: skip
"""Marker kind → the component folder whose style the page loads. Rules are on nearly every page: their style is the site's."""

HEADING = re.compile(r'<h2[^>]* id="([^"]+)"[^>]*>(.*?)</h2>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")


class Frame:
    """The frame of one page. `site_url` ends with a slash; `html` is what the page holds."""

    def __init__(self, renderer: Renderer, page: Page, site_url: str, html: str) -> None:
        """Take the page; everything is drawn when asked for."""
        self.renderer, self.page, self.site_url, self.html = renderer, page, site_url, html
        self.menu = Menu(renderer.book, renderer.pages, page)

    @property
    def title(self) -> str:
        """What the browser's tab says."""
        return self.renderer.site_name if self.page.key == "home" else f"{self.page.title} – {self.renderer.site_name}"

    @cached_property
    def styles(self) -> list[str]:
        """The component folders whose style the page loads."""
        return list(dict.fromkeys(STYLED[marker.kind] for marker in self.page.markers if marker.kind in STYLED))

    @cached_property
    def scripts(self) -> list[str]:
        """The component folders whose script the page loads."""
        return ["header", *dict.fromkeys(SCRIPTS[marker.kind] for marker in self.page.markers if marker.kind in SCRIPTS)]

    @property
    def head(self) -> Markup:
        """What the head says of the page."""
        absolute = absolute_alternates(self.renderer.pages, self.page.key, self.site_url)
        return self._draw("head/head.html", site=self.site_url, absolute=absolute, version=__version__)

    @property
    def dark(self) -> Markup:
        """The dark colours, and the script that chooses between them and the light ones before the first paint."""
        return self._draw("theme/theme.html")

    @property
    def header(self) -> Markup:
        """The header."""
        return self._draw("header/sprite.html") + self._draw("header/header.html", alternates=self._alternates())

    @property
    def side(self) -> Markup:
        """The pages beside this one."""
        return self._draw("side/side.html")

    @property
    def contents(self) -> Markup:
        """The headings of this page."""
        return self._draw("side/contents.html", headings=headings(self.html))

    @property
    def terms(self) -> Markup:
        """The terms that the page uses, explained."""
        text = unescape(TAG.sub(" ", self.html)).lower()
        used = [term for term in self.renderer.book.terms.values() if self._uses(term, text)]
        return self._draw("terms/used.html", used=used) if used and self.page.key != "terms" else Markup("")

    def _uses(self, term: model.Term, text: str) -> bool:
        """Say whether a text in small letters holds a term; the last letters may be inflected."""
        forms = re.sub(r"\s*\(.*?\)", "", self.renderer.plain(term.term)).lower().split(", ")
        # The plain search first: it is fifty times as fast, and mostly says no.
        return any(form in text and re.search(rf"\b{re.escape(form)}\w{{0,4}}\b", text) for form in forms)

    @property
    def crumbs(self) -> Markup:
        """The way here."""
        return self._draw("side/crumbs.html")

    @property
    def next(self) -> Markup:
        """The way on."""
        return self._draw("side/next.html")

    @property
    def footer(self) -> Markup:
        """The footer."""
        return self._draw("footer/footer.html")

    def _alternates(self) -> list[tuple[Edition, str]]:
        found = [(edition, self.renderer.pages.get(edition, self.page.key)) for edition in EDITIONS]
        return [(edition, self._to(page.url)) for edition, page in found if page]

    def _draw(self, template: str, **context: object) -> Markup:
        self.renderer.here = self.page.url
        return Markup(self.renderer.draw(template, page=self.page, menu=self.menu, **context))

    def _to(self, url: str) -> str:
        self.renderer.here = self.page.url
        return self.renderer.to(url)


def headings(html: str) -> list[tuple[str, str]]:
    """Return (anchor, words) of the second-level headings that have an anchor."""
    return [(anchor, unescape(TAG.sub("", words)).strip()) for anchor, words in HEADING.findall(html)]


def absolute_alternates(pages: Pages, key: str, site_url: str) -> list[tuple[str, str]]:
    """Return (hreflang, address) of a page in every edition, and `x-default`."""
    found = [(edition, pages.get(edition, key)) for edition in EDITIONS]
    alternates: list[tuple[str, str]] = [(edition, urljoin(site_url, page.url)) for edition, page in found if page]
    default = pages.get(DEFAULT_EDITION, key)
    return [*alternates, ("x-default", urljoin(site_url, default.url))] if default else alternates


def not_found(renderers: list[Renderer], base: str) -> Markup:
    """Return the page for an address that does not exist; `base` is the path of the site's root."""
    pages = renderers[0].pages
    homes = {edition: page.url for edition in EDITIONS if (page := pages.get(edition, "home"))}
    urgent = {edition: page.url for edition in EDITIONS if (page := pages.get(edition, "help-now"))}
    return Markup(
        renderers[0].draw("notfound/notfound.html", editions=[renderer.local for renderer in renderers], base=base, homes=homes, urgent=urgent)
    )


def sitemap(pages: Pages, site_url: str) -> str:
    """Return the site map: every page, with its other languages."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for page in pages.by_key.values():
        lines.append(f"<url><loc>{xml_escape(urljoin(site_url, page.url))}</loc>")
        for language, url in absolute_alternates(pages, page.key, site_url):
            lines.append(f'<xhtml:link rel="alternate" hreflang="{language}" href="{xml_escape(url)}"/>')
        lines.append("</url>")
    return "\n".join([*lines, "</urlset>"]) + "\n"
