"""Find a browser for the tests, or get one: an installed Chromium, Playwright's own, or Debian's package.

python tests/browser/find.py     exits with 1 and says what to install where there is none
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def installed():
    """Return the path of an installed browser, or None."""
    named = os.environ.get("CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


def own():
    """Return the path of Playwright's own browser, or None."""
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def starts(path):
    """Return whether a browser starts."""
    with sync_playwright() as playwright:
        try:
            playwright.chromium.launch(executable_path=path, args=ARGUMENTS).close()
        except Exception:  # noqa: BLE001 - whatever keeps it from starting, it is of no use
            return False
    return True


def find():
    """Return the path of a browser that is here, or None."""
    return installed() or own()


def usable():
    """Return whether there is a browser, and it starts."""
    path = find()
    return bool(path and starts(path))


def get():
    """Try to get a browser; the first way that works ends the search."""
    yield [sys.executable, "-m", "playwright", "install", "chromium"]
    if Path("/etc/debian_version").exists() and os.geteuid() == 0:
        yield ["apt-get", "update", "--quiet"]
        yield ["apt-get", "install", "--quiet", "--yes", "--no-install-recommends", "chromium"]


def main():
    """Make sure that there is a browser that starts."""
    if usable():
        return 0
    for command in get():
        print("No browser that starts: trying", " ".join(command), flush=True)
        try:
            subprocess.run(command, check=False, timeout=600, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})
        except (OSError, subprocess.TimeoutExpired) as error:
            print(error)
        if usable():
            return 0
    print("The browser tests need Chromium or Chrome. Install one, or name it: CHROMIUM=/path/to/chromium make test")
    return 1


if __name__ == "__main__":
    sys.exit(main())
