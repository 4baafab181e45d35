"""What a site holds beside its pages: search, data, calendars, drawings, the site map, where to report a hole."""

import gzip
from collections.abc import Iterator, Mapping
from datetime import datetime

from rulebook.calendars import calendars
from rulebook.export import export, export_schema
from rulebook.frame import sitemap
from rulebook.model import Edition
from rulebook.pages import edition_root
from rulebook.policy import SECURITY, security
from rulebook.render import Renderer
from rulebook.search import Entry, index
from rulebook.tree_map import maps


def beside(
    renderers: Mapping[Edition, Renderer], entries: Mapping[Edition, list[Entry]], site_url: str, built: datetime
) -> Iterator[tuple[str, str | bytes]]:
    """Yield (path from the root of the site, content). `entries` is what search may find on the pages; `site_url` ends with a slash."""
    first = next(iter(renderers.values()))
    for edition, found in entries.items():
        for name, text in index(found, renderers[edition].local):
            yield edition_root(edition) + name, text
    yield "rulebook.json", export(first.book)
    yield "rulebook.schema.json", export_schema()
    for renderer in renderers.values():
        yield from calendars(renderer, site_url, built)
    yield from maps(renderers.values())
    text = sitemap(first.pages, site_url)
    yield "sitemap.xml", text
    yield "sitemap.xml.gz", gzip.compress(text.encode(), mtime=0)
    if contact := security(first.book.site, site_url):
        yield SECURITY, contact
