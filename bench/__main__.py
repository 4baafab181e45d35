"""Measure the project against its budgets, and write BENCHMARKS.md.

python bench [--runs N] [pages] [pace] [build]     all three where none is named; what is not measured keeps its table

`pages`: bytes and Lighthouse of each kind of page. `pace`: how soon a page answers. `build`: time, growth, memory. Each beside a plain
Material site with the same words, which is made from the built site. Takes about 40 minutes with three runs; let the machine do nothing else.
"""

import argparse
import datetime as dt
import os
import platform
import re
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests/browser"))

import growth
import pace
import pages
import twin
from find import ARGUMENTS, find
from playwright.sync_api import Browser, sync_playwright
from serving import Server

from building import ROOT

FILE = ROOT / "BENCHMARKS.md"
PARTS = ("pages", "pace", "build")
HEAD = """\
# Benchmarks

Made by `make bench`: ratios first, since machines differ. *Plain* is a Material site with mkdocs-static-i18n that has the same pages with
the same words, made from the built site. Budgets: first aid 45 kB, another page 15 kB more than its plain twin, 50 ms from a press to the
paint, 1.25 times the plain build. What is over its budget is marked **over**.
"""
LARGER = 15
"""kB that a page may weigh more than its plain twin."""

FIRST_AID = 45
FRAME = 50
"""Milliseconds within which a page answers."""

SLOWER = 1.25
"""How many times the plain twin's time a build may take."""


def table(heads: list[str], rows: list[list[object]]) -> str:
    """Return a Markdown table; the first column holds words."""
    lines = [heads, ["---", *["--:"] * (len(heads) - 1)], *([_cell(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _cell(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) and abs(value) < 10 else f"{value:.0f}" if isinstance(value, float) else str(value)


def within(value: float, budget: float) -> str:
    """Return a figure, marked where it is over its budget."""
    return f"{_cell(value)}{'' if value <= budget else ' **over**'}"


def measure_pages(browser: Browser, ours: str, plain: str, runs: int) -> str:
    """Return the tables of the kinds of pages."""
    weights, reports = [], []
    for kind, path in pages.KINDS.items():
        print("pages:", kind, flush=True)
        (kb, asked), (plain_kb, plain_asked) = (pages.weight(browser, site + path) for site in (ours, plain))
        budget = FIRST_AID if kind == "first aid" else plain_kb + LARGER
        weights.append([kind, kb / plain_kb, within(kb, budget), plain_kb, asked, plain_asked])
        mine, theirs = pages.lighthouse(ours + path, runs), pages.lighthouse(plain + path, runs)
        if mine and theirs:
            names = [name for name in mine if name != "FCP s"]
            reports.append(
                [
                    kind,
                    mine["FCP s"] / theirs["FCP s"],
                    f"{mine['FCP s']:.2f} / {theirs['FCP s']:.2f}",
                    *(_pair(mine[name], theirs[name]) for name in names),
                ]
            )
    text = "## First visit\n\nWhat goes over the wire, gzip, until the page is idle.\n\n"
    text += table(["page", "kB, ratio", "kB", "plain kB", "requests", "plain requests"], weights)
    if reports:
        text += f"\n## Lighthouse\n\n{pages.LIGHTHOUSE}, phone, median of {runs}; ours / plain.\n\n"
        text += table(["page", "FCP, ratio", "FCP s", "LCP s", "TBT ms", "CLS", *pages.CATEGORIES], reports)
    return text


def _pair(mine: float, theirs: float) -> str:
    return f"{_cell(float(mine))} / {_cell(float(theirs))}"


def measure_pace(browser: Browser, ours: str, plain: str) -> str:
    """Return the tables of how soon a page answers."""
    print("pace: inputs", flush=True)
    rows = [[what, within(took, FRAME), FRAME] for what, took in pace.inputs(browser, ours).items()]
    text = f"## Answers\n\nMilliseconds from the event to the painted frame, phone, processor slowed {pace.SLOWED} times, median of {pace.TIMES}.\n\n"
    text += (
        table(["what", "ms", "budget"], rows) + "\n## Search\n\nMilliseconds from the last key to the last change of the results; the first query "
    )
    text += f"of a visit fetches the index. {len(pace.QUERIES)} queries.\n\n"
    rows = []
    for slowed in (1, pace.SLOWED):
        print("pace: search,", slowed, flush=True)
        mine, theirs = pace.search(browser, f"{ours}en/search/", slowed), pace.search(browser, f"{plain}en/", slowed)
        rows.append([f"{slowed}×", mine["median"] / theirs["median"], *(_pair(mine[name], theirs[name]) for name in mine)])
    return text + table(["slowed", "median, ratio", "first", "median", "slowest"], rows)


def measure_build(plain: Path, scratch: Path, runs: int) -> str:
    """Return the tables of builds."""
    print("build: beside the plain twin", flush=True)
    ours, theirs = growth.beside(ROOT, plain, scratch, runs)
    heads = ["", "seconds", "of the processor", "peak MB", "pages", "pages a second"]
    text = f"## Build\n\nMedian of {runs}. Ratio of the times: {within(ours.seconds / theirs.seconds, SLOWER)} (budget {SLOWER}).\n\n"
    text += table(heads, [[name, *cost, cost.pages / cost.seconds] for name, cost in (("ours", ours), ("plain", theirs))])
    print("build: growth", flush=True)
    rows = [[f"{number}", *cost, cost.pages / cost.seconds] for number, cost in growth.growth(scratch).items()]
    return (
        text
        + "\nWith more universities, one build each; those beyond four are copies under other names.\n\n"
        + table(["universities", *heads[1:]], rows)
    )


def _tables() -> dict[str, str]:
    """Return {part: its tables} as they stand in the file."""
    text = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    return dict(re.findall(r"<!-- (\w+) -->\n(.*?)<!-- /\1 -->\n", text, re.DOTALL))


def _machine() -> str:
    words = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").exists() else ""
    model = re.search(r"model name\s*: (.+)", words)
    name = model[1] if model else platform.processor() or platform.machine()
    return f"{os.cpu_count()} cores of {name}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f} at the beginning"


def main() -> None:
    """Build the site and its twin, measure what is asked for, write the file."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("parts", nargs="*", metavar="part", choices=[*PARTS, []])
    asked.add_argument("--runs", type=int, default=3)
    options = asked.parse_args()
    noted = f"Measured {dt.datetime.now(tz=dt.UTC).date()}: {_machine()}.\n\n"
    tables = _tables()
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        scratch = Path(folder)
        ours, plain = Server(scratch / "ours-site"), Server(scratch / "plain-site")
        growth.build(ROOT, scratch / "ours-site", ours.address)
        twin.make(scratch / "ours-site", scratch / "plain", plain.address)
        growth.build(scratch / "plain", scratch / "plain-site")
        browser = playwright.chromium.launch(executable_path=find(), args=ARGUMENTS)
        measures = {
            "pages": lambda: measure_pages(browser, ours.address, plain.address, options.runs),
            "pace": lambda: measure_pace(browser, ours.address, plain.address),
            "build": lambda: measure_build(scratch / "plain", scratch, options.runs),
        }
        for part in options.parts or PARTS:
            tables[part] = noted + measures[part]()
            FILE.write_text(
                "\n".join([HEAD, *(f"<!-- {name} -->\n{tables[name]}<!-- /{name} -->\n" for name in PARTS if name in tables)]), encoding="utf-8"
            )
    print(FILE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
