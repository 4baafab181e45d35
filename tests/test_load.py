"""YAML text → data with the line of every value."""

from rulebook.load import field_name, parse


def lines(text):
    source, problems = parse(text, "file.yml")
    assert problems == []
    return source


def test_every_value_knows_its_line():
    source = lines("a: 1\nb:\n  - x\n  - c: y\n")
    assert source.line(("b", 1, "c")) == 4
    assert source.line(("b",)) == 2


def test_a_place_that_is_not_there_has_the_line_of_what_is_around_it():
    source = lines("a: 1\nb:\n  c: 2\n")
    assert source.line(("b", "missing", 3)) == 2


def test_dates_and_numbers_in_quotes_stay_text():
    assert lines("day: 2026-11-20\nphone: '112'\n").data == {"day": "2026-11-20", "phone": "112"}


def test_a_place_is_written_as_people_do():
    assert field_name(("answers", 1, "next")) == "answers[1].next"


def test_a_bomb_of_aliases_is_refused_before_it_unfolds():
    bomb = "a: &a [x]\n" + "".join(f"l{n}: &l{n} [*{'a' if n == 0 else f'l{n - 1}'}, *{'a' if n == 0 else f'l{n - 1}'}]\n" for n in range(60))
    source, problems = parse(bomb, "file.yml")
    assert source is None
    assert "aliases" in problems[0].message
