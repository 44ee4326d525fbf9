"""A study of the sea that shows itself in a notebook."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Self

from hillfort.report.parts.html import paragraphs
from hillfort.report.parts.markup import Html, markup
from hillfort.report.sea import words as sea_words
from hillfort.studies.sea.study import SeaStudy

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, repr=False)
class ShownSea(SeaStudy):
    """A study that draws itself."""

    @classmethod
    def of(cls, found: SeaStudy) -> Self:
        """The same study."""
        return cls(**{field.name: getattr(found, field.name) for field in fields(SeaStudy)})

    def __repr__(self) -> str:
        return f"<The sea of {self.scenario.name}. {sea_words.headline(self.summary)}>"

    def plot_map(self) -> Figure:
        """Lanes on the map, by day."""
        from hillfort.report.sea import pictures

        return pictures.lane_map(self)

    def plot_curves(self) -> Figure:
        """Chance that each lane delivers by each day."""
        from hillfort.report.sea import pictures

        return pictures.curves(self)

    def _repr_html_(self) -> Html:
        return markup("<div>{}</div>", paragraphs([sea_words.headline(self.summary)]))
