"""What the site tells browsers it may do, and researchers where to report a hole.

The policy stands in each page, so it holds on any host. Headers repeat it, and add what only they can say: `hosting/`.
"""

import base64
import hashlib
import re
from datetime import date
from urllib.parse import urljoin

from rulebook.model import Site

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
"""Directive → what it allows. Styles within a page are added by their hashes."""

SECURITY = ".well-known/security.txt"

CHARSET = '<meta charset="utf-8">'
META = re.compile(r'\n<meta http-equiv="Content-Security-Policy" content="[^"]*">')
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def secured(html: str) -> str:
    """Return a page with its policy right after the character set; a policy it had before gives way."""
    hashes = [_hash(style) for style in STYLE.findall(html)]
    policy = POLICY | {"style-src": " ".join([POLICY["style-src"], *hashes])}
    content = "; ".join(f"{directive} {allowed}" for directive, allowed in policy.items())
    return META.sub("", html).replace(CHARSET, f'{CHARSET}\n<meta http-equiv="Content-Security-Policy" content="{content}">', 1)


def security(site: Site, site_url: str) -> str:
    """Return `security.txt` (RFC 9116); nothing where no contact is given. It is read at the root of a host."""
    if not site.security:
        return ""
    contact = site.security.contact
    lines = {
        "Contact": contact if contact.startswith("https:") else f"mailto:{contact}",
        "Expires": f"{site.security.expires}T00:00:00Z",
        "Preferred-Languages": "sv, en",
        "Canonical": urljoin(site_url, f"/{SECURITY}"),
    }
    return "".join(f"{name}: {value}\n" for name, value in lines.items())


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def expiry(site: Site, today: date) -> str:
    """Say what is wrong with the day until which `security.txt` holds (RFC 9116, 2.5.5): less than 30 days ahead, or more than a year."""
    if not site.security or 30 <= (days := (date.fromisoformat(site.security.expires) - today).days) <= 366:
        return ""
    return f"security.txt holds until {site.security.expires}, in {days} days; expected 30 to 366 days from {today}: docs/rulebook/site.yml, security, expires"
