"""What a first visit to a page of each kind costs: bytes and requests, and what Lighthouse says, beside the plain twin."""

import json
import os
import shutil
import statistics
import subprocess
import tempfile
from pathlib import Path

from find import ARGUMENTS, find
from playwright.sync_api import Browser

LIGHTHOUSE = "lighthouse@12.8.2"

KINDS = {
    "home": "en/",
    "first aid": "en/help-now/",
    "checklist": "en/checklists/open-account/",
    "tree": "en/advice/visitor-comment/",
    "account description": "en/texts/official-account/",
    "rules of a topic": "en/account/moderate/",
    "rules of a university": "en/universities/umea/",
    "questions": "en/questions/",
    "search, A to Z": "en/search/",
    "source": "en/about/sources-umea/",
    "prose": "en/about/privacy/",
}
AUDITS = {"FCP s": "first-contentful-paint", "LCP s": "largest-contentful-paint", "TBT ms": "total-blocking-time", "CLS": "cumulative-layout-shift"}
CATEGORIES = {"perf": "performance", "a11y": "accessibility", "best": "best-practices", "seo": "seo"}


def weight(browser: Browser, address: str) -> tuple[float, int]:
    """Return (kB, requests) of a first visit on a phone, until the page is idle; kB as they go over the wire, without headers.

    What the service worker fetches afterwards for times without a network is not counted here (`hosting/README.md` does).
    """
    context = browser.new_context(viewport={"width": 360, "height": 740}, service_workers="block")
    page, sizes = context.new_page(), []
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address, wait_until="networkidle")
    context.close()
    return sum(sizes) / 1000, len(sizes)


def lighthouse(address: str, runs: int) -> dict[str, float] | None:
    """Return the medians of what Lighthouse says of a page on a phone; None where there is no Node to run it."""
    if not shutil.which("npx"):
        return None
    reports = [_report(address) for _ in range(runs)]
    found = {name: statistics.median(report["audits"][audit]["numericValue"] for report in reports) for name, audit in AUDITS.items()}
    found["FCP s"], found["LCP s"] = found["FCP s"] / 1000, found["LCP s"] / 1000
    return found | {name: 100 * statistics.median(report["categories"][one]["score"] for report in reports) for name, one in CATEGORIES.items()}


def _report(address: str) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.json"
        flags = f"--headless=new {' '.join(ARGUMENTS)}"
        command = ["npx", "--yes", LIGHTHOUSE, address, "--quiet", "--output=json", f"--output-path={file}", f"--chrome-flags={flags}"]
        subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": find()}, stdout=subprocess.DEVNULL, timeout=180)
        return json.loads(file.read_text(encoding="utf-8"))
