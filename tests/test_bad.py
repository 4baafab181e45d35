"""Each mistake in a rule file or page is told with its exact words, and nothing else is."""

import shutil
from pathlib import Path

import pytest

from rulebook.check import read_and_check

HERE = Path(__file__).parent
CASES = sorted(folder.name for folder in (HERE / "bad").iterdir())


def test_the_good_project_has_no_problems():
    assert read_and_check(HERE / "good")[2] == []


@pytest.mark.parametrize("case", CASES)
def test_mistake_is_told(case, tmp_path):
    root = tmp_path / "project"
    shutil.copytree(HERE / "good", root)
    shutil.copytree(HERE / "bad" / case, root, dirs_exist_ok=True)
    told = "\n".join(str(problem) for problem in read_and_check(root)[2])
    assert told == (HERE / "bad" / case / "says.txt").read_text(encoding="utf-8").strip()
