"""Markup that escapes what is put into it: the only module that makes HTML of text.

A page is made of templates, written out in the code, and of values, which come from files. A template is HTML as it
stands; a value is escaped unless it is `Html` already, which only this module makes. So nothing that a file calls a
thing can open an element, end an attribute or begin a script, whoever writes the next page.
"""

from __future__ import annotations

import html
import json
import string
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources
from typing import Any

from hillfort.foundation.visible import visible


class Html(str):
    """Text that is HTML already. Pieces are put together by `markup`, `joined` and `+`; other operations of text give
    plain text, which is escaped wherever it is put next.

    >>> markup("<b>{}</b>", "1 < 2") + " & more"
    '<b>1 &lt; 2</b> &amp; more'
    """

    __slots__ = ()

    def __add__(self, other: str) -> Html:
        """Both, the other escaped unless it is HTML."""
        return Html(str.__add__(self, escaped(other)))

    def __radd__(self, other: str) -> Html:
        """Both, the other escaped unless it is HTML."""
        return Html(str.__add__(escaped(other), self))


NOTHING = Html()
"""No element and no word."""


def escaped(value: object) -> Html:
    """A value as HTML: as it is where it is HTML, escaped where it is not;
    control characters and marks of direction get a sign.

    >>> escaped('"a" & b')
    '&quot;a&quot; &amp; b'
    """
    return value if isinstance(value, Html) else Html(html.escape(visible(str(value))))


class _Escaping(string.Formatter):
    """Fields of a template, each escaped; a format is applied to what is no HTML."""

    def format_field(self, value: Any, format_spec: str) -> str:
        return escaped(format(value, format_spec) if format_spec else value)


_FORMATTER = _Escaping()


def markup(template: str, *values: object, **named: object) -> Html:
    """A template of HTML with its fields filled in as `str.format` does, every value escaped that is not `Html`.

    The template is written out where it is used, never put together (a test of the architecture sees to it).

    >>> markup('<p class="{kind}">{:.1f} of {}</p>', 2.0, "A & B", kind="quiet")
    '<p class="quiet">2.0 of A &amp; B</p>'
    """
    return Html(_FORMATTER.vformat(template, values, named))


def joined(parts: Iterable[object], between: str = "") -> Html:
    """Pieces one after the other, each escaped that is not `Html`.

    >>> joined([markup("<i>{}</i>", "a"), "<b>"], ", ")
    '<i>a</i>, &lt;b&gt;'
    """
    return Html(escaped(between).join([escaped(each) for each in parts]))


def asset(name: str) -> Html:
    """A file of the page's look or behaviour, shipped with Hillfort."""
    return Html(resources.files("hillfort").joinpath("data", "report", name).read_text(encoding="utf-8"))


def embedded(data: Mapping[str, Any]) -> Html:
    """JSON that cannot end the element it stands in, and whose words keep the direction in which they are written."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Html(visible(text).replace("<", "\\u003c"))


def document(title: str, body: Sequence[str], data: Mapping[str, Any] | None) -> Html:
    """A whole HTML document with style, script and data inside;
    a piece of the body that is no HTML is shown as text."""
    parts = [
        markup("<!doctype html>"),
        markup('<html lang="en"><head><meta charset="utf-8">'),
        markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        markup("<title>{}</title><style>{}</style></head><body>", title, asset("page.css")),
        *body,
    ]
    if data is not None:
        parts += [
            markup('<script type="application/json" id="data">{}</script>', embedded(data)),
            markup("<script>{}</script>", asset("page.js")),
        ]
    return joined([*parts, markup("</body></html>"), ""], "\n")
