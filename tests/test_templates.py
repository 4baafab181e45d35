"""Every text to copy fits every platform it names, in every language, and can hold what is required of it."""

import shutil

import pytest

from rulebook.check import read_and_check
from rulebook.counting import excess, longest


@pytest.fixture(scope="module")
def templates(book):
    return [*book.descriptions.values(), *book.messages.values()]


def combinations(book, templates):
    """Yield (template, body, language, platform, limit, words) for every text in every place and language."""
    for template in templates:
        for body in template.bodies:
            for language, words in body.text.given().items():
                for platform, limit, name in book.limits(body):
                    yield template, body, language, platform, limit, name, words


def test_every_text_fits_with_its_fields_full(book, templates, capsys):
    fitted = 0
    for template, body, language, platform, limit, name, words in combinations(book, templates):
        fields = {field.id: field for field in template.fields}
        for text in longest(words, fields):
            over = excess(text, limit, limit.counting or platform.counting)
            assert over <= 0, f"{template.id}, {body.id}, {language}: {over} too many for {name}"
        fitted += 1
    languages = sum(len(body.text.given()) for template in templates for body in template.bodies)
    with capsys.disabled():
        print(f"\n{len(templates)} templates, {languages} texts in all languages: {fitted} pairs of text and platform fit")
    assert fitted > 0


def test_every_platform_has_a_text(book, templates):
    used = {platform.id for _, _, _, platform, *_ in combinations(book, templates)}
    assert used == set(book.platforms)


def test_every_description_names_the_places_it_is_for(book):
    assert [f"{template.id}/{body.id}" for template in book.descriptions.values() for body in template.bodies if not body.platforms] == []


def test_no_text_needs_the_name_of_a_person(templates):
    """A label that asks for a person's own name would be wrong in every university."""
    words = ("ditt namn", "your name", "förnamn", "efternamn", "first name", "surname")
    for template in templates:
        for field in template.fields:
            for label in field.label.given().values():
                assert not any(word in label.lower() for word in words), f"{template.id}: {field.id}"


TOO_LONG = """id: account
title: {sv: Presentation, en: Description}
lead: {sv: En kort text., en: A short text.}
fields:
  - {id: unit, label: {sv: Enhet, en: Unit}, example: {sv: Enheten, en: The unit}, max: 150, missing: {sv: Skriv enheten, en: Write the unit}}
bodies:
  - id: short
    title: {sv: Kort, en: Short}
    platforms: [x.bio]
    lacks: [senders]
    text:
      sv: "Konto för {unit}."
      en: "Account of {unit}."
required:
  - {id: sender, text: {sv: Avsändaren, en: The sender}, fields: [unit], rules: [ume-open-approval]}
"""


def test_the_build_tells_what_does_not_fit_and_by_how_much(project, tmp_path):
    shutil.copytree(project / "tests/good", tmp_path / "p")
    (tmp_path / "p/docs/rulebook/descriptions/account.yml").write_text(TOO_LONG, encoding="utf-8")
    assert [str(problem) for problem in read_and_check(tmp_path / "p")[2]] == [
        "docs/rulebook/descriptions/account.yml:10: bodies[0].lacks[0]: no required element is called 'senders' (did you mean 'sender'?)",
        "docs/rulebook/descriptions/account.yml:12: bodies[0].text.sv: does not fit x.bio (160) with its fields full: 1 too many",
        "docs/rulebook/descriptions/account.yml:13: bodies[0].text.en: does not fit x.bio (160) with its fields full: 2 too many",
    ]
