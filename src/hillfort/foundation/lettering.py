"""Figures in which a name is drawn as it is written, whatever it holds."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, ParamSpec

from hillfort.foundation.visible import visible

if TYPE_CHECKING:
    from matplotlib.figure import Figure

P = ParamSpec("P")
_SIGNS = dict.fromkeys(range(0x2400, 0x2422), "\N{REPLACEMENT CHARACTER}") | {ord("\t"): " "}
"""Signs of `visible` that fonts of figures do not have, and a tab, to what they have."""


def plain(words: str) -> str:
    r"""Words that a figure can show: `visible`, with one sign for everything that has none of its own.

    >>> plain("a\x1bb") == "a\N{REPLACEMENT CHARACTER}b"
    True
    """
    return visible(words).translate(_SIGNS)


def as_written(make: Callable[P, Figure]) -> Callable[P, Figure]:
    """What makes a figure, made so that a name in it neither begins a formula nor breaks the drawing.

    Matplotlib reads what stands between two dollar signs as mathematics and raises an error where it is none, and warns
    of characters that no font has. A name comes from a file: dollar signs stay dollar signs, control characters and
    marks of direction get a visible sign. A figure stays so wherever it is drawn later, in a notebook too.
    """

    @functools.wraps(make)
    def drawing(*given: P.args, **named: P.kwargs) -> Figure:
        import matplotlib
        from matplotlib.text import Text

        with matplotlib.rc_context({"text.parse_math": False, "axes.formatter.use_mathtext": False}):
            figure = make(*given, **named)
            for each in figure.findobj(Text):
                assert isinstance(each, Text)
                each.set_parse_math(False)
                words = each.get_text()
                if plain(words) != words:
                    each.set_text(plain(words))
        return figure

    return drawing
