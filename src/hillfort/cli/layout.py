"""Tables that fit the width they are given: cells wrap at spaces, then columns go in blocks or rows are stacked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rich.console import ConsoleOptions, RenderResult
from rich.text import Text

GAP = 2
"""Spaces between two columns."""
TALLEST = 6
"""Lines of a row beyond which its cells are easier to read one below the other."""
NARROW = 14
"""Columns no wider than this are figures, which are easier to read side by side, in blocks, than stacked."""


class PrintedTable:
    """Rows of cells under a head, laid out for any width without a box; a cell is plain text, or styled `Text`."""

    def __init__(self, head: Sequence[str], *, right: Iterable[int] = ()) -> None:
        self.head = tuple(head)
        self.right = frozenset(right)
        self.rows: list[tuple[Text, ...]] = []

    def add_row(self, *cells: str | Text, style: str = "") -> None:
        """One more row; cells that are left out are empty."""
        row = [each.copy() if isinstance(each, Text) else Text(each) for each in cells]
        for each in row:
            if style:
                each.stylize_before(style)
        self.rows.append((*row, *(Text() for _ in range(len(self.head) - len(row)))))

    def __rich_console__(self, console: object, options: ConsoleOptions) -> RenderResult:
        """Lines, none of them longer than the width unless one word is."""
        yield from (_unbroken(line) for line in self.laid_out(options.max_width))

    def laid_out(self, width: int) -> list[Text]:
        """All lines of the table for a width in characters."""
        every = range(len(self.head))
        widths = self._widths(every, width)
        if widths is not None and self._tallest(every, widths) <= TALLEST:
            return self._block(every, widths)
        blocks = self._blocks(width)
        if blocks is not None:
            return [line for each, fitted in blocks for line in self._block(each, fitted)]
        return [line for row in self.rows for line in self._stacked(row, width)]

    def _column(self, place: int) -> list[Text]:
        return [Text(self.head[place]), *(row[place] for row in self.rows)]

    def _widths(self, places: Sequence[int], width: int) -> list[int] | None:
        """Widths of the columns that fit together without breaking a word, the wide ones giving way first."""
        natural = [max(each.cell_len for each in self._column(place)) for place in places]
        least = [max(_longest_word(each) for each in self._column(place)) for place in places]
        room = width - GAP * (len(places) - 1)
        if sum(least) > room:
            return None
        level = max(natural, default=0)
        while sum(_levelled(natural, least, level)) > room:
            level -= 1
        return _levelled(natural, least, level)

    def _tallest(self, places: Sequence[int], widths: Sequence[int]) -> int:
        return max(
            (
                len(_wrapped(row[place], width))
                for row in self.rows
                for place, width in zip(places, widths, strict=True)
            ),
            default=1,
        )

    def _blocks(self, width: int) -> list[tuple[list[int], list[int]]] | None:
        """Columns of figures in blocks that fit, each behind the first column; None where they are not of that kind."""
        if any(each.cell_len > NARROW for place in range(1, len(self.head)) for each in self._column(place)):
            return None
        blocks: list[tuple[list[int], list[int]]] = []
        waiting = list(range(1, len(self.head)))
        while waiting:
            for count in range(len(waiting), 0, -1):
                places = [0, *waiting[:count]]
                widths = self._widths(places, width)
                if widths is not None and self._tallest(places, widths) <= TALLEST:
                    blocks.append((places, widths))
                    waiting = waiting[count:]
                    break
            else:
                return None
        return blocks

    def _block(self, places: Sequence[int], widths: Sequence[int]) -> list[Text]:
        head = [Text(self.head[place], style="bold") for place in places]
        found = self._lines(head, places, widths) if any(self.head[place] for place in places) else []
        for row in self.rows:
            found += self._lines([row[place] for place in places], places, widths)
        return found

    def _lines(self, cells: Sequence[Text], places: Sequence[int], widths: Sequence[int]) -> list[Text]:
        if cells[0].cell_len and not any(cell.cell_len for cell in cells[1:]):  # A heading among the rows.
            return _wrapped(cells[0], sum(widths) + GAP * (len(widths) - 1))
        columns = [_wrapped(cell, width) for cell, width in zip(cells, widths, strict=True)]
        found = []
        for index in range(max(map(len, columns))):
            line = Text()
            for place, width, column in zip(places, widths, columns, strict=True):
                piece = column[index] if index < len(column) else Text()
                space = " " * (width - piece.cell_len)
                line.append(space if place in self.right else "").append_text(piece)
                line.append("" if place in self.right else space).append(" " * GAP)
            line.rstrip()
            found.append(line)
        return found

    def _stacked(self, row: Sequence[Text], width: int) -> list[Text]:
        found = _wrapped(row[0], width)
        for name, cell in zip(self.head[1:], row[1:], strict=True):
            if cell.cell_len:
                told = Text.assemble(f"{name}: " if name else "", cell)
                inner = _wrapped(told, width - 2 * GAP)
                found += [
                    Text(" " * (GAP if index == 0 else 2 * GAP)).append_text(line) for index, line in enumerate(inner)
                ]
        return found


def wrapped(text: Text, width: int, *, indent: int = 0) -> list[Text]:
    """Lines of a text broken at spaces alone, all indented; a word longer than the width has a line of its own.

    >>> [line.plain for line in wrapped(Text("two words and more"), 10, indent=1)]
    [' two words', ' and more']
    """
    return [Text(" " * indent).append_text(line) for line in _wrapped(text, width - indent)]


def _unbroken(line: Text) -> Text:
    line.no_wrap, line.overflow = True, "ignore"
    return line


def _longest_word(text: Text) -> int:
    return max((Text(word).cell_len for word in text.plain.split()), default=0) + _indent(text)


def _indent(text: Text) -> int:
    return len(text.plain) - len(text.plain.lstrip(" "))


def _levelled(natural: Sequence[int], least: Sequence[int], level: int) -> list[int]:
    return [max(low, min(most, level)) for most, low in zip(natural, least, strict=True)]


def _wrapped(text: Text, width: int) -> list[Text]:
    """Lines of a cell; those after the first keep its indentation."""
    if text.cell_len <= width and "\n" not in text.plain:
        return [text]
    indent = _indent(text)
    breaks: list[int] = []
    used = start = indent
    for word in re.finditer(r"\S+", text.plain):
        wide = Text(word.group()).cell_len
        between = Text(text.plain[start : word.start()]).cell_len
        if used > indent and used + between + wide > width:
            breaks.append(word.start())
            used = indent
            between = 0
        used += between + wide
        start = word.end()
    found = []
    for index, line in enumerate(text.divide(breaks)):
        line.rstrip()
        found.append(line if index == 0 or not indent else Text(" " * indent).append_text(line))
    return found
