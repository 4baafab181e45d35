"""A browser, and the built site served to it."""

import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from find import ARGUMENTS, find


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": find(), "args": ARGUMENTS}


class Handler(SimpleHTTPRequestHandler):
    """Serves a built site as usual hosts do: 404.html for what is not there."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript", ".webmanifest": "application/manifest+json"}

    def log_message(self, *arguments):
        pass

    def send_error(self, code, *arguments):
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, *arguments)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    def handle_error(self, *arguments):
        """A browser that has left does not want its answer: no traceback for it."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(*arguments)


def serve(folder):
    """Serve a folder; return (server, address)."""
    server = Server(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_port}"


@pytest.fixture(scope="session")
def address(site):
    """The address of the built site, without a closing slash."""
    server, url = serve(site)
    yield url
    server.shutdown()


@pytest.fixture
def no_script(browser):
    """A page without JavaScript."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()
