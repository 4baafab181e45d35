"""How each platform counts. `overrides/components/template/count.js` counts the same way in the browser.

`docs/rulebook/platforms.yml` names the method of each platform, and where that is written. The table of
samples in tests/test_counting.py holds the two together.
"""

import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

import regex

from rulebook.model import PLACEHOLDER, Blank, Counting, Limit

URL_LENGTH = 23
"""What X and Mastodon count an address as, however long it is."""

LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""The signs that weigh one at X; all others weigh two. twitter-text, config/v3.json."""

ADDRESS = regex.compile(r"(^|[^A-Za-z0-9@$#])https?://\S*[^\s.,:;!?)\"'”’]", regex.IGNORECASE)
MENTION = regex.compile(r"(^|[^=/\p{L}\p{N}_])(@[\p{L}\p{N}_]+)@[\p{L}\p{N}._-]*[\p{L}\p{N}_]")
GRAPHEME = regex.compile(r"\X")
EMOJI = regex.compile(r"\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3")


class Count(NamedTuple):
    """How long a text is: in the platform's own units, and in bytes."""

    units: int
    bytes: int


def count(text: str, method: Counting) -> Count:
    """Return how long a text is as a platform counts it."""
    normal = unicodedata.normalize("NFC", text)
    return Count(METHODS[method](normal), len(normal.encode()))


def excess(text: str, limit: Limit, method: Counting) -> int:
    """Return how much of a text does not fit, in units or in bytes, whichever is more; 0 or less where it fits."""
    found = count(text, method)
    return max(found.units - limit.max, found.bytes - limit.max_bytes if limit.max_bytes else 0)


def longest(words: str, fields: dict[str, Blank]) -> Iterator[str]:
    """Yield a text with every field as long as it may be: in letters, and where it holds addresses with those."""
    words = words.strip()
    yield PLACEHOLDER.sub(lambda found: "å" * fields[found[1]].max, words)
    if any(fields[name].kind == "url" for name in PLACEHOLDER.findall(words)):
        yield PLACEHOLDER.sub(lambda found: _longest_address(fields[found[1]]), words)


def _longest_address(field: Blank) -> str:
    return "https://".ljust(field.max, "x") if field.kind == "url" else "å" * field.max


def _graphemes(text: str) -> list[str]:
    return GRAPHEME.findall(text)


def _weighted(text: str) -> int:
    """X: most letters weigh one, other signs two, and a whole emoji two."""
    return sum(2 if EMOJI.search(grapheme) else sum(map(_weight, grapheme)) for grapheme in _graphemes(text))


def _weight(sign: str) -> int:
    return 1 if any(first <= ord(sign) <= last for first, last in LIGHT) else 2


def _short_addresses(text: str) -> str:
    return ADDRESS.sub(lambda found: found[1] + "x" * URL_LENGTH, text)


METHODS: dict[Counting, Callable[[str], int]] = {
    "code-points": len,
    "x-post": lambda text: _weighted(_short_addresses(text)),
    # X does not say how it counts a description: the stricter of two counts, and addresses as they are.
    "x-weighted": lambda text: max(len(text), _weighted(text)),
    "graphemes-bytes": lambda text: len(_graphemes(text)),
    "graphemes-url23": lambda text: len(_graphemes(MENTION.sub(r"\1\2", _short_addresses(text)))),
}
