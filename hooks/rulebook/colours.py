"""A host's own colours: whether they can be read on our pages, and the styles that put them in the place of ours."""

from collections.abc import Iterator

from rulebook.model import Colours, Shades

PAPERS = {"light": ("#f4f6f2", "#ffffff", "#e9ede8"), "dark": ("#121917", "#1b2421", "#26302d")}
"""What stands behind words: `paper`, `sheet` and `well` of tokens.css and dark.css."""

ON = {"light": "#ffffff", "dark": "#08201a"}
"""Words on the colour of actions: `on-spruce`."""

READABLE = 4.5
"""The least contrast of words, by WCAG 2.2, 1.4.3."""

NAMES = {"action": "spruce", "line": "chalk"}
"""What a colour is called in the styles."""


def faint(colours: Colours) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield (place, message) for each colour that words in it, or on it, would be hard to read."""
    for name in NAMES:
        shades: Shades | None = getattr(colours, name)
        for scheme, papers in PAPERS.items() if shades else ():
            colour = getattr(shades, scheme)
            least = min(contrast(colour, other) for other in (*papers, *([ON[scheme]] if name == "action" else [])))
            if least < READABLE:
                yield (name, scheme), f"found '{colour}', whose contrast on {scheme} pages is {least:.1f}; expected at least {READABLE}"


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21, by WCAG 2.2."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def styles(colours: Colours) -> dict[str, str]:
    """Return {path from the root of the site: what follows in that style}; nothing where the colours are ours."""
    light, dark = _rules(colours, "light", "rl-"), _rules(colours, "dark", "rl-")
    if not light:
        return {}
    return {
        "assets/css/tokens.css": f"@media screen{{html:root{{{light}}}}}\n",
        "assets/css/dark.css": f"html:root{{{dark}}}\n",
        "assets/css/bare.css": f"@media (prefers-color-scheme:dark){{html:root{{{dark}}}}}\n",
    }


def within(colours: Colours) -> str:
    """Return what follows in the style that the first-aid page carries within it."""
    light, dark = _rules(colours, "light"), _rules(colours, "dark")
    return f":root{{{light}}}@media (prefers-color-scheme:dark){{:root{{{dark}}}}}" if light else ""


def _rules(colours: Colours, scheme: str, prefix: str = "") -> str:
    end = {"light": "#000", "dark": "#fff"}[scheme]
    chosen = {name: getattr(shades, scheme) for key, name in NAMES.items() if (shades := getattr(colours, key))}
    rules = [
        f"--{prefix}{name}:{colour};--{prefix}{name}-wash:color-mix(in srgb,{colour} 14%,{PAPERS[scheme][0]})" for name, colour in chosen.items()
    ]
    if "spruce" in chosen:
        rules.append(f"--{prefix}spruce-deep:color-mix(in srgb,{chosen['spruce']} 70%,{end})")
    return ";".join(rules)
