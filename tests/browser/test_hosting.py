"""The recipes in hosting/ work: nginx and Apache, where they are installed, serve the site as they promise, at a root and in a sub-directory."""

import gzip
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import expect
from test_offline import KEPT, READY, wait_for

from rulebook.policy import POLICY

WHERE = os.pathsep.join([os.defpath, "/usr/sbin", os.environ["PATH"]])
NGINX, NGINX_TYPES = shutil.which("nginx", path=WHERE), Path("/etc/nginx/mime.types")
APACHE, APACHE_MODULES = shutil.which("apache2", path=WHERE), Path("/usr/lib/apache2/modules")
needs_nginx = pytest.mark.skipif(not (NGINX and NGINX_TYPES.exists()), reason="nginx is not installed: its recipe was not tried")
needs_apache = pytest.mark.skipif(not (APACHE and APACHE_MODULES.exists()), reason="Apache is not installed: its recipe was not tried")

ROOT_CONF, SUBDIRECTORY_CONF = "hosting/nginx/root.conf", "hosting/nginx/subdirectory.conf"
MODULES = ("mpm_event", "authz_core", "dir", "mime", "headers", "deflate", "filter", "alias", "rewrite")
FOREVER = "public, max-age=31536000, immutable"
CSP = "; ".join(f"{directive} {allowed}" for directive, allowed in POLICY.items()).replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
HEADERS = {
    "Content-Security-Policy": f"{CSP}; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""What every answer says. Styles within a page are left to the policy in the page, which knows their hashes."""

KINDS = {
    "": "text/html",
    "en/help-now/": "text/html",
    "sw.js": "text/javascript",
    "rulebook.json": "application/json",
    "hjalp-nu/manifest.webmanifest": "application/manifest+json",
    "calendar/umea.ics": "text/calendar",
    ".well-known/security.txt": "text/plain",
}
"""Address → type of what is asked for anew each time."""

ASSETS = ("components-{}/checklist/checklist.js", "assets-{}/css/site.css", "assets-{}/mark.svg")
LOST = ("en/nowhere/", "sv-FI/borta/", "borta", "assets/borta.css", "components-000000000000/borta.js", ".git", "en/.env")


@pytest.fixture(scope="module")
def host(hosted, tmp_path_factory):
    """(folder, end of the names of assets) of a site with a security.txt, and with what should stay hidden."""
    made, version = hosted
    folder = tmp_path_factory.mktemp("host") / "site"
    shutil.copytree(made, folder, copy_function=os.link)
    (folder / ".well-known").mkdir()
    (folder / ".well-known/security.txt").write_text("Contact: https://example.edu\n", encoding="utf-8")
    (folder / ".git").write_text("hidden", encoding="utf-8")
    folder.parent.chmod(0o755)
    return folder, version


def free_address():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


def run(command, address):
    """Run a server until it answers; return the process."""
    process = subprocess.Popen(command)
    name, port = address.split(":")
    for _ in range(100):
        with socket.socket() as client:
            if process.poll() is not None or client.connect_ex((name, int(port))) == 0:
                break
        time.sleep(0.05)
    assert process.poll() is None
    return process


def stop(process):
    process.terminate()
    process.wait()


def nginx(project, folder, server, address):
    """Run nginx in a folder of its own, with the recipe's files where the recipe puts them."""
    (folder / "rattesnore").mkdir()
    shutil.copy(project / "hosting/nginx/common.conf", folder / "rattesnore")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(
        f"""daemon off; pid {folder}/pid; error_log stderr warn; {"user root;" if os.geteuid() == 0 else ""}
        events {{ }}
        http {{ access_log off; {temporary} include {NGINX_TYPES}; include {project}/hosting/nginx/http.conf; {server} }}""",
        encoding="utf-8",
    )
    return run([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")], address)


@pytest.fixture(scope="module")
def at_root(host, project, tmp_path_factory):
    """The address of the site, served by nginx at the root of a host."""
    address = free_address()
    conf = (project / ROOT_CONF).read_text(encoding="utf-8").replace("listen 8080", f"listen {address}").replace("/srv/rattesnore", str(host[0]))
    process = nginx(project, tmp_path_factory.mktemp("nginx"), conf, address)
    yield f"http://{address}/"
    stop(process)


@pytest.fixture
def in_sub_directory(host, project, tmp_path):
    """(address, process) of the site, served by nginx in a sub-directory of another site."""
    address = free_address()
    (tmp_path / "www").mkdir()
    (tmp_path / "www/sociala-medier").symlink_to(host[0])
    conf = (project / SUBDIRECTORY_CONF).read_text(encoding="utf-8").replace("/srv/www", str(tmp_path / "www"))
    other = "location / { return 200 other; } location ~* \\.(css|js|svg)$ { return 403; }"
    process = nginx(project, tmp_path, f"server {{ listen {address}; {conf} {other} }}", address)
    yield f"http://{address}/sociala-medier/", process
    stop(process)


@pytest.fixture(params=["", "sociala-medier/"])
def by_apache(request, host, project, tmp_path):
    """The address of the site, served by Apache at the root of a host or in a sub-directory."""
    address, folder = free_address(), tmp_path / "www" / request.param
    shutil.copytree(host[0], folder, copy_function=os.link)
    recipe = (project / "hosting/.htaccess").read_text(encoding="utf-8").replace("/404.html", f"/{request.param}404.html", 2)
    (folder / ".htaccess").write_text(recipe, encoding="utf-8")
    loads = "\n".join(f"LoadModule {name}_module {APACHE_MODULES}/mod_{name}.so" for name in MODULES)
    (tmp_path / "httpd.conf").write_text(
        f"ServerName localhost\nListen {address}\nPidFile {tmp_path}/pid\nErrorLog {tmp_path}/log\n{loads}\nTypesConfig /etc/mime.types\n"
        f"DocumentRoot {tmp_path}/www\n<Directory {tmp_path}/www>\nAllowOverride All\nRequire all granted\n</Directory>\n",
        encoding="utf-8",
    )
    for place in (tmp_path, *tmp_path.parents[:2]):
        place.chmod(0o755)
    process = run([APACHE, "-d", str(tmp_path), "-f", str(tmp_path / "httpd.conf"), "-DFOREGROUND"], address)
    yield f"http://{address}/{request.param}"
    stop(process)


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def ask(url, **headers):
    """Return (status, headers, body)."""
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.build_opener(Stay).open(request, timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def life(url):
    """Return (status, how long it may be kept) of an answer that says all that it should."""
    status, headers, _ = ask(url)
    assert {name: headers[name] for name in HEADERS} == HEADERS, url
    return status, headers["Cache-Control"]


def holds(url, host):
    """Any server should answer so."""
    folder, version = host
    for path, kind in KINDS.items():
        assert life(url + path) == (200, "no-cache"), path
        told = ask(url + path)[1]["Content-Type"].lower().replace("; ", ";").replace("application/javascript", "text/javascript")
        assert told == f"{kind};charset=utf-8", path
    for path in ASSETS:
        assert life(url + path.format(version)) == (200, FOREVER), path
        assert life(url + path.format("000000000000")) == (200, "no-cache"), "a page from before gets today's"
    for path in LOST:
        assert life(url + path) == (404, "no-cache"), path
        assert ask(url + path)[2] == (folder / "404.html").read_bytes(), path
    status, headers, _ = ask(url + "en/help-now")
    assert (status, headers["Location"].removeprefix(url[: -len(urlpath(url))])) == (301, f"{urlpath(url)}en/help-now/")
    _, headers, body = ask(url, Accept_Encoding="gzip")
    assert (headers["Content-Encoding"], headers["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(body) == (folder / "index.html").read_bytes()
    again = {"If_None_Match": headers["ETag"]} if headers["ETag"] else {"If_Modified_Since": headers["Last-Modified"]}
    assert ask(url, Accept_Encoding="gzip", **again)[0] == 304


def urlpath(url):
    return "/" + url.split("/", 3)[3]


@needs_nginx
def test_nginx_at_the_root_of_a_host(at_root, host):
    holds(at_root, host)


@needs_nginx
def test_nginx_in_a_sub_directory(in_sub_directory, host):
    url, _ = in_sub_directory
    holds(url, host)
    assert ask(url.replace("sociala-medier/", "elsewhere"))[2] == b"other"


@needs_nginx
def test_nginx_sends_what_was_compressed_beforehand(at_root, host):
    assert ask(at_root, Accept_Encoding="gzip")[2] == (host[0] / "index.html.gz").read_bytes()


@needs_apache
def test_apache(by_apache, host):
    holds(by_apache, host)


@needs_nginx
def test_nothing_is_refused_or_missing_in_a_browser(at_root, browser):
    context = browser.new_context()
    page = context.new_page()
    told = []
    page.on("console", lambda message: message.type in {"error", "warning"} and told.append(message.text))
    page.on("response", lambda answer: answer.status >= 400 and told.append(f"{answer.status} {answer.url}"))
    for path in ("", "checklistor/oppna-konto/", "sv-FI/rad/kommentar/", "en/search/?q=threat", "fragor/", "en/help-now/"):
        page.goto(at_root + path)
        page.wait_for_load_state("networkidle")
    assert page.evaluate("navigator.serviceWorker.ready.then(({ active }) => active.scriptURL)") == f"{at_root}sw.js"
    assert told == []
    context.close()


@needs_nginx
def test_a_sub_directory_without_its_slash_is_found(in_sub_directory):
    url, _ = in_sub_directory
    status, headers, _ = ask(url.rstrip("/") + "?q=x")
    assert (status, headers["Location"]) == (301, "/sociala-medier/?q=x")


@needs_nginx
def test_first_aid_with_its_tools_opens_when_the_server_is_gone(in_sub_directory, page):
    url, process = in_sub_directory
    page.goto(f"{url}en/help-now/")
    wait_for(page, READY)
    assert page.evaluate(KEPT, f"{url}en/help-now/tools.html")
    stop(process)
    page.context.set_offline(True)
    page.goto(f"{url}hjalp-nu/")
    expect(page.locator("evidence-log")).to_be_visible()
    expect(page.locator("#stop-request summary")).to_be_visible()


@needs_nginx
def test_the_search_and_what_was_read_open_when_the_server_is_gone(in_sub_directory, page):
    url, process = in_sub_directory
    page.goto(f"{url}en/search/")
    wait_for(page, READY)
    page.locator("#search-query").fill("screenshot")
    assert page.evaluate(KEPT, f"{url}en/search/files.json")
    page.goto(f"{url}en/account/moderate/")
    assert page.evaluate(KEPT, f"{url}en/account/moderate/")
    stop(process)
    page.context.set_offline(True)
    page.goto(f"{url}en/search/?q=comment")
    expect(page.locator(".search-list > li").first).to_be_visible()
    page.goto(f"{url}en/account/moderate/")
    expect(page.locator("article.rule").first).to_be_visible()


@pytest.mark.parametrize("file", ["nginx/common.conf", ".htaccess", "_headers"])
def test_every_recipe_sends_the_policy_of_the_pages(file, project):
    text = (project / "hosting" / file).read_text(encoding="utf-8")
    for name, value in HEADERS.items():
        assert re.search(rf'{name}:? "?{re.escape(value)}"?( always;)?$', text, re.MULTILINE), name


@pytest.mark.parametrize("file", ["github-pages.yml", "gitlab-ci.yml", "Containerfile"])
def test_pipelines_run_only_commands_that_exist(file, project):
    text = (project / "hosting" / file).read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (project / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    used = set(re.findall(r"\bmake ([a-z-]+)", text))
    assert used <= targets
    assert file == "Containerfile" or (yaml.safe_load(text) and used >= {"lint", "test", "site", "outdated"})
