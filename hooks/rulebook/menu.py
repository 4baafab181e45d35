"""The menu: which pages stand where, what lies beside a page, above it and after it.

`nav.yml` lists the pages of each section. The page of a component needs no entry: it stands below the
page that catalogues its kind.
"""

from functools import cached_property

from rulebook import model
from rulebook.book import Rulebook
from rulebook.model import Edition
from rulebook.pages import Page, Pages

CATALOGUED = ("checklist", "tree", "description", "message")
"""The kinds of component that have a catalogue."""


class Menu:
    """The menu as one page of an edition sees it."""

    def __init__(self, book: Rulebook, pages: Pages, page: Page) -> None:
        """Take the page; everything is found when asked for."""
        self.book, self.pages, self.page = book, pages, page

    @cached_property
    def sections(self) -> list[tuple[model.NavSection, list[Page]]]:
        """Every section with its pages."""
        return [(section, _pages(section, self.pages, self.page.edition)) for section in self.book.nav.values()]

    @cached_property
    def parent(self) -> Page | None:
        """The catalogue that the page stands below."""
        return catalogue_of(self.page, self.pages)

    @cached_property
    def section(self) -> model.NavSection | None:
        """The section that the page stands in."""
        key = (self.parent or self.page).key
        return next((section for section in self.book.nav.values() if key in section.pages), None)

    @cached_property
    def entries_of_section(self) -> list[Page]:
        """The pages of that section."""
        return _pages(self.section, self.pages, self.page.edition) if self.section else []

    @cached_property
    def beside(self) -> list[Page]:
        """The pages to list beside this one: its catalogue's, else its section's."""
        if self.parent:
            return self._catalogued(self.parent)
        return self.entries_of_section if len(self.entries_of_section) > 1 else []

    @cached_property
    def next(self) -> Page | None:
        """The page after this one among those beside it."""
        keys = [page.key for page in self.beside]
        after = keys.index(self.page.key) + 1 if self.page.key in keys else len(keys)
        return self.beside[after] if after < len(keys) else None

    def _catalogued(self, catalogue: Page) -> list[Page]:
        kinds = [marker.name for marker in catalogue.markers if marker.kind == "catalogue"]
        components = [component for kind in kinds for component in self.book.components() if component.kind == kind]
        found = [self.pages.with_marker(self.page.edition, component.kind, component.id) for component in components]
        return [page for page in found if page]


def catalogue_of(page: Page, pages: Pages) -> Page | None:
    """Return the catalogue that lists a page because of its component, if there is one."""
    for marker in page.markers:
        if marker.kind in CATALOGUED:
            return pages.with_marker(page.edition, "catalogue", marker.kind)
    return None


def _pages(section: model.NavSection, pages: Pages, edition: Edition) -> list[Page]:
    return [page for key in section.pages if (page := pages.get(edition, key))]
