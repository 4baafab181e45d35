"""What a build costs: beside the plain twin, and at 1, 4, 10 and 50 universities."""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from building import ROOT, copy_project
from generated import generate

UNIVERSITIES = (1, 4, 10, 50)
MEASURED = """\
import resource, sys
from mkdocs.__main__ import cli
try:
    cli(["build", "--quiet", "--site-dir", sys.argv[1]])
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


class Cost(NamedTuple):
    """What a build took: seconds by the clock and of the processor (medians), peak memory in MB, pages."""

    seconds: float
    processor: float
    memory: float
    pages: int


def project(folder: Path, universities: int) -> Path:
    """Return a project of so many universities."""
    if universities == 1:
        copy_project(folder)
        with (folder / "docs/rulebook/site.yml").open("a", encoding="utf-8") as file:
            file.write("universities: [umea]\n")
    elif universities == 4:
        return ROOT
    else:
        generate(folder, universities)
    return folder


def build(folder: Path, site: Path, site_url: str = "") -> Cost:
    """Build a project once into `site`."""
    shutil.rmtree(site, ignore_errors=True)
    settings = {**os.environ, "NO_MKDOCS_2_WARNING": "1", **({"SITE_URL": site_url} if site_url else {})}
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([sys.executable, "-c", MEASURED, str(site)], cwd=folder, env=settings, check=True, stdout=subprocess.PIPE, text=True)
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(seconds, processor, int(done.stdout.split()[-1]) / 1024, sum(1 for _ in site.rglob("*.html")))


def median(costs: list[Cost]) -> Cost:
    """Return the medians of several builds of the same project."""
    return Cost(*(statistics.median(values) for values in zip(*costs, strict=True)))


def beside(ours: Path, plain: Path, scratch: Path, runs: int) -> tuple[Cost, Cost]:
    """Return the costs of two projects, built in turn so that a change in the machine's load meets both."""
    pairs = [(build(ours, scratch / "built-ours"), build(plain, scratch / "built-plain")) for _ in range(runs + 1)][1:]
    return median([one for one, _ in pairs]), median([one for _, one in pairs])


def growth(scratch: Path) -> dict[int, Cost]:
    """Return {universities: cost of one build}."""
    return {number: build(project(scratch / f"project-{number}", number), scratch / "site") for number in UNIVERSITIES}
