"""What many tests need: the project's own rulebook, and its built site."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from rulebook.check import read_and_check

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def project():
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def whole():
    """(rulebook, pages, problems) of the project."""
    return read_and_check(ROOT)


@pytest.fixture(scope="session")
def book(whole):
    """The project's rulebook."""
    return whole[0]


@pytest.fixture(scope="session")
def pages(whole):
    """The project's pages."""
    return whole[1]


def build(folder, site, **environment):
    """Build the project in `folder` into `site`; return the finished process."""
    import os

    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    settings = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment}
    return subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False)


def copy_project(folder):
    """Copy what a build needs into `folder`, to be changed there."""
    for name in ("docs", "hooks", "overrides"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The built site, as at the root of a host."""
    folder = tmp_path_factory.mktemp("site") / "site"
    done = build(ROOT, folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def build_changed(tmp_path_factory):
    """Return a function that builds a copy of the project after `change(folder)` and returns the site."""

    def built(change):
        folder = copy_project(tmp_path_factory.mktemp("changed"))
        change(folder)
        done = build(folder, folder / "site")
        assert done.returncode == 0, done.stderr
        return folder / "site"

    return built
