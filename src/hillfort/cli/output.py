"""Standard output and error as they are found: closed, full, or of an alphabet that lacks what is printed."""

from __future__ import annotations

import codecs
import contextlib
import os
import sys
import unicodedata
from io import TextIOWrapper

PLAIN = {
    "\N{NARROW NO-BREAK SPACE}": " ",
    "\N{NO-BREAK SPACE}": " ",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{MINUS SIGN}": "-",
    "\N{HORIZONTAL ELLIPSIS}": "...",
    "\N{MULTIPLICATION SIGN}": "x",
    "\N{SUPERSCRIPT TWO}": "2",
    "ł": "l",
    "Ł": "L",
    "ø": "o",
    "Ø": "O",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{MIDDLE DOT}": "-",
    "\N{BULLET}": "*",
    "\N{GREATER-THAN OR EQUAL TO}": ">=",
    "\N{LESS-THAN OR EQUAL TO}": "<=",
    "\N{RIGHTWARDS ARROW}": "->",
    "ß": "ss",
}
"""What stands for a character that a terminal lacks and that has no plain letter in it."""


def settle() -> None:
    """Make both streams take whatever is printed; a closed one swallows it."""
    codecs.register_error("hillfort-plain", _replace)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  (open until the process ends)
        elif isinstance(stream, TextIOWrapper) and stream.errors in ("strict", "surrogateescape"):
            stream.reconfigure(errors="hillfort-plain")


def forget_output() -> None:
    """What is still waiting to be printed goes nowhere: it has just been refused."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(plain(letter) for letter in error.object[error.start : error.end]), error.end


def plain(letter: str) -> str:
    """ASCII that stands for a character.

    >>> "".join(map(plain, "Suwałki, Šiauliai: 5–7, 中"))
    'Suwalki, Siauliai: 5-7, ?'
    """
    found = PLAIN.get(letter)
    if found is None:
        found = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode("ascii")
    return found or ("|" if "\u2500" <= letter <= "\u257f" else "?")
