"""What a reader gets for a path that is no page of ours: so many words, and where the pages are."""

from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from ita.wording import LANGUAGES, Say
from pages.shared import links
from pages.shared.address import CARRIED
from pages.shared.frame import SECTIONS
from pages.shared.links import Link

_LONGEST_SHOWN = 60
_STYLE = """
body { margin: 0 auto; max-width: 40rem; padding: 3rem 1.25rem; color: #0F1822; background: #FBFAF6;
  font: 1.125rem/1.6 Sarabun, "Leelawadee UI", Thonburi, sans-serif; }
h1 { font-size: 1.875rem; line-height: 1.4; overflow-wrap: anywhere; }
h2 { font-size: 1rem; margin: 1.5rem 0 0; }
ul { margin: 0; padding: 0; list-style: none; }
a { display: inline-block; padding: 0.3rem 0; color: #1F4E8C; }
@media (prefers-color-scheme: dark) {
  body { color: #E9EEF5; background: #101823; }
  a { color: #7FB2F0; }
}
"""


def page(path: str, link: Link, folder: str) -> str:
    """The page in the language the link asks for; ``folder`` leads to the dashboard's own."""
    asked = {name: value for name, value in link.asked if name in CARRIED}
    say = Say(next((code for code in LANGUAGES if code == asked.get("lang")), LANGUAGES[0]))
    shown = path if len(path) <= _LONGEST_SHOWN else f"{path[:_LONGEST_SHOWN]}…"
    title = escape(say("frame.no_page", path=links.seen(shown, say)))
    return (
        f'<!DOCTYPE html><html lang="{say.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{title}</title>'
        f"<style>{_fonts(folder)}{_STYLE}</style></head><body><main><h1>{title}</h1>"
        f"<p>{escape(say('frame.no_page_advice'))}</p>{_screens(say, folder, asked)}</main></body></html>"
    )


def _screens(say: Say, folder: str, asked: Mapping[str, str]) -> str:
    query = f"?{urlencode(asked)}" if asked else ""
    return "".join(
        f"<h2>{escape(say(f'section.{section}'))}</h2><ul>"
        + "".join(
            f'<li><a href="{escape(folder + path + query)}">{escape(say(f"{key}.title"))}</a></li>'
            for _, key, _, path in screens
        )
        + "</ul>"
        for section, screens in SECTIONS.items()
    )


def _fonts(folder: str) -> str:
    return "".join(
        f"@font-face {{ font-family: Sarabun; font-weight: {weight}; unicode-range: {letters};"
        f" src: url({folder}app/static/fonts/sarabun-{script}-{weight}-normal.woff2); }}"
        for script, letters in (("thai", "U+0E01-0E5B"), ("latin", "U+0000-00FF, U+2000-206F"))
        for weight in (400, 700)
    )
