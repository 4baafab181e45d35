"""How rules are worded: the verb that carries their force, the length of sentences, and LIX.

The verbs are those of the style sheet (`STYLE.md`). LIX is Björnsson's readability index (1968): words a
sentence plus the percentage of words of more than six letters.
"""

import re
from collections.abc import Iterable, Iterator

from rulebook import model
from rulebook.book import Rulebook
from rulebook.load import Place
from rulebook.model import Edition, Force
from rulebook.problems import Problem

LONGEST_SENTENCE = 25
"""Words."""
HIGHEST_LIX = 38

NEGATION = {"sv": r"(?:\s+[\w-]+){0,6}?\s+(?:inte|aldrig|ingen|inget|inga|varken)\b", "en": r"(?:\s+[\w-]+){0,2}?\s+(?:not|never|no)\b"}

VERBS: dict[str, dict[Force, str]] = {
    "sv": {
        "must": r"\b(?:ska|måste)\b",
        "must-not": rf"\b(?:får|ska|kan){NEGATION['sv']}|\b(?:inga|inget|ingen|aldrig)\b|\bundvika?\b|\bförbjud\w*|\bvarken\b",
        "should": r"\bbör\b",
        "should-not": rf"\bbör{NEGATION['sv']}|\bbör undvika\b",
        "may": r"\b(?:kan|får|behöver inte|går att)\b",
        "right": r"\b(?:har\b.*\brätt|får|kan|fritt?|fria|rätt|rättighet)\b",
    },
    "en": {
        "must": r"\bmust\b",
        "must-not": r"\bmust\b(?:\s+[\w-]+){0,2}?\s+(?:not|never)\b|\bmay not\b|\bmust avoid\b|\bno\b.*\bmay\b|\bnor\b|\bnot allowed\b|\bforbidden\b|\bprohibited\b",
        "should": r"\bshould\b",
        "should-not": r"\bshould (?:not|never|avoid)\b",
        "may": r"\b(?:may|can|need not|do not need to|does not need to)\b",
        "right": r"\b(?:rights?|free|may|can|entitled)\b",
    },
}
"""Language and force → the verbs that carry it."""

TOO_STRONG: dict[str, dict[Force, str]] = {
    "sv": {
        "should": r"\b(?:ska|måste)\b",
        "may": r"\b(?:[Dd]u|ni) (?:ska|måste|bör)\b",
        "right": r"\b(?:[Dd]u|ni) (?:ska|måste|bör)\b",
        "fact": r"\b[Dd]u (?:ska|måste|bör|får inte)\b",
    },
    "en": {
        "should": r"\bmust\b",
        "may": r"\b[Yy]ou (?:must|should)\b",
        "right": r"\b[Yy]ou (?:must|should)\b",
        "fact": r"\b[Yy]ou (?:must|should|may not)\b",
    },
}
"""Language and force → verbs that say more than the rule does."""

WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
SENTENCE_END = re.compile(r"(?<=[.!?:])\s+(?=[\"”“A-ZÅÄÖ0-9])")


def wording(book: Rulebook) -> list[Problem]:
    """Return every rule whose words do not agree with its force, or are hard to read."""
    return [*_rules(book), *_hard(book)]


def lix(texts: Iterable[str]) -> float:
    """Return the LIX of texts taken together; 0 for no words."""
    all_sentences = [sentence for text in texts for sentence in sentences(text)]
    words = [word for sentence in all_sentences for word in WORD.findall(sentence)]
    if not words:
        return 0.0
    return len(words) / len(all_sentences) + 100 * sum(len(word) > 6 for word in words) / len(words)


def sentences(text: str) -> list[str]:
    """Split a text into its sentences."""
    return [part for part in SENTENCE_END.split(text.strip()) if WORD.search(part)]


def swedish_texts(book: Rulebook, university: str) -> list[str]:
    """Return the text of each rule of a university, in the Swedish it is written in."""
    variety = book.universities[university].variety
    return [rule.text.given()[variety] for rule in book.rules_of(university) if variety in rule.text.given()]


def _rules(book: Rulebook) -> Iterator[Problem]:
    for rule in book.rules.values():
        origin = book.origins["rules", rule.id]
        for edition, words in rule.text.given().items():
            for message in _verb(rule.force, words, edition):
                yield origin.problem(("text", edition), message)
        for place, words in _texts(rule):
            for sentence in sentences(words):
                if (count := len(WORD.findall(sentence))) > LONGEST_SENTENCE:
                    yield origin.problem(place, f"a sentence has {count} words; expected at most {LONGEST_SENTENCE}: “{sentence[:40]}…”")


def _texts(rule: model.Rule) -> Iterator[tuple[Place, str]]:
    for name in ("text", "why", "differs", "unclear"):
        text: model.Text | None = getattr(rule, name)
        for edition, words in (text.given() if text else {}).items():
            yield (name, edition), words


def _verb(force: Force, words: str, edition: Edition) -> Iterator[str]:
    language = "en" if edition == "en" else "sv"
    carried = VERBS[language].get(force)
    if carried and not re.search(carried, words):
        yield f"has no verb for '{force}'; see STYLE.md, “Words for force”"
    found = re.search(TOO_STRONG[language].get(force, r"(?!)"), words)
    if found:
        yield f"found '{found.group()}'; it is stronger than '{force}'"


def _hard(book: Rulebook) -> Iterator[Problem]:
    for university in book.universities:
        value = lix(swedish_texts(book, university))
        if value > HIGHEST_LIX:
            yield book.origins["universities", university].problem((), f"the Swedish rules have LIX {value:.1f}; expected at most {HIGHEST_LIX}")
