"""Make a project with many universities: the project's own, and copies of them under other ids, with all their rules.

python tests/generated.py FOLDER [NUMBER]     50 where no number is given; then, in FOLDER: mkdocs build
"""

import re
import sys
from pathlib import Path

from building import copy_project

SOURCES = ("umea", "ki", "lund", "helsinki")


def generate(folder, number=50):
    """Fill a folder with a project of `number` universities; return the ids of those that were made."""
    copy_project(folder)
    made = [_copy(folder, SOURCES[count % len(SOURCES)], count) for count in range(number - len(SOURCES))]
    nav = folder / "docs/rulebook/nav.yml"
    text = nav.read_text(encoding="utf-8")
    for kind in ("university", "sources"):
        text = text.replace(f"{kind}-helsinki", ", ".join([f"{kind}-helsinki", *(f"{kind}-{name}" for name in made)]))
    nav.write_text(text, encoding="utf-8")
    return made


def _copy(folder, source, count):
    rulebook, name, letters = folder / "docs/rulebook", f"{source}-{count}", _letters(count)
    original = (rulebook / f"universities/{source}.yml").read_text(encoding="utf-8")
    prefix = re.search(r"^prefix: (\w+)$", original, re.MULTILINE)[1]
    documents = re.findall(r"^  - id: ([\w-]+)$", original, re.MULTILINE)

    def renamed(text):
        """Return a text about the new university: its id, the ids of its rules and passages, its documents, its name."""
        for document in documents:
            text = re.sub(rf"\b{document}\b", f"{document}-{letters}", text)
        text = re.sub(rf"(?<![\w-]){prefix}-(?=[a-z])", f"{prefix}{letters}-", text)
        text = re.sub(rf"^(id|university): {source}$", rf"\1: {name}", text, flags=re.MULTILINE)
        text = re.sub(rf"^prefix: {prefix}$", f"prefix: {prefix}{letters}", text, flags=re.MULTILINE)
        return re.sub(r"^((?:name|short): .*)$", lambda found: re.sub(r'"([^"]+)"', rf'"\1 {letters}"', found[1]), text, flags=re.MULTILINE)

    for kind in ("universities", "passages"):
        (rulebook / f"{kind}/{name}.yml").write_text(renamed((rulebook / f"{kind}/{source}.yml").read_text(encoding="utf-8")), encoding="utf-8")
    (rulebook / "rules" / name).mkdir()
    for file in (rulebook / "rules" / source).iterdir():
        (rulebook / "rules" / name / file.name).write_text(renamed(file.read_text(encoding="utf-8")), encoding="utf-8")
    for page in _pages(folder, source):
        text = renamed(page.read_text(encoding="utf-8"))
        text = re.sub(rf"\b(university|sources)-{source}$", rf"\1-{name}", text, flags=re.MULTILINE)
        text = re.sub(rf"<!-- (rules|sources): {source} -->", rf"<!-- \1: {name} -->", text)
        page.with_stem(f"{page.stem}-{count}").write_text(re.sub(r"\n# .*", rf"\g<0> {letters}", text, count=1), encoding="utf-8")
    return name


def _pages(folder, source):
    """Return the pages that hold a university's rules or sources, in each edition."""
    keys = re.compile(rf"^key: (?:university|sources)-{source}$", re.MULTILINE)
    return [page for page in (folder / "docs").rglob("*.md") if keys.search(page.read_text(encoding="utf-8"))]


def _letters(count):
    return "".join(chr(ord("a") + digit) for digit in divmod(count, 26))


if __name__ == "__main__":
    generate(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 50)
