"""A built site made ready for a server of one's own: assets that browsers may keep for ever, and files compressed beforehand.

The folders of assets get copies whose names say what they hold: `assets-0123456789ab` beside `assets`. Pages, drawings, manifests and
the service worker then lead to the copies. Within a folder files refer to each other by relative ways, which hold. The plain names
stay: a page from before the last change asks for a name that is gone, and the server answers with the plain one (`hosting/`).
"""

import gzip
import hashlib
import re
import shutil
from pathlib import Path

FOLDERS = ("assets", "components")
LEADING = {".html", ".svg", ".webmanifest"}
"""Kinds of files that lead to assets; the service worker does too."""

WORKER = "sw.js"
REFERENCE = re.compile(r'(?<=")((?:\.\./)*|/(?:[\w.~-]+/)*)(assets|components)/')
"""The beginning of an address in quotation marks, relative or from the root of the host."""

LENGTH = 12
"""Digits in a name; the recipes in `hosting/` know them by it."""

COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".ics", ".webmanifest"}


def prepare(site: Path) -> str:
    """Name the assets of a fresh site after what they hold, compress its files, and return the end of the names."""
    version = _digest(site)
    for folder in FOLDERS:
        shutil.copytree(site / folder, site / f"{folder}-{version}")
    for file in sorted(site.rglob("*")):
        if file.suffix in LEADING or file.name == WORKER:
            _lead(file, version)
        if file.suffix in COMPRESSED:
            file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes(), mtime=0))
    return version


def _lead(file: Path, version: str) -> None:
    """Write the new names into a file."""
    text = file.read_text(encoding="utf-8")
    told = REFERENCE.sub(rf"\1\2-{version}/", text)
    if file.name == WORKER:  # what it keeps has other names now, so it is another version
        told = told.replace('"version": "', f'"version": "{version}-')
    if told != text:
        file.write_text(told, encoding="utf-8")


def _digest(site: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(file for folder in FOLDERS for file in (site / folder).rglob("*") if file.is_file()):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(site).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:LENGTH]
