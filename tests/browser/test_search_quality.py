"""The search finds what staff look for, in their own words: tests/search/queries.yml. `make search-check` prints the scores, and what fell."""

from collections import defaultdict
from fnmatch import filter as matching

import pytest
import yaml

START = {"sv": "/", "sv-FI": "/sv-FI/", "en": "/en/"}
FIRST, THIRD = 0.80, 0.95
"""How often the first result must be right, and one of the first three."""

FIND = """async (queries) => {
    const search = document.querySelector("site-search");
    await search.load();
    return queries.map((query) => {
        const { hits, urgent } = search.find(query);
        return [...(urgent ? ["harassed"] : []), ...hits.slice(0, 10).map(({ doc }) => doc.anchor || doc.page)];
    });
}"""


@pytest.fixture(scope="module")
def places(book):
    """What a result may lead to → the rules it rests on."""
    found = {name: {name} for name in book.rules}
    found |= {name: {rule for answer in question.answers.values() for rule in answer.rules} for name, question in book.questions.items()}
    found |= {f"term-{name}": set() for name in book.terms}
    for component in book.components():
        found.setdefault(component.id, set())
    for steps in book.steps.values():
        found |= {f"{steps.id}-{step.id}": set(step.rules) for step in steps.steps}
    return found


@pytest.fixture(scope="module")
def queries(project):
    return yaml.safe_load((project / "tests/search/queries.yml").read_text(encoding="utf-8"))


def right(query, places):
    """Return the places that answer a query: those it names, and those that rest on a rule it names."""
    named = {name for pattern in query["find"] for name in matching(places, pattern)}
    return {place for place, rules in places.items() if place in named or rules & named}


def test_every_query_names_what_there_is(queries, places):
    assert [f"{query['q']}: {name}" for asked in queries.values() for query in asked for name in query["find"] if not matching(places, name)] == []


def test_there_are_enough_queries_of_all_kinds(queries):
    assert all(len(asked) >= 50 for asked in queries.values())
    kinds = {"everyday", "question", "inflected", "compound", "synonym", "typo", "diacritics", "term", "platform", "mixed"}
    assert all({query["kind"] for query in asked} == kinds for asked in queries.values())


@pytest.mark.parametrize("edition", START)
def test_the_search_finds_it(edition, page, address, queries, places):
    page.goto(address + START[edition])
    asked = queries[edition]
    ranks = defaultdict(list)
    for query, found in zip(asked, page.evaluate(FIND, [query["q"] for query in asked]), strict=True):
        wanted = right(query, places)
        rank = next((number for number, place in enumerate(found, 1) if place in wanted), 99)
        for group in (query["kind"], "all"):
            ranks[group].append(rank)
        if rank > 3:
            print(f"fell: {edition} {query['kind']} «{query['q']}»: {', '.join(found[:3]) or 'nothing'}")
    print(f"\n{edition:12}  queries  hit@1  hit@3")
    for kind, all_ranks in ranks.items():
        print(f"  {kind:12}{len(all_ranks):7}  {share(all_ranks, 1):5.2f}  {share(all_ranks, 3):5.2f}")
    assert share(ranks["all"], 1) >= FIRST
    assert share(ranks["all"], 3) >= THIRD


def share(ranks, most):
    return sum(rank <= most for rank in ranks) / len(ranks)
