"""Text from names and files as it may be shown: nothing in it commands a terminal or turns the order of letters."""

from __future__ import annotations

import unicodedata

KEPT = frozenset("\n\t")
"""Characters that lay out text and command nothing."""
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that change the direction of what is written, so that it reads as what it is not."""
_SHOWN = {code: chr(0x2400 + code) for code in range(32)} | {0x7F: "\u2421"}


def visible(text: str) -> str:
    r"""The same text with a visible sign for each control character and mark of direction; line ends and tabs stay.

    Examples
    --------
    >>> visible("a\x1b[31mb")
    'a␛[31mb'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_sign(each) for each in text)


def _sign(letter: str) -> str:
    if letter in KEPT:
        return letter
    kind = unicodedata.category(letter)
    if kind == "Cc":
        return _SHOWN.get(ord(letter), "\N{REPLACEMENT CHARACTER}")
    if letter in _TURNING or kind in ("Zl", "Zp", "Cs"):
        return "\N{REPLACEMENT CHARACTER}"
    return letter
