"""Builds of the project, and copies of it to be changed."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
THOROUGH = bool(os.environ.get("THOROUGH"))
"""Walk every journey in every edition, look at every width, and try more at random: `make thorough`."""


def build(folder, site, **environment):
    """Build the project in `folder` into `site`; return the finished process."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    settings = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment}
    return subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False)


def copy_project(folder, universities=""):
    """Copy what a build needs into `folder`, to be changed there; whatever the host has decided in `site.yml`, the copy shows these, or all."""
    for name in ("docs", "hooks", "overrides"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    shown = f"universities: [{universities}]\n" if universities else ""
    (folder / "docs/rulebook/site.yml").write_text(f"name: {{sv: Rättesnöre, en: Rättesnöre}}\n{shown}", encoding="utf-8")
    return folder


def digest(site):
    """Return {path: a mark of its content} of every file of a built site."""
    return {file.relative_to(site).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(site.rglob("*")) if file.is_file()}
