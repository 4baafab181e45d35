"""The models → JSON Schemas for editors, and the field tables in CONTRIBUTING.md.

`python -m rulebook schema` writes both.
"""

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from rulebook import model
from rulebook.book import COMPONENTS, LISTS

FOLDER = "docs/rulebook/schema"
BEGIN, END = "<!-- fields: made by `make schema`, do not edit -->", "<!-- end of fields -->"

TABLES: tuple[type[model.Model], ...] = (
    model.Site, model.Security, model.Colours, model.Shades, model.University, model.Contact, model.Document, model.Section, model.Passage, model.Rule, model.Question, model.Checklist, model.Item, model.Tree, model.TreeQuestion,
    model.Outcome, model.Description, model.Message, model.Blank, model.Body, model.Required, model.Steps, model.Step,
    model.Platform, model.Law, model.Route, model.Term,
)  # fmt: skip


def schemas() -> dict[str, str]:
    """Return {path from the root of the project: JSON Schema} for every kind of rule file."""
    kinds: dict[str, Any] = dict(COMPONENTS)
    kinds |= {
        "universities": model.University,
        "passages": list[model.Passage],
        "rules": list[model.Rule],
        "strings": dict[str, model.String],
        "site": model.Site,
    }
    kinds |= {name: list[kind] for name, kind in LISTS.items()}  # type: ignore[valid-type]
    return {f"{FOLDER}/{name}.json": _schema(kind) for name, kind in sorted(kinds.items())}


def made(root: Path) -> dict[str, str]:
    """Return {path from `root`: text} of every file that is made from the models."""
    manual = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return {**schemas(), "CONTRIBUTING.md": contributing(manual)}


def contributing(text: str) -> str:
    """Return the text of CONTRIBUTING.md with fresh field tables."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{tables()}\n{END}{after}"


def tables() -> str:
    """Return the field tables as Markdown."""
    return "\n".join(_table(kind) for kind in TABLES)


def _schema(kind: Any) -> str:
    schema = TypeAdapter(kind).json_schema(by_alias=True)
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, ensure_ascii=False, indent=1) + "\n"


def _table(kind: type[model.Model]) -> str:
    schema = kind.model_json_schema(by_alias=True)
    rows = [f"#### {kind.__name__}", "", " ".join((kind.__doc__ or "").split()), "", "| key | needed | what |", "|---|---|---|"]
    for name, field in schema["properties"].items():
        needed = "yes" if name in schema.get("required", []) else ""
        rows.append(f"| `{name}` | {needed} | {_what(field)} |")
    return "\n".join(rows) + "\n"


def _what(field: dict[str, Any]) -> str:
    options = field.get("enum") or field.get("items", {}).get("enum") or []
    choices = " · ".join(f"`{option}`" for option in options)
    return " ".join(filter(None, (field.get("description", ""), choices))).replace("|", "\\|")
