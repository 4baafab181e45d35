"""The first-aid page: what stands around its steps, and its copies for times without a network."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from markupsafe import Markup

from rulebook import model
from rulebook.colours import within
from rulebook.model import EDITIONS, Edition
from rulebook.pages import Page
from rulebook.policy import secured
from rulebook.render import Renderer

KEY = "help-now"
"""The key of the page."""

STYLE, TOOLS_STYLE = "steps/steps.css", "log/log.css"
"""What the page carries inside it, and what its tools load."""

MESSAGES = ("stop-request", "report-to-supervisor", "report-to-contact", "keep-evidence")
"""The texts at hand: to the harasser, the manager, the contact, a colleague who keeps the evidence."""

FIELDS = ("when", "where", "address", "account", "what", "saw", "kept", "told")
"""The fields of an entry in the evidence log."""

MANIFEST, TOOLS, AWAY = "manifest.webmanifest", "tools.html", "away.html"
LONGEST_KEPT = timedelta(days=90)
"""After this a copy says that it is old."""

ROW = 38
"""Characters on a row of a field, on a phone."""

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SPACE = re.compile(r"\s*([{};])\s*|(?<=[:,])\s+|\s*\n\s*")
"""Space in a style that says nothing."""
SYMBOL = re.compile(r'<symbol id="([^"]+)".*?</symbol>', re.DOTALL)
USED = re.compile(r'<use href="#([^"]+)"')
MODULE = re.compile(r'<script type="module" src="([^"]+)"></script>\n?')
LINK = re.compile(r'<link rel="(?:manifest|apple-touch-icon|icon)"[^>]*>\n?')
HREF = re.compile(r'(?<= href=")(?![a-z]+:|#)([^"]*)(?=")')


class FirstAid:
    """What one edition's page needs besides its steps and help routes."""

    def __init__(self, renderer: Renderer, page: Page, components: Path, site_url: str) -> None:
        """Take the page; everything is drawn when asked for."""
        self.renderer, self.page, self.components, self.site_url = renderer, page, components, site_url
        self.book, self.local, self.edition = renderer.book, renderer.local, page.edition
        components_of_page = (self.book.component(marker.kind, marker.name) for marker in page.markers)
        self.steps = next(component for component in components_of_page if isinstance(component, model.Steps)).steps

    @cached_property
    def style(self) -> Markup:
        """The page's style."""
        return self._style(STYLE) + Markup(within(self.book.site.colours))

    @property
    def header(self) -> Markup:
        """The header, with the icons that the page uses."""
        editions = self._editions()
        other = next(edition for edition in editions if (edition == "en") != (self.edition == "en"))
        name = self.local.string(f"language.{other}.own").partition(" (")[0]
        phone = self.book.help[self.steps[0].routes[0]].phone
        return self._draw("steps/header.html", symbols=self._symbols(), other=other, url=editions[other], name=name, phone=phone)

    @cached_property
    def after(self) -> Markup:
        """What follows the steps and the help routes: contacts, messages, the log, keeping the page."""
        return self._contacts() + self._plain_tools + self._offline()

    @cached_property
    def tools(self) -> Markup:
        """The messages and the log, which a script puts in the place of their plain form: the page itself stays small."""
        return self._messages + self._draw("log/log.html", fields=FIELDS, style=TOOLS_STYLE)

    @property
    def footer(self) -> Markup:
        """The footer."""
        return self._draw("steps/footer.html", editions=self._editions())

    @property
    def manifest(self) -> str:
        """The web manifest, which lets a phone keep the page on its home screen."""
        self.renderer.here = self.page.url
        icons = [
            {"src": self.renderer.to(f"assets/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any maskable"}
            for size in (192, 512)
        ]
        say = self.local.string
        names = {"name": say("offline.app"), "short_name": say("offline.app_short"), "lang": self.edition}
        return json.dumps(
            {
                **names,
                "start_url": "./",
                "scope": "./",
                "display": "standalone",
                "background_color": "#f4f6f2",
                "theme_color": "#f4f6f2",
                "icons": icons,
            },
            ensure_ascii=False,
        )

    def one_file(self, html: str) -> str:
        """Return the page as one file that works from anywhere: no scripts, whole addresses, the messages, what to log, and what it is."""
        alone = html.replace(self._plain_tools, self._messages + self._paper_log).replace("</style>", f"{self._style(TOOLS_STYLE)}</style>")
        alone = LINK.sub("", MODULE.sub("", alone))
        alone = HREF.sub(lambda found: urljoin(self.site_url + self.page.url, found[1]), alone)
        return secured(alone.replace('class="quiet saved" hidden', 'class="quiet saved"').replace('class="online"', 'class="online" hidden'))

    @cached_property
    def away(self) -> str:
        """What shows instead of a page that is not on the device, at any address."""
        base = urlsplit(self.site_url).path
        return secured(self._draw("offline/away.html", base=base, style=self._style("offline/away.css")))

    def _contacts(self) -> Markup:
        universities = sorted(self.book.universities.values(), key=self.renderer.abroad)
        return self._draw("steps/contacts.html", universities=universities, urls=self._editions())

    @cached_property
    def _messages(self) -> Markup:
        return self._draw("steps/messages.html", messages=self._at_hand(), filled=self._filled, rows=_rows)

    @cached_property
    def _plain_tools(self) -> Markup:
        return self._draw("steps/tools.html", messages=self._at_hand(), paper=self._paper_log, address=TOOLS)

    @cached_property
    def _paper_log(self) -> Markup:
        return self._draw("steps/paper.html", fields=FIELDS)

    def _at_hand(self) -> list[model.Message]:
        return [self.book.messages[name] for name in MESSAGES if name in self.book.messages]

    def _offline(self) -> Markup:
        checked = self.checked
        again = (date.fromisoformat(checked) + LONGEST_KEPT).isoformat()
        return self._draw(
            "offline/offline.html",
            checked=self.local.day(checked),
            again=self.local.day(again),
            address=self.site_url + self.page.url,
            file=self.local.string("offline.name"),
        )

    @property
    def checked(self) -> str:
        """The day when the last of the help routes was checked."""
        return max(route.source.date for route in self.book.help.values())

    def _filled(self, message: model.Message, body: model.Body) -> str:
        """Return a text with the name of each field in brackets."""
        labels = {field.id: self.renderer.plain(field.label) for field in message.fields}
        return model.PLACEHOLDER.sub(lambda found: f"[{labels[found[1]]}]", self.renderer.plain(body.text))

    def _editions(self) -> dict[Edition, str]:
        """Return {edition: way to its page}."""
        self.renderer.here = self.page.url
        return {edition: self.renderer.to(page.url) for edition in EDITIONS if (page := self.renderer.pages.get(edition, KEY))}

    def _symbols(self) -> Markup:
        """Return the icons that the page uses, out of the site's sprite."""
        sprite = (self.components / "header/sprite.html").read_text(encoding="utf-8")
        wanted = {"i-call", *USED.findall(self.after + self.tools)}
        return Markup("".join(found[0] for found in SYMBOL.finditer(sprite) if found[1] in wanted))

    def _style(self, name: str) -> Markup:
        """Return a style without comments and needless space."""
        css = (self.components / name).read_text(encoding="utf-8")
        return Markup(SPACE.sub(lambda found: found[1] or "", COMMENT.sub("", css)).replace(";}", "}"))

    def _draw(self, template: str, **context: object) -> Markup:
        self.renderer.here = self.page.url
        return Markup(self.renderer.draw(template, page=self.page, **context))


def _rows(words: str) -> int:
    return sum(1 + len(line) // ROW for line in words.split("\n"))


def copies(site: Path, all_editions: Iterable[FirstAid]) -> Iterator[tuple[str, str]]:
    """Yield (path, text) of what stands beside each edition's page in the built site: its tools, manifest, one-file copy, and what shows for other pages without a network."""
    for one in all_editions:
        html = (site / one.page.url / "index.html").read_text(encoding="utf-8")
        yield one.page.url + TOOLS, one.tools
        yield one.page.url + AWAY, one.away
        yield one.page.url + MANIFEST, one.manifest
        yield one.page.url + one.local.string("offline.name"), one.one_file(html)
