"""Every page in a real browser: nothing breaks the content policy, nothing is said in the console, nothing is asked of another host."""

import pytest
from bs4 import BeautifulSoup
from rulebook.policy import secured

NOTE = """
globalThis.violations = [];
addEventListener("securitypolicyviolation", (event) => violations.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`));
"""


class Watched:
    """A page of a browser that notes what it should not see."""

    def __init__(self, browser, address, **settings):
        self.context = browser.new_context(**settings)
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
    found = Watched(browser, address, service_workers="block")
    # Images are the same everywhere, and a refused one is noted before it is fetched.
    found.page.route("**/*.{png,svg}", lambda route: route.fulfill(status=200, content_type="image/svg+xml", body="<svg xmlns='http://www.w3.org/2000/svg'/>"))
    yield found
    found.context.close()


def test_every_page_keeps_the_policy(watched, address, pages):
    assert {page.url: told for page in pages.by_key.values() if (told := watched.visit(f"{address}/{page.url}"))} == {}


def test_the_service_worker_keeps_the_policy(browser, address):
    watched = Watched(browser, address)
    assert watched.visit(f"{address}/hjalp-nu/") == []
    watched.page.evaluate("navigator.serviceWorker.ready")
    watched.page.wait_for_load_state("networkidle")
    assert watched.visit(f"{address}/hjalp-nu/") == []
    watched.context.close()


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
        head = BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser").head
        policy = head.select_one("meta[http-equiv=Content-Security-Policy]")
        assert policy and policy.find_previous_siblings(["script", "style", "link"]) == [], file
        assert "unsafe" not in policy["content"], file
        assert head.select_one("meta[name=referrer]")["content"] == "no-referrer", file


def test_a_style_within_a_page_is_named_by_its_hash():
    once = secured('<meta charset="utf-8"><style>a{}</style>')
    assert "style-src 'self' 'sha256-" in once
    assert secured(once) == once
    assert secured(once.replace("a{}", "b{}")) != once.replace("a{}", "b{}")
