"""A plain Material site with the words of a built site: page for page, the same headings and paragraphs, nothing else.

It is what the same texts would be with the standard tools and no work: Material with its search and mkdocs-static-i18n.
"""

import re
from pathlib import Path

from bs4 import BeautifulSoup, Tag

EDITIONS = {"sv": "", "sv-FI": "sv-FI/", "en": "en/"}

CONFIG = """\
site_name: Twin
site_url: {site_url}
theme: {{name: material, custom_dir: overrides, language: sv, font: false}}
plugins:
  - search
  - i18n:
      docs_structure: folder
      fallback_to_default: false
      languages:
        - {{locale: sv, name: Svenska, default: true, build: true}}
        - {{locale: sv-FI, name: Svenska (Finland), build: true}}
        - {{locale: en, name: English, build: true}}
"""

NO_TRANSLATION = '{% import "partials/languages/sv.html" as sv %}\n{% macro t(key) %}{{ sv.t(key) }}{% endmacro %}\n'
"""Material has no Finland Swedish of its own, and static-i18n asks for it."""

BLOCKS = ("h1", "h2", "h3", "h4", "p", "li", "dt", "dd", "td", "th", "summary", "label", "pre")
SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&])")


def make(site: Path, folder: Path, site_url: str) -> int:
    """Write the project of the twin of a built site into a folder; return the number of its pages."""
    (folder / "overrides/partials/languages").mkdir(parents=True)
    (folder / "overrides/partials/languages/sv-FI.html").write_text(NO_TRANSLATION, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(CONFIG.format(site_url=site_url), encoding="utf-8")
    pages = [file for file in sorted(site.rglob("index.html")) if _edition(site, file)]
    for file in pages:
        edition = _edition(site, file)
        place = file.relative_to(site / EDITIONS[edition]).with_suffix(".md")
        page = folder / "docs" / edition / place
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(_markdown(file), encoding="utf-8")
    return len(pages)


def _edition(site: Path, file: Path) -> str:
    first = file.relative_to(site).parts[0]
    return first if first in EDITIONS else "sv"


def _markdown(file: Path) -> str:
    html = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")
    main = html.select_one("article.prose") or html.select_one("main") or html.body
    for unseen in main.select("script, style, svg, template, nav"):
        unseen.decompose()
    return "\n\n".join(line for block in main.find_all(BLOCKS) if (line := _line(block))) + "\n"


def _line(block: Tag) -> str:
    """Return a block of words as Markdown; what holds other blocks says nothing itself."""
    if block.find(BLOCKS):
        return ""
    words = SPECIAL.sub(r"\\\1", " ".join(block.get_text(" ").split()))
    if not words:
        return ""
    heading = int(block.name[1]) if re.fullmatch(r"h[1-4]", block.name) else 0
    return f"{'#' * heading} {words}" if heading else f"- {words}" if block.name == "li" else words
