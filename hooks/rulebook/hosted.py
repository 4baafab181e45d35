"""A built site made ready for a server of one's own: assets that browsers may keep for ever, and files compressed beforehand.

The folders of assets get copies whose names say what they hold: `assets-0123456789ab` beside `assets`. Pages, drawings, manifests and
the service worker with its lists then lead to the copies. Within a folder files refer to each other by relative ways, which hold. The plain names
stay: a page from before the last change asks for a name that is gone, and the server answers with the plain one (`hosting/`).
"""

import gzip
import hashlib
import json
import re
import shutil
from pathlib import Path

from rulebook.offline import LIST, digests

FOLDERS = ("assets", "components")
LEADING = {".html", ".svg", ".webmanifest"}
"""Kinds of files that lead to assets; the service worker and its lists do too."""

WORKER = "sw.js"
KEPT = re.compile(r"\{.*\}")
"""What the worker is told: the object in its file, and the whole of a list."""

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
        if file.suffix in LEADING:
            text = file.read_text(encoding="utf-8")
            file.write_text(_led(text, version), encoding="utf-8")
    for file in (*site.glob(WORKER), *site.rglob(LIST)):
        _tell(file, site, version)
    for file in sorted(site.rglob("*")):
        if file.suffix in COMPRESSED:
            file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes(), mtime=0))
    return version


def _led(text: str, version: str) -> str:
    return REFERENCE.sub(rf"\1\2-{version}/", text)


def _tell(file: Path, site: Path, version: str) -> None:
    """Tell the worker the new names and what they hold now: it is of another version and another build."""

    def anew(found: re.Match[str]) -> str:
        told = json.loads(found[0])
        told |= {name: f"{version}-{told[name]}" for name in ("version", "build") if name in told}
        told["files"] = digests(site, told["files"])
        return json.dumps(told, ensure_ascii=False)

    file.write_text(KEPT.sub(anew, _led(file.read_text(encoding="utf-8"), version)), encoding="utf-8")


def _digest(site: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(file for folder in FOLDERS for file in (site / folder).rglob("*") if file.is_file()):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(site).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:LENGTH]
