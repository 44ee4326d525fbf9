"""Results that show themselves in a notebook, with figures on demand."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Self

from hillfort.report.parts import numbers, words
from hillfort.report.parts.markup import Html, joined, markup
from hillfort.studies.campaign.assessment import Assessment
from hillfort.studies.campaign.compare import Comparison

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, repr=False)
class ShownAssessment(Assessment):
    """An assessment that draws itself."""

    @classmethod
    def of(cls, found: Assessment) -> Self:
        """The same assessment."""
        return cls(**{field.name: getattr(found, field.name) for field in fields(Assessment)})

    def __repr__(self) -> str:
        return f"<Assessment of {words.title(self.summary)}. {words.headline(self.summary)} {words.hold(self.summary)}>"

    def plot_map(self, day: int | None = None) -> Figure:
        """Chance that each cell is lost by a day (3, 7, 14 or 30; the last where None)."""
        from hillfort.report.campaign import figures

        return figures.loss_map(self.scenario, self.outcome, day=day)

    def plot_survival(self) -> Figure:
        """Share of draws in which each objective has not been lost yet, hour by hour."""
        from hillfort.report.campaign import figures

        return figures.survival(self.outcome)

    def plot_reinforcement(self) -> Figure:
        """Battalions arrived from outside, day by day."""
        from hillfort.report.campaign import figures

        return figures.reinforcement(self.outcome)

    def plot_balance(self) -> Figure:
        """Strength of both sides in the theatre, day by day."""
        from hillfort.report.campaign import figures

        return figures.balance(self.outcome)

    def _repr_html_(self) -> Html:
        rows = joined(
            markup(
                "<tr><td>{}</td><td>{}</td><td>{}</td></tr>",
                each["name"],
                numbers.chance(each["lost_chance"]),
                numbers.span(each["lost_h"], "h"),
            )
            for each in self.summary["objectives"]
        )
        head = markup("<tr><th>Objective</th><th>lost at any time</th><th>hour lost</th></tr>")
        return _compact(
            words.headline(self.summary), words.title(self.summary), words.answer(self.summary), head + rows
        )


@dataclass(frozen=True, repr=False)
class ShownComparison(Comparison):
    """A comparison that shows itself."""

    @classmethod
    def of(cls, found: Comparison) -> Self:
        """The same comparison."""
        return cls(**{field.name: getattr(found, field.name) for field in fields(Comparison)})

    def plot_differences(self, key: str = "hold") -> Figure:
        """Paired differences of one quantity, each option against the baseline, with 95 % intervals."""
        from hillfort.report.campaign import figures

        return figures.differences(self.summary, key)

    def __repr__(self) -> str:
        said = " ".join(words.comparison(option, self.summary["draws"]) for option in self.summary["options"])
        return f"<Comparison for {words.title(self.summary)}. {said}>"

    def _repr_html_(self) -> Html:
        head = markup("<tr><th>Measure</th><th></th><th>difference</th><th>reads as</th></tr>")
        rows = joined(
            _difference_row(option["name"], each)
            for option in self.summary["options"]
            for each in option["differences"]
        )
        sentences = [words.comparison(option, self.summary["draws"]) for option in self.summary["options"]]
        return _compact(
            "Each measure against the baseline on the same luck", words.title(self.summary), sentences, head + rows
        )


def _difference_row(name: str, each: dict[str, Any]) -> Html:
    cells = (name, each["title"], numbers.difference(each, each["unit"]), words.FINDINGS[each["finding"]])
    return markup("<tr>{}</tr>", joined(markup("<td>{cell}</td>", cell=cell) for cell in cells))


def _compact(headline: str, title: str, sentences: list[str], rows: str) -> Html:
    paragraphs = joined(markup("<p style='margin:.2em 0'>{sentence}</p>", sentence=sentence) for sentence in sentences)
    return markup(
        "<div style='max-width:48em'><p style='margin:0'><b>{headline}</b></p><p "
        "style='margin:0;opacity:.7'>{title}</p>{paragraphs}<table>{rows}</table></div>",
        headline=headline,
        title=title,
        paragraphs=paragraphs,
        rows=rows,
    )
