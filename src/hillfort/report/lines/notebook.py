"""An answer on lines of communication that shows itself in a notebook."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Self

from hillfort.report.lines import words as lines_words
from hillfort.report.parts.html import paragraphs
from hillfort.report.parts.markup import Html, joined, markup
from hillfort.studies.lines.answer import LinesAnswer

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, repr=False)
class ShownLines(LinesAnswer):
    """An answer that draws itself."""

    @classmethod
    def of(cls, found: LinesAnswer) -> Self:
        """The same answer."""
        return cls(**{field.name: getattr(found, field.name) for field in fields(LinesAnswer)})

    def __repr__(self) -> str:
        return f"<Lines of {lines_words.title(self.summary)}. {lines_words.headline(self.summary)}>"

    def plot_map(self) -> Figure:
        """Where the flow goes, what limits it, what would be cut and what to fortify."""
        from hillfort.report.lines import map as lines_map

        return lines_map.lines_map(self)

    def plot_curves(self) -> Figure:
        """What can arrive by day, what is scheduled, and what chance leaves of it."""
        from hillfort.report.lines import curves as lines_curves

        return lines_curves.curves(self)

    def _repr_html_(self) -> Html:
        _, sentences, rows = lines_words.arrivals(self.summary)
        body = joined(
            markup("<tr>{}</tr>", joined(markup("<td>{cell}</td>", cell=cell) for cell in row)) for row in rows
        )
        return markup(
            "<div><p><b>{}</b></p>{}<table>{body}</table></div>",
            lines_words.headline(self.summary),
            paragraphs(sentences),
            body=body,
        )
