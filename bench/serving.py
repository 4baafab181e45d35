"""Built sites served over loopback, compressed, as a host would."""

import gzip
import threading
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".ics", ".xml"}


@cache
def _body(file: Path) -> tuple[bytes, bool]:
    """Return what is sent of a file, and whether that is compressed."""
    content = file.read_bytes()
    return (gzip.compress(content, 9, mtime=0), True) if file.suffix in COMPRESSED else (content, False)


class Handler(SimpleHTTPRequestHandler):
    """Sends compressed files, and 404.html for what is not there."""

    protocol_version = "HTTP/1.1"
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".js": "text/javascript", ".webmanifest": "application/manifest+json"}

    def do_GET(self) -> None:
        """Send a file."""
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        there = file.is_file()
        file = file if there else Path(self.directory) / "404.html"
        body, compressed = _body(file)
        self.send_response(200 if there else 404)
        self.send_header("Content-Type", self.guess_type(file))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-cache")
        if compressed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server:
    """A server whose address is known before there is a site to serve."""

    def __init__(self, folder: Path) -> None:
        """Take a free port; the folder may come into being later."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
        self.address = f"http://127.0.0.1:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
