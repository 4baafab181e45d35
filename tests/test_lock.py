"""What the site is built with is known to the last package, each with the hashes of its files."""

import re

PIN = re.compile(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", re.MULTILINE)


def pins(text):
    return {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in PIN.findall(text)}


def test_the_lock_holds_every_pinned_version(project):
    asked = pins((project / "requirements.txt").read_text(encoding="utf-8"))
    locked = pins((project / "requirements.lock").read_text(encoding="utf-8"))
    assert asked
    assert {name: locked.get(name) for name in asked} == asked, "run `make lock`"


def test_every_package_has_a_hash(project):
    text = (project / "requirements.lock").read_text(encoding="utf-8")
    for package in re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", package), package
