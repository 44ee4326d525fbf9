"""A study of the air that shows itself in a notebook."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Self

from hillfort.report.air import tables as air_tables
from hillfort.report.parts.html import paragraphs
from hillfort.report.parts.markup import Html, markup
from hillfort.studies.air.study import AirStudy

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, repr=False)
class ShownAir(AirStudy):
    """A study that draws itself."""

    @classmethod
    def of(cls, found: AirStudy) -> Self:
        """The same study."""
        return cls(**{field.name: getattr(found, field.name) for field in fields(AirStudy)})

    def __repr__(self) -> str:
        return f"<The air of {self.scenario.name}. {' '.join(air_tables.headline(self.summary))}>"

    def plot_coverage(self) -> Figure:
        """What standing air defence can engage, by the altitude of the target."""
        from hillfort.report.air import maps

        return maps.coverage(self)

    def plot_interception(self) -> Figure:
        """Flights from named origins, and where policing aircraft meet them."""
        from hillfort.report.air import maps

        return maps.interception(self)

    def plot_leak(self) -> Figure:
        """Share of a raid that gets through, by its size."""
        from hillfort.report.air import charts

        return charts.leak(self)

    def plot_year(self) -> Figure:
        """Presence of batteries through the year."""
        from hillfort.report.air import charts

        return charts.through_the_year(self)

    def plot_sky(self) -> Figure:
        """Who holds the sky over each country, day by day."""
        from hillfort.report.air import charts

        return charts.sky(self)

    def _repr_html_(self) -> Html:
        return markup("<div>{}</div>", paragraphs(air_tables.headline(self.summary)))
