"""Every page in a real browser: nothing breaks the content policy, nothing is said in the console, nothing is asked of another host."""

import re

import pytest

from rulebook.policy import secured

NOTE = """
globalThis.violations = [];
addEventListener("securitypolicyviolation", (event) => violations.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`));
"""
UNSEEN = """
const unseen = new CSSStyleSheet();
unseen.replaceSync("html { display: none !important }");
document.adoptedStyleSheets = [unseen];
"""
"""Scripts run and files come, but nothing is laid out or painted, which is half of the time."""


class Watched:
    """A page of a browser that notes what it should not see."""

    def __init__(self, browser, address):
        self.context = browser.new_context()
        self.page = self.context.new_page()
        self.page.add_init_script(NOTE)
        self.heard = []
        self.page.on("console", lambda message: message.type in {"error", "warning"} and self.heard.append(message.text))
        self.page.on("pageerror", lambda error: self.heard.append(str(error)))
        self.context.on("request", lambda request: request.url.startswith((address, "blob:", "data:")) or self.heard.append(f"asks {request.url}"))

    def visit(self, url):
        """Return what was noted while a page loaded."""
        self.heard.clear()
        self.page.goto(url)
        return [*self.heard, *self.page.evaluate("violations")]


@pytest.fixture(scope="module")
def watched(browser, address):
    found = Watched(browser, address)
    yield found
    found.context.close()


def test_every_page_keeps_the_policy(watched, address, pages):
    watched.page.add_init_script(UNSEEN)
    assert {page.url: told for page in pages.by_key.values() if (told := watched.visit(f"{address}/{page.url}"))} == {}
    assert watched.page.evaluate("navigator.serviceWorker.ready.then(({ active }) => active.scriptURL)") == f"{address}/sw.js"


def test_each_kind_of_page_keeps_it_when_it_is_drawn(browser, address, pages):
    kinds = {tuple(sorted({marker.kind for marker in page.markers})): page for page in pages.of("en")}
    assert len(kinds) > 15
    drawn = Watched(browser, address)
    assert {page.url: told for page in kinds.values() if (told := drawn.visit(f"{address}/{page.url}"))} == {}
    drawn.context.close()


@pytest.mark.parametrize("path", ["/", "/hjalp-nu/", "/nowhere/"])
def test_the_policy_refuses_what_it_should(path, watched, address):
    watched.visit(address + path)
    watched.page.evaluate("""async () => {
      document.body.setAttribute("onclick", "globalThis.ran = 1");
      document.body.click();
      for (const [name, more] of [["script", { textContent: "globalThis.ran = 1" }], ["img", { src: "https://example.org/x.png" }], ["style", { textContent: "a {}" }]])
        document.body.append(Object.assign(document.createElement(name), more));
      await fetch("https://example.org/").catch(() => null);
      await new Promise((done) => setTimeout(done, 50));
    }""")
    told = " ".join(watched.page.evaluate("violations"))
    assert all(directive in told for directive in ("script-src-attr", "script-src-elem", "style-src-elem", "img-src", "connect-src")), told
    assert not watched.page.evaluate("globalThis.ran")


def test_every_page_has_a_policy_without_exceptions(site):
    for file in site.rglob("*.html"):
        if file.name == "tools.html":  # a part of the first-aid page, never a page of its own
            continue
        head = file.read_text(encoding="utf-8").partition("</head>")[0]
        before, policy, after = re.split(r'<meta http-equiv="Content-Security-Policy" content="(.*?)">', head)
        assert "<link" not in before and "<script" not in before and "<style" not in before, file
        assert "unsafe" not in policy, file
        assert '<meta name="referrer" content="no-referrer">' in after, file


def test_a_style_within_a_page_is_named_by_its_hash():
    once = secured('<meta charset="utf-8"><style>a{}</style>')
    assert "style-src 'self' 'sha256-" in once
    assert secured(once) == once
    assert secured(once.replace("a{}", "b{}")) != once.replace("a{}", "b{}")
