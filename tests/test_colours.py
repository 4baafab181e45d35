"""A host's own colours can be read on our pages, and what they are held against is what our styles say."""

import re

import pytest

from rulebook.colours import NAMES, ON, PAPERS, READABLE, contrast, faint, styles, within
from rulebook.model import Colours, Shades


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(("scheme", "file"), [("light", "tokens"), ("dark", "dark")])
def test_papers_are_those_of_the_styles(scheme, file, project):
    css = (project / f"docs/assets/css/{file}.css").read_text(encoding="utf-8")
    tokens = dict(re.findall(r"--rl-([a-z-]+):\s*(#[0-9a-f]{6});", css))
    assert (tokens["paper"], tokens["sheet"], tokens["well"], tokens["on-spruce"]) == (*PAPERS[scheme], ON[scheme])
    assert all(contrast(tokens[name], paper) >= READABLE for name in NAMES.values() for paper in PAPERS[scheme])


def test_our_own_colours_need_no_styles():
    assert styles(Colours()) == {}
    assert within(Colours()) == ""


def test_a_faint_colour_is_told_with_its_contrast():
    shades = Shades(light="#9ad0c0", dark="#86cfb7")
    assert list(faint(Colours(line=shades))) == [(("line", "light"), "found '#9ad0c0', whose contrast on light pages is 1.5; expected at least 4.5")]
    assert list(faint(Colours(action=Shades(light="#1d5a4c", dark="#86cfb7")))) == []
