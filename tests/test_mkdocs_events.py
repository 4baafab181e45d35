"""What the adapter adds to MkDocs: the live site draws anew only what a change touches."""

import re
from types import SimpleNamespace

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from building import copy_project, digest


def test_what_the_live_site_draws_anew_is_what_a_build_would_give(tmp_path, monkeypatch):
    folder = copy_project(tmp_path / "project", "umea")
    monkeypatch.chdir(folder)

    def config(name):
        config = load_config(str(folder / "mkdocs.yml"), site_dir=str(tmp_path / name), site_url="http://127.0.0.1/")
        config.plugins.on_startup(command="serve", dirty=False)
        return config

    shown = config("drawn")
    build(shown)
    server = SimpleNamespace()
    shown.plugins.on_serve(server, config=shown, builder=lambda: pytest.fail("built instead of drawn"))
    for file, old, new in [
        ("rules/umea/opening.yml", "- id: ume-open-approval\n", "- id: ume-open-approved\n"),
        ("rules/umea/closing.yml", "  title:\n    sv: ", "  title:\n    sv: Provtext "),
        ("trees/supervisor.yml", "help: {sv: ", "help: {sv: Provtext "),
    ]:
        rules = folder / "docs/rulebook" / file
        text = rules.read_text(encoding="utf-8")
        assert old in text, f"{file} no longer holds {old!r}"
        rules.write_text(text.replace(old, new, 1), encoding="utf-8")
    refer = folder.joinpath("docs/rulebook").rglob("*.yml")
    for file in refer:
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"\bume-open-approval\b", "ume-open-approved", text), encoding="utf-8")
    rules = folder / "docs/rulebook/rules/umea/opening.yml"
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("- id: ume-open-approved\n", "- id: ume-open-approved\n  was: [ume-open-approval]\n"), encoding="utf-8")
    server.builder()
    server.beside.join()
    build(config("built"))
    assert digest(tmp_path / "drawn") == digest(tmp_path / "built")
