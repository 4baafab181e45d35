"""First aid without a network: what the browser keeps after a visit, on a site in a sub-directory too."""

import re
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

PAGES = ("hjalp-nu/", "sv-FI/hjalp-nu/", "en/help-now/")
READY = "navigator.serviceWorker.controller"
KEPT_TOOLS = """async (last) => {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await caches.match(last)) return true;
    await new Promise((done) => setTimeout(done, 50));
  }
  return false;
}"""


def wait_for(page, condition):
    """Wait until something holds on the page. (Playwright's own way evaluates words, which the content policy refuses.)"""
    assert page.evaluate(f"""async () => {{
      for (let tries = 0; tries < 250 && !({condition}); tries += 1) await new Promise((done) => setTimeout(done, 40));
      return Boolean({condition});
    }}""")


def visit(page, host):
    """A first visit to the English page, until all is kept."""
    page.goto(host.url + "en/help-now/")
    wait_for(page, READY)
    assert page.evaluate(KEPT_TOOLS, host.url + "en/help-now/tools.html")


class Quiet(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript"}

    def log_message(self, *arguments):
        pass

    def end_headers(self):
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()


@pytest.fixture
def host(site, tmp_path):
    """A host that serves what the tests need of the site from a sub-directory; its files may be changed."""
    folder = tmp_path / "some" / "site"
    for name in ("components", "assets", *PAGES):
        shutil.copytree(site / name, folder / name)
    for name in ("index.html", "sw.js"):
        shutil.copy(site / name, folder / name)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield SimpleNamespace(folder=folder, url=f"http://127.0.0.1:{server.server_port}/some/site/", server=server)
    server.shutdown()
    server.server_close()


def cut(page, host):
    """No network from now on, for pages and workers alike."""
    host.server.shutdown()
    host.server.server_close()
    page.context.set_offline(True)


def age(page, days):
    """Make the copy older."""
    page.evaluate(
        """async (days) => {
      const name = (await caches.keys()).find((key) => key.endsWith(":date"));
      const cache = await caches.open(name);
      const [request] = await cache.keys();
      await cache.put(request, new Response(new Date(Date.now() - days * 864e5).toISOString()));
    }""",
        days,
    )


def publish(host):
    """A new version of the site."""
    page = host.folder / "en/help-now/index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("Threats or hate right now</h1>", "Newer words</h1>"), encoding="utf-8")
    worker = host.folder / "sw.js"
    worker.write_text(re.sub(r'"version": "\w+"', '"version": "newer"', worker.read_text(encoding="utf-8")), encoding="utf-8")


def test_after_a_visit_to_any_page_first_aid_opens_without_a_network(page, host):
    page.goto(host.url)
    wait_for(page, READY)
    cut(page, host)
    for name in PAGES:
        page.goto(host.url + name)
        expect(page.locator("ol > li h3").first).to_be_visible()
        expect(page.locator(".routes a[href^=tel]").first).to_be_visible()


def test_after_a_visit_to_the_page_the_log_and_the_messages_open_too(page, host):
    visit(page, host)
    cut(page, host)
    page.goto(host.url + "hjalp-nu/")
    expect(page.locator("evidence-log")).to_be_visible()
    expect(page.locator("#stop-request summary")).to_be_visible()
    page.locator("#log-what").fill("Ett hot")
    page.locator("evidence-log [type=submit]").click()
    expect(page.locator("evidence-log article")).to_have_count(1)


def test_network_cut_in_mid_visit_stops_nothing(page, host):
    page.goto(host.url + "en/help-now/")
    expect(page.locator("evidence-log")).to_be_visible()
    wait_for(page, READY)
    cut(page, host)
    page.locator("#log-what").fill("A threat")
    page.locator("evidence-log [type=submit]").click()
    expect(page.locator("evidence-log article")).to_have_count(1)
    page.locator("ol summary").first.click()
    expect(page.locator("ol details ul").first).to_be_visible()


def test_other_ways_to_write_the_address_lead_there_too(page, host):
    page.goto(host.url)
    wait_for(page, READY)
    cut(page, host)
    for name in ("en/help-now", "en/help-now/index.html", "en/help-now/?utm=x#harassed-police"):
        page.goto(host.url + name)
        expect(page.locator("h1")).to_have_text("Threats or hate right now")


def test_a_copy_says_of_what_day_it_is_and_when_it_is_old(page, host):
    line = page.locator("saved-copy")
    visit(page, host)
    expect(line).to_be_hidden()
    age(page, 10)
    cut(page, host)
    page.reload()
    expect(line).to_contain_text("Saved copy of")
    expect(line).not_to_contain_text("90 days")
    age(page, 91)
    page.reload()
    expect(line).to_contain_text("90 days")


def test_a_copy_that_the_site_confirms_is_of_today(page, host):
    visit(page, host)
    age(page, 91)
    page.reload()
    expect(page.locator("saved-copy")).to_contain_text("Saved copy of")
    expect(page.locator("saved-copy")).not_to_contain_text("90 days")


def test_a_new_version_replaces_the_old_without_losing_what_is_typed(page, host):
    visit(page, host)
    page.reload()
    expect(page.locator("saved-copy")).to_contain_text("Saved copy of")
    expect(page.locator("evidence-log")).to_be_visible()
    page.locator("#log-what").fill("Not yet added")
    page.locator(".tick input").first.check()
    publish(host)
    page.evaluate("navigator.serviceWorker.ready.then((registration) => registration.update())")
    expect(page.locator("saved-copy")).to_contain_text("newer version")
    expect(page.locator("#log-what")).to_have_value("Not yet added")
    expect(page.locator(".tick input").first).to_be_checked()
    cut(page, host)
    page.reload()
    expect(page.locator("h1")).to_have_text("Newer words")
    expect(page.locator("evidence-log")).to_be_visible()
    assert len([name for name in page.evaluate("caches.keys()") if ":page:" in name]) == 1


def test_a_version_that_cannot_be_fetched_whole_leaves_the_old_one(page, host):
    visit(page, host)
    publish(host)
    (host.folder / "sv-FI/hjalp-nu/index.html").unlink()
    (host.folder / "sv-FI/hjalp-nu").rename(host.folder / "sv-FI/gone")
    page.reload()
    page.wait_for_timeout(500)
    cut(page, host)
    page.reload()
    expect(page.locator("h1")).to_have_text("Threats or hate right now")
    page.goto(host.url + "sv-FI/hjalp-nu/")
    expect(page.locator("ol > li h3").first).to_be_visible()


def test_other_pages_always_get_the_site_s_own_scripts(page, host):
    visit(page, host)
    (host.folder / "components/store/store.js").write_text(
        "export const read = () => ({ value: null, fault: '' }); export const write = read; export const watch = read; window.fresh = true;",
        encoding="utf-8",
    )
    page.goto(host.url)
    wait_for(page, "window.fresh === true")
