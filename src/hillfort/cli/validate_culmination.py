"""How far an attacker can be supplied, on the screen."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich.text import Text

from hillfort.cli.layout import PrintedTable

if TYPE_CHECKING:
    from hillfort.validation.anchors import Anchor
    from hillfort.validation.culmination import Culmination


def answer(found: Culmination) -> None:
    """Distances of the law and of campaigns, then each published figure with ours and the verdict."""
    from hillfort.cli import show

    out = show.console()
    table = PrintedTable(("Road from the railhead, km", "10 %", "50 %", "90 %", "of attackers that paused"))
    for row in found.rows:
        km = [DASH if math.isnan(each) else f"{each:.0f}" for each in (row.km_p10, row.km_p50, row.km_p90)]
        table.add_row(row.name, *km, DASH if math.isnan(row.share) else f"{100.0 * row.share:.0f} %")
    out.print(table)
    out.print()
    for each in found.anchors:
        style = "green" if each.ok else "red"
        out.print(Text(f"{each.name}: published {published(each)}, ours {each.ours:.3g}: {each.verdict}.", style=style))
    out.print("A miss is explained in DIFFERENCES.md.", style="dim")


DASH = "–"


def published(each: Anchor) -> str:
    """The published figure in words.

    >>> from hillfort.validation.anchors import Anchor
    >>> published(Anchor("", "", (90.0, 150.0), 100.0, 90.0, 110.0, unit="km", rule="inside"))
    '90 to 150 km'
    """
    if isinstance(each.published, tuple):
        low, high = each.published
        return f"{low:g} to {high:g} {each.unit}"
    return f"{each.published:g} {each.unit}"
