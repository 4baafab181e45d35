"""The rulebook: plain Python that turns rule files into HTML, and knows no site generator.

A text travels one way, and imports point the same way back:

load      YAML text → data and the line of every value
model     data → frozen models (the one description of the format)
book      the folder of files → one Rulebook
pages     the Markdown pages: their keys, languages and markers
colours   a host's own colours: readable, and where they stand
policy    the content policy of each page, and security.txt
counting  how long a text is, as each platform counts
losses    what was there and is gone, and what no page shows → problems
check     what needs more than one file: ids, languages, trees, markers → problems
wording   the verbs, the length and the LIX of rules
translations  which texts lag behind another language
changes   what differs between two readings, for the live site
selection the rulebook and the pages of chosen universities alone
localise  the words of one edition, each with its language
render    components → HTML, through overrides/components
firstaid  the first-aid page: what stands around its steps, and its copies
search    pages and components → one index for each edition
calendars duties that come back → calendar files
export    the rulebook as versioned JSON
offline   what the browser keeps: the service worker and its lists
beside    all that a site holds beside its pages
plain     the whole site as files, without a site generator
hosted    a built site made ready for a server: names for ever, files compressed
schema    the models → JSON Schema, and the tables in CONTRIBUTING.md
"""

import tomllib
from pathlib import Path

__version__: str = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
