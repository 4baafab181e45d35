"""Which texts lag behind: one language was changed, and another was not.

`docs/rulebook/translations.json` remembers, for each text, how it read in every language when these last agreed
(a short hash of each). A text whose Swedish has changed since, and whose English has not, is behind in English.
What the record names and no file holds any more is lost, until somebody says that it shall go; see `losses`.
"""

import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from rulebook import model
from rulebook.book import Origin, Rulebook
from rulebook.load import Place
from rulebook.model import Edition
from rulebook.problems import Problem

FILE = "docs/rulebook/translations.json"
KINDS = (
    "universities", "rules", "topics", "nav", "questions", "checklists", "trees", "descriptions", "messages", "steps", "platforms",
    "law", "help", "terms", "strings",
)  # fmt: skip

Record = dict[str, dict[Edition, str]]
"""Key of a text → {language: hash of its words}."""

RECORD: TypeAdapter[Record] = TypeAdapter(Record)


@dataclass(frozen=True)
class Written:
    """One text and where it stands. Its key is stable: ids where there are ids, else numbers."""

    key: str
    owner: str
    text: model.Text | model.String
    origin: Origin
    place: Place

    def hashes(self) -> dict[Edition, str]:
        """Return {language: hash} of its words."""
        return {edition: hashlib.sha256(words.encode()).hexdigest()[:8] for edition, words in self.words().items()}

    def words(self) -> dict[Edition, str]:
        """Return its words by language, with all their forms."""
        return {edition: str(words) for edition, words in self.text.given().items()}


@dataclass(frozen=True)
class Behind:
    """A text that lags, and in which languages."""

    written: Written
    languages: tuple[Edition, ...]
    changed: tuple[Edition, ...]


def texts(book: Rulebook) -> Iterator[Written]:
    """Yield every text of the rulebook, in the order of the files."""
    for kind in KINDS:
        for name, thing in getattr(book, kind).items():
            for key, place, text in _walk(thing, f"{kind}/{name}", ()):
                yield Written(key, name, text, book.origins[kind, name], place)


def _walk(thing: object, key: str, place: Place) -> Iterator[tuple[str, Place, model.Text | model.String]]:
    if isinstance(thing, model.Text | model.String):
        yield key, place, thing
    elif isinstance(thing, model.Model):
        for field in type(thing).model_fields:
            yield from _walk(getattr(thing, field), f"{key}.{field}", (*place, field))
    elif isinstance(thing, tuple | dict):
        pairs = thing.items() if isinstance(thing, dict) else enumerate(thing)
        for index, inner in pairs:
            yield from _walk(inner, f"{key}[{getattr(inner, 'id', index)}]", (*place, index))


def read_record(root: Path) -> tuple[Record, list[Problem]]:
    """Return what was recorded, and what is wrong with the file; nothing where there is no file yet."""
    try:
        return RECORD.validate_json((root / FILE).read_bytes()), []
    except FileNotFoundError:
        return {}, []
    except (OSError, ValidationError) as error:
        why = error.errors()[0]["msg"] if isinstance(error, ValidationError) else error.strerror
        return {}, [Problem(FILE, 1, "", f"cannot be read: {why}; take back the last one that was committed")]


def behind(book: Rulebook, record: Record) -> list[Behind]:
    """Return the texts that lag. A text without a record is new, and lags behind nothing."""
    found = []
    for written in texts(book):
        before, now = record.get(written.key, {}), written.hashes()
        changed = tuple(edition for edition in now if before and before.get(edition) != now[edition])
        languages = tuple(edition for edition in now if before.get(edition) == now[edition])
        if changed and languages:
            found.append(Behind(written, languages, changed))
    return found


def agree(book: Rulebook, record: Record, ids: Collection[str] = ()) -> Record:
    """Return the record with today's words.

    Texts that lag keep their old entry, except those that belong to one of `ids`: an editorial change, or a translation
    that was looked at and still holds. The search's words are each language's own, and only named.
    """
    lagging = {found.written.key for found in behind(book, record) if found.written.owner not in ids}
    said = {w.key: record[w.key] if w.key in lagging else w.hashes() for w in texts(book)}
    return said | {f"search/{name}": {} for name in book.search}


def record_text(record: Record) -> str:
    """Return a record as the text of its file: one line a text, so that a change shows in review."""
    lines = [f"{json.dumps(key)}: {json.dumps(record[key], sort_keys=True)}" for key in sorted(record)]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def rules_behind(book: Rulebook, record: Record) -> dict[str, set[Edition]]:
    """Return {rule id: the languages in which some text of it lags}."""
    found: dict[str, set[Edition]] = {}
    for lag in behind(book, record):
        if lag.written.key.startswith("rules/"):
            found.setdefault(lag.written.owner, set()).update(lag.languages)
    return found
