"""The rulebook: plain Python that turns rule files into HTML, and knows no site generator.

A text travels one way, and imports point the same way back:

load      YAML text → data and the line of every value
model     data → frozen models (the one description of the format)
book      the folder of files → one Rulebook
pages     the Markdown pages: their keys, languages and markers
counting  how long a text is, as each platform counts
check     what needs more than one file: ids, languages, trees, markers → problems
localise  the words of one edition, each with its language
render    components → HTML, through overrides/components
search    pages and components → one index for each edition
export    the rulebook as versioned JSON
schema    the models → JSON Schema, and the tables in CONTRIBUTING.md
"""
