"""The rulebook as one versioned JSON file, for reuse by others."""

import json
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from rulebook import model
from rulebook.book import Rulebook

VERSION = 1
"""Raised when a reader of the file would have to change. A new optional key is no such change."""


class ExportedRule(model.Rule):
    """A rule, with what its place among the files says."""

    university: str
    topic: str


class ExportedPassage(model.Passage):
    """A passage, with the university whose document it stands in."""

    university: str


class Export(BaseModel):
    """The published file, `rulebook.json`."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, title="The rulebook of Rättesnöre")

    schema_: str = Field("rulebook.schema.json", alias="$schema")
    version: int = Field(VERSION, description="Version of this form.")
    licence: str = Field("CC-BY-4.0", description="Licence of the texts.")
    universities: list[model.University]
    passages: list[ExportedPassage]
    topics: list[model.Topic]
    rules: list[ExportedRule]
    questions: list[model.Question]
    checklists: list[model.Checklist]
    trees: list[model.Tree]
    descriptions: list[model.Description]
    messages: list[model.Message]
    steps: list[model.Steps]
    platforms: list[model.Platform]
    law: list[model.Law]
    help: list[model.Route]
    terms: list[model.Term]


def export(book: Rulebook) -> str:
    """Return everything the rulebook holds, as JSON with a final line break."""
    whole = Export(
        rules=[ExportedRule(university=book.university_of[r.id], topic=book.topic_of[r.id], **_data(r)) for r in book.rules.values()],
        passages=[ExportedPassage(university=book.university_of[p.id], **_data(p)) for p in book.passages.values()],
        **{
            name: list(getattr(book, name).values())
            for name in (
                "universities",
                "topics",
                "questions",
                "checklists",
                "trees",
                "descriptions",
                "messages",
                "steps",
                "platforms",
                "law",
                "help",
                "terms",
            )
        },
    )
    return whole.model_dump_json(by_alias=True, exclude_none=True, indent=1) + "\n"


@cache
def export_schema() -> str:
    """Return the JSON Schema of the published file."""
    return json.dumps(Export.model_json_schema(by_alias=True), ensure_ascii=False, indent=1) + "\n"


def _data(thing: model.Model) -> dict[str, Any]:
    return thing.model_dump(by_alias=True, exclude_unset=True)
