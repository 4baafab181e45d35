"""Without a network: first aid after any visit, the search and what was read once the search was used; on a site in a sub-directory too."""

import hashlib
import json
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
KEPT = """async (address) => {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await caches.match(address)) return true;
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
    assert page.evaluate(KEPT, host.url + "en/help-now/tools.html")


class Quiet(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript"}

    def log_message(self, *arguments):
        pass

    def send_head(self):
        """Always the whole file: by its date alone, one that changed within the second would not be newer."""
        del self.headers["If-Modified-Since"]
        return super().send_head()

    def end_headers(self):
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()


@pytest.fixture
def host(site, tmp_path):
    """A host that serves what the tests need of the site from a sub-directory; its files may be changed."""
    folder = tmp_path / "some" / "site"
    for name in ("components", "assets", "en", "sok", "search", *PAGES[:2]):
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
    """A new version of first aid."""
    page = host.folder / "en/help-now/index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("Threats or hate right now</h1>", "Newer words</h1>"), encoding="utf-8")
    worker = host.folder / "sw.js"
    worker.write_text(re.sub(r'"version": "\w+"', '"version": "newer"', worker.read_text(encoding="utf-8")), encoding="utf-8")


def update(page):
    """Have the browser look for a newer worker until it finds it, and wait until that is active or has failed.

    A look that the page itself began may still be under way, and have seen the older one.
    """
    page.evaluate("""async () => {
      const registration = await navigator.serviceWorker.ready;
      for (let tries = 0; tries < 20 && !registration.installing; tries += 1) await registration.update();
      const coming = registration.installing;
      for (let tries = 0; tries < 500 && coming && !["activated", "redundant"].includes(coming.state); tries += 1) await new Promise((done) => setTimeout(done, 20));
    }""")


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
    update(page)
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
    update(page)
    cut(page, host)
    page.reload()
    expect(page.locator("h1")).to_have_text("Threats or hate right now")
    page.goto(host.url + "sv-FI/hjalp-nu/")
    expect(page.locator("ol > li h3").first).to_be_visible()


@pytest.mark.parametrize("name", ["en/help-now/index.html", "components/log/log.js"])
def test_half_a_file_is_not_kept(name, page, host):
    visit(page, host)
    publish(host)
    file = host.folder / name
    file.write_bytes(file.read_bytes()[:3000])
    update(page)
    cut(page, host)
    page.goto(host.url + "en/help-now/")
    expect(page.locator("h1")).to_have_text("Threats or hate right now")
    expect(page.locator("footer").last).to_be_visible()
    expect(page.locator("evidence-log")).to_be_visible()


def test_other_pages_always_get_the_site_s_own_scripts(page, host):
    visit(page, host)
    (host.folder / "components/store/store.js").write_text(
        "export const read = () => ({ value: null, fault: '' }); export const write = read; export const watch = read; window.fresh = true;",
        encoding="utf-8",
    )
    page.goto(host.url)
    wait_for(page, "window.fresh === true")


# ------------------------------------------------------------ the search, and what was read

HARASSMENT, EXPERT = "en/topics/harassment/", "en/role/expert/"


def search(page, host):
    """Use the English search for the first time, until it is kept."""
    page.goto(host.url + "en/search/")
    wait_for(page, READY)
    page.locator("#search-query").fill("screenshot")
    expect(page.locator(".search-list > li").first).to_be_visible()
    assert page.evaluate(KEPT, host.url + "en/search/files.json")


def read(page, host, name):
    """Open a page, until it is kept."""
    page.goto(host.url + name)
    assert page.evaluate(KEPT, host.url + name)


def rebuild(host):
    """A new build in which one English page reads otherwise."""
    file = host.folder / HARASSMENT / "index.html"
    file.write_text(file.read_text(encoding="utf-8").replace("</h1>", " anew</h1>", 1), encoding="utf-8")
    listed = host.folder / "en/search/files.json"
    whole = json.loads(listed.read_text(encoding="utf-8"))
    whole["files"][HARASSMENT] = hashlib.sha256(file.read_bytes()).hexdigest()[:12]
    listed.write_text(json.dumps({**whole, "build": "newer"}), encoding="utf-8")
    worker = host.folder / "sw.js"
    worker.write_text(re.sub(r'"build": "\w+"', '"build": "newer"', worker.read_text(encoding="utf-8")), encoding="utf-8")


def builds(page):
    """The builds of which something is kept that was read."""
    return [name for name in page.evaluate("caches.keys()") if ":read:" in name]


def test_once_the_search_was_used_it_and_what_is_opened_work_without_a_network(page, host):
    search(page, host)
    read(page, host, HARASSMENT)
    cut(page, host)
    page.goto(host.url + "en/search/?q=let someone else save it")
    kept = page.locator(".search-list a[href*='topics/harassment/#']").first
    expect(kept).to_be_visible()
    kept.click()
    anchor = page.evaluate("decodeURIComponent(location.hash.slice(1))")
    expect(page.locator(f"#{anchor}")).to_be_in_viewport()
    assert page.evaluate("[...document.styleSheets].length") > 3
    page.goto(host.url + "en/")
    page.locator("#search-query").fill("archive")
    expect(page.locator(".search-list > li").first).to_be_visible()


def test_what_a_page_fetches_later_is_kept_too(host):
    files = json.loads((host.folder / "en/search/files.json").read_text(encoding="utf-8"))
    assert {"components/checklist/takeaway.js", "components/checklist/change.js"} <= set(files["shell"])


def test_a_kept_page_is_found_without_its_slash(page, host):
    search(page, host)
    read(page, host, HARASSMENT)
    cut(page, host)
    page.goto(host.url + HARASSMENT.rstrip("/"))
    assert page.url == host.url + HARASSMENT
    assert page.evaluate("[...document.styleSheets].length") > 3


def test_a_page_that_was_not_opened_says_so_and_what_there_is(page, host):
    search(page, host)
    cut(page, host)
    page.add_init_script("Object.defineProperty(navigator, 'onLine', { get: () => false })")
    page.goto(host.url + "en/search/?q=elevator pitch")
    result = page.locator(".search-list > li", has=page.locator("a[href*='account/plan']")).first
    expect(result.locator(".search-kind")).to_contain_text("Not saved on your device")
    assert page.goto(host.url + EXPERT).ok
    expect(page.locator("h1")).to_have_text("The page is not on your device")
    assert page.url == host.url + EXPERT
    links = page.locator("a").evaluate_all("links => links.map((link) => link.pathname)")
    assert links == ["/en/help-now/", "/en/search/"]


def test_nothing_but_first_aid_is_kept_before_the_search_was_used(page, host):
    page.goto(host.url + HARASSMENT)
    wait_for(page, READY)
    page.goto(host.url + EXPERT)
    page.wait_for_timeout(300)
    assert builds(page) == []
    cut(page, host)
    page.goto(host.url + EXPERT)
    expect(page.locator("h1")).to_have_text("The page is not on your device")


def test_the_search_of_one_edition_keeps_nothing_of_another(page, host):
    search(page, host)
    page.goto(host.url + "sok/")
    page.wait_for_timeout(300)
    cut(page, host)
    page.goto(host.url + "sok/")
    expect(page.locator("h1")).to_have_text("Sidan finns inte på din enhet")


def test_a_new_build_renews_what_was_read_and_leaves_nothing_of_the_old(page, host):
    search(page, host)
    read(page, host, HARASSMENT)
    rebuild(host)
    update(page)
    wait_for(page, "(await caches.keys()).filter((name) => name.includes(':read:')).join().match(/^[^,]*:newer$/)")
    cut(page, host)
    page.goto(host.url + HARASSMENT)
    expect(page.locator("h1")).to_contain_text("anew")
    page.goto(host.url + "en/search/?q=archive")
    expect(page.locator(".search-list > li").first).to_be_visible()


def test_a_new_build_is_no_newer_first_aid(page, host):
    visit(page, host)
    page.reload()
    expect(page.locator("saved-copy")).to_contain_text("Saved copy of")
    page.evaluate("navigator.serviceWorker.addEventListener('controllerchange', () => window.changed = true)")
    rebuild(host)
    update(page)
    wait_for(page, "window.changed")
    page.wait_for_timeout(200)
    expect(page.locator("saved-copy")).to_contain_text("Saved copy of")


def test_a_page_of_another_build_is_not_kept(page, host):
    search(page, host)
    file = host.folder / EXPERT / "index.html"
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    page.goto(host.url + EXPERT)
    read(page, host, HARASSMENT)
    assert not page.evaluate("address => caches.match(address).then(Boolean)", host.url + EXPERT)


def test_the_pages_opened_longest_ago_give_way(page, host):
    search(page, host)
    listed = json.loads((host.folder / "en/search/files.json").read_text(encoding="utf-8"))
    opened = [name for name in listed["files"] if name.endswith("/") and name not in listed["shell"]]
    page.evaluate(
        """async (addresses) => {
      const { active } = await navigator.serviceWorker.ready;
      for (const page of addresses) {
        active.postMessage({ page, begins: false });
        for (let tries = 0; tries < 100 && !(await caches.match(page)); tries += 1) await new Promise((done) => setTimeout(done, 10));
      }
    }""",
        [host.url + name for name in opened],
    )
    wait_for(page, f"!(await caches.match('{host.url + opened[0]}'))")
    kept = page.evaluate(
        """async () => {
      const cache = await caches.open((await caches.keys()).find((name) => name.includes(":read:")));
      return (await cache.keys()).map(({ url }) => url).filter((url) => url.endsWith("/"));
    }"""
    )
    assert kept[-50:] == [host.url + name for name in opened[-50:]]
    assert len(kept) == 52
