"""Every way of counting gives the numbers that its own source publishes, in Python and in the browser's script alike."""

import json
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from rulebook.counting import count, excess, longest
from rulebook.model import Blank, Counting, Limit, Origin, Title

METHODS = get_args(Counting)
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f467"
SINGER, WAVING = "\U0001f468\u200d\U0001f3a4", "\U0001f64b\U0001f3fd"


# twitter-text, conformance/validate.yml: WeightedTweetsWithDiscountedEmojiCounterTest.
@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("Hi http://test.co", 26),
        ("http://test.co", 23),
        ("https://www.twitter.com/aloha " * 10, 240),
        ("故人西辞黄鹤楼", 14),
        ("\U0001f637" * 160, 320),
        ("A\u0301B", 2),
        ("H\U0001f431\u263a\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466", 7),
        ("\U0001f637\U0001f47e\U0001f621\U0001f525\U0001f4a9", 10),
        (WAVING + SINGER, 4),
        (FAMILY * 140, 280),
        ("‐ ‑ ‒ – — ― ‖  ‗ ‘ ’ ‚ ‛ “ ” „ ‟ ′ ″ ‴ ‵ ‶ ‷", 44),
    ],
)
def test_a_post_on_x_weighs_what_twitter_text_says(text, weight):
    assert count(text, "x-post").units == weight


@pytest.mark.parametrize(
    ("sign", "weight"), [("å", 1), ("é", 1), ("\u00a0", 1), ("–", 1), ("”", 1), ("«", 1), ("…", 2), ("•", 2), ("€", 2), ("→", 2), ("🇸🇪", 2)]
)
def test_signs_weigh_one_or_two_at_x(sign, weight):
    assert count(sign, "x-post").units == weight


def test_a_description_on_x_is_counted_by_the_stricter_of_two_counts():
    assert count("€€", "x-weighted").units == 4
    assert count(FAMILY, "x-weighted").units == 7
    assert count("https://a.se", "x-weighted").units == 12


# bluesky-social/atproto, packages/common-web/tests/strings.test.ts.
@pytest.mark.parametrize(
    ("text", "graphemes", "in_bytes"),
    [("a", 1, 1), ("~", 1, 1), ("ö", 1, 2), ("ñ", 1, 2), ("©", 1, 2), ("⽘", 1, 3), ("☎", 1, 3), ("𓋓", 1, 4), ("😀", 1, 4), (FAMILY, 1, 25)],
)
def test_bluesky_counts_graphemes_and_bytes(text, graphemes, in_bytes):
    assert count(text, "graphemes-bytes") == (graphemes, in_bytes)


def test_bluesky_counts_a_mix():
    assert count(f"a~öñ©⽘☎𓋓😀{FAMILY}", "graphemes-bytes").units == 10


# mastodon/mastodon, spec/validators/note_length_validator_spec.rb and status_length_validator_spec.rb.
LINK = f"http://{'b' * 30}.com/example"


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("a" * 476 + f" {LINK}", 500),
        ("a" * 76 + LINK, 76 + len(LINK)),
        ("a" * 475 + f" @alice@{'b' * 30}.com", 482),
        ("✨" * 100, 100),
        ("\U0001f3f3\ufe0f\u200d\u26a7\ufe0f" * 100, 100),
    ],
)
def test_mastodon_counts_graphemes_addresses_and_names(text, units):
    assert count(text, "graphemes-url23").units == units


def test_a_full_stop_after_an_address_is_not_of_it():
    assert count("Se https://enhet.exempel/villkor.", "graphemes-url23").units == 3 + 23 + 1


def test_an_e_mail_address_is_counted_as_it_is():
    assert count("namn@enhet.exempel", "graphemes-url23").units == 18


def test_letters_are_counted_once_however_they_are_written():
    assert {count("a\u030a", method).units for method in METHODS} == {1}


SAMPLES = [
    "",
    "Institutionen för svensk byggnadskonst vid Umeå universitet.\n\nFrågor: namn@enhet.exempel",
    "Hello – “world” … € • → ✓ ™ ©",
    f"H\U0001f431\u263a{FAMILY}{SINGER}{WAVING}🇸🇪🇫🇮1\ufe0f\u20e3",
    f"Se {LINK}, och (https://enhet.exempel). @alice@{'b' * 30}.com HTTPS://A.SE/x",
    "故人西辞黄鹤楼 のの 트위터",
    "a\u030a e\u0301 \u1100\u1161 \u0e01\u0e33",
    "no@address.example =@a@b.se /@c@d.se\u00a0@e@f.se",
]


def test_the_script_counts_like_python():
    """Every sample in every way, in one run of the script."""
    script = (Path(__file__).parents[1] / "overrides/components/template/count.js").as_uri()
    code = f"""import {{ count }} from "{script}";
    const found = {json.dumps(SAMPLES)}.map((text) => {json.dumps(METHODS)}.map((method) => count(text, method)));
    console.log(JSON.stringify(found.map((row) => row.map(({{ units, bytes }}) => [units, bytes]))));"""
    deno = Path(sys.executable).with_name("deno")
    done = subprocess.run([deno, "run", "--quiet", "-"], input=code, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [[list(count(text, method)) for method in METHODS] for text in SAMPLES]


def limit(**values):
    title = Title(sv="presentation", en="bio")
    return Limit(title=title, source=Origin(name=title, date="2026-11-20"), **values)


def test_bytes_may_be_the_stricter_limit():
    assert excess(FAMILY * 3, limit(max=10, max_bytes=50), "graphemes-bytes") == 25
    assert excess(FAMILY * 3, limit(max=10, max_bytes=75), "graphemes-bytes") == 0
    assert excess("abc", limit(max=2, max_bytes=50), "graphemes-bytes") == 1


def field(name, **values):
    words = {"sv": "Ord", "en": "Words"}
    return Blank(id=name, label=words, example=words, missing=words, **values)


def test_the_longest_text_has_every_field_full():
    fields = {"unit": field("unit", max=10), "site": field("site", kind="url", max=20)}
    letters, addresses = longest("{unit}: {site}", fields)
    assert len(letters) == len(addresses) == 10 + 2 + 20
    assert count(letters, "graphemes-url23").units == 32
    assert count(addresses, "graphemes-url23").units == 10 + 2 + 23


def test_a_text_without_addresses_has_one_longest_form():
    assert list(longest(" {unit}! ", {"unit": field("unit", max=5)})) == ["ååååå!"]
