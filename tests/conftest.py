"""What many tests need: the project's own rulebook, and its built site."""

import shutil

import pytest

from building import ROOT, build, copy_project
from rulebook.check import read_and_check
from rulebook.hosted import prepare


@pytest.fixture(scope="session")
def project():
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def everything(tmp_path_factory):
    """A copy of the project that shows all universities."""
    return copy_project(tmp_path_factory.mktemp("everything"))


@pytest.fixture(scope="session")
def whole(everything):
    """(rulebook, pages, problems) of the project."""
    return read_and_check(everything)


@pytest.fixture(scope="session")
def book(whole):
    """The project's rulebook."""
    return whole[0]


@pytest.fixture(scope="session")
def pages(whole):
    """The project's pages."""
    return whole[1]


@pytest.fixture(scope="session")
def site(everything, tmp_path_factory):
    """The built site, as at the root of a host."""
    folder = tmp_path_factory.mktemp("site") / "site"
    done = build(everything, folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def hosted(site, tmp_path_factory):
    """(folder, end of the names of assets) of the built site, as `make hosted` leaves it."""
    folder = tmp_path_factory.mktemp("hosted") / "site"
    shutil.copytree(site, folder)
    return folder, prepare(folder)


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
