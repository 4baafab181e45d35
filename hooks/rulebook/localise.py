"""The words of one edition: each text with the language it is really in."""

from dataclasses import dataclass
from datetime import date

from rulebook.book import Rulebook
from rulebook.model import Edition, Keywords, Original, Plural, Text

FALLBACK: dict[Edition, tuple[Edition, ...]] = {
    "sv": ("sv", "sv-FI", "en"),
    "sv-FI": ("sv-FI", "sv", "en"),
    "en": ("en", "sv", "sv-FI"),
}
"""Edition → the languages to look in, best first. English is last for Swedish readers: a document's own title may be in English only."""

MONTHS = {
    "sv": ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
}


@dataclass(frozen=True)
class Words:
    """Words and the language they are in. `lang` is empty where it is the language of the page."""

    text: str
    lang: str = ""

    def __str__(self) -> str:
        """Return the words alone."""
        return self.text

    def __bool__(self) -> bool:
        """Say whether there are words."""
        return bool(self.text)


class Localiser:
    """Gives the words of one edition."""

    def __init__(self, book: Rulebook, edition: Edition) -> None:
        """Take the rulebook and the edition to speak."""
        self.book, self.edition = book, edition

    def words(self, text: Text | Original | None) -> Words:
        """Return the words of a text in this edition, or in the nearest language it has."""
        if text is None:
            return Words("")
        given = text.given()
        language = next(language for language in FALLBACK[self.edition] if language in given)
        return Words(given[language], "" if language == self.edition else language)

    def keywords(self, keywords: Keywords) -> list[str]:
        """Return what people type in this edition; a Swedish reader finds by both varieties' words."""
        given = keywords.given()
        languages: tuple[Edition, ...] = ("en",) if self.edition == "en" else ("sv", "sv-FI")
        return [word for language in languages for word in given.get(language, ())]

    def string(self, key: str, **values: str | int) -> str:
        """Return an interface string, its placeholders filled in; `n` chooses the plural form."""
        given = self.book.strings[key].given()
        words = given[next(language for language in FALLBACK[self.edition] if language in given)]
        if isinstance(words, Plural):
            words = words.one if values.get("n") == 1 else words.other
        for name, value in values.items():
            words = words.replace("{" + name + "}", str(value))
        return words

    def forms(self, key: str) -> dict[str, str]:
        """Return an interface string as {form: words}, for scripts that fill it in themselves."""
        given = self.book.strings[key].given()
        words = given[next(language for language in FALLBACK[self.edition] if language in given)]
        return {"one": words.one, "other": words.other} if isinstance(words, Plural) else {"other": words}

    def day(self, iso: str) -> str:
        """Write `2026-11-20` as people do: 20 november 2026, 20 November 2026."""
        day = date.fromisoformat(iso)
        months = MONTHS["en" if self.edition == "en" else "sv"]
        return f"{day.day} {months[day.month - 1]} {day.year}"
