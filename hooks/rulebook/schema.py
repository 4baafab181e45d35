"""The models → JSON Schemas for editors, and the field tables in CONTRIBUTING.md.

    python -m rulebook.schema            writes both (run in `hooks/`, or with it on PYTHONPATH)
    python -m rulebook.schema --check    says what is stale and exits with 1
"""

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from rulebook import model
from rulebook.book import COMPONENTS, LISTS

ROOT = Path(__file__).resolve().parents[2]
FOLDER = "docs/rulebook/schema"
BEGIN, END = "<!-- fields: made by `make schema`, do not edit -->", "<!-- end of fields -->"

TABLES: tuple[type[model.Model], ...] = (
    model.University, model.Document, model.Rule, model.Question, model.Checklist, model.Item, model.Tree, model.TreeQuestion,
    model.Outcome, model.Description, model.Message, model.Blank, model.Body, model.Required, model.Steps, model.Step,
    model.Platform, model.Law, model.Route, model.Term,
)  # fmt: skip


def schemas() -> dict[str, str]:
    """Return {path from the root of the project: JSON Schema} for every kind of rule file."""
    kinds: dict[str, Any] = {folder: kind for folder, kind in COMPONENTS.items()}
    kinds |= {"universities": model.University, "passages": list[model.Passage], "rules": list[model.Rule], "strings": dict[str, model.String]}
    kinds |= {name: list[kind] for name, kind in LISTS.items()}  # type: ignore[valid-type]
    return {f"{FOLDER}/{name}.json": _schema(kind) for name, kind in sorted(kinds.items())}


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


def main() -> int:
    """Write what is stale, or only say so."""
    fresh = schemas()
    manual = ROOT / "CONTRIBUTING.md"
    fresh["CONTRIBUTING.md"] = contributing(manual.read_text(encoding="utf-8"))
    stale = [path for path, text in fresh.items() if not (ROOT / path).exists() or (ROOT / path).read_text(encoding="utf-8") != text]
    if "--check" in sys.argv:
        print("\n".join(f"{path} is stale: run `make schema`" for path in stale))
        return 1 if stale else 0
    for path in stale:
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(fresh[path], encoding="utf-8")
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
