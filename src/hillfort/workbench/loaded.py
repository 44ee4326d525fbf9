"""A finished result folder as an answer with plots, as the report has them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from hillfort.files.results.open import ResultFolder, open_folder
from hillfort.foundation.errors import HillfortError, InputError, Problem

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from hillfort.campaign.scenario import Scenario
    from hillfort.studies.campaign.kept import KeptDraws


@dataclass(frozen=True, repr=False)
class LoadedResult(ResultFolder):
    """A result that was read from its folder."""

    @classmethod
    def of(cls, found: ResultFolder) -> LoadedResult:
        """The same result."""
        return cls(found.folder, found.command, found.summary)

    @property
    def plots(self) -> tuple[str, ...]:
        """Names that `plot` takes."""
        return self.pictures

    def plot(self, name: str) -> Figure:
        """One picture of the result as a matplotlib figure; `InputError` names those there are."""
        return self.picture(name)

    def picture(self, name: str) -> Figure:
        """A picture as it was written to the folder."""
        from matplotlib import image
        from matplotlib.figure import Figure

        pixels = image.imread(self.file(name, self.pictures, "picture", ".png"))
        figure = Figure(figsize=(pixels.shape[1] / 100.0, pixels.shape[0] / 100.0), dpi=100)
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.imshow(pixels)
        axes.set_axis_off()
        return figure


class LoadedAssessment(LoadedResult):
    """An assessment that was read from its folder; its charts are drawn from its tables."""

    @property
    def plots(self) -> tuple[str, ...]:
        """Names that `plot` takes."""
        return ("map", "survival", "reinforcement", "balance")

    def plot(self, name: str) -> Figure:
        """One chart of the report as a matplotlib figure."""
        self.file(name, self.plots, "plot", "")
        made: Figure = getattr(self, f"plot_{name}")()
        return made

    def plot_map(self, day: int | None = None) -> Figure:
        """Chance that each cell is lost by a day; for a scenario that is not known by name any more,
        the last day only."""
        from hillfort.report.campaign import figures

        scenario = self._scenario
        if scenario is not None:
            return figures.loss_map(scenario, self._draws, day=day)
        if day is None:
            return self.picture("map")
        said = (
            f"the scenario {self.summary['scenario']['name']} is not at hand as it was fought, and its map is not "
            "drawn again."
        )
        raise InputError(Problem(str(self.folder), 0, "day", said, "Leave the day out for the map as it was written."))

    def plot_survival(self) -> Figure:
        """Share of draws in which each objective has not been lost yet, hour by hour."""
        from hillfort.report.campaign import figures

        return figures.survival(self._draws)

    def plot_reinforcement(self) -> Figure:
        """Battalions arrived from outside, day by day."""
        from hillfort.report.campaign import figures

        return figures.reinforcement(self._draws)

    def plot_balance(self) -> Figure:
        """Strength of both sides in the theatre, day by day."""
        from hillfort.report.campaign import figures

        return figures.balance(self._draws)

    @cached_property
    def _scenario(self) -> Scenario | None:
        """The scenario as it was fought, where it can be had by its name."""
        from hillfort.files.scenario import read

        told = self.summary["scenario"]
        try:
            found = read.scenario(told["name"], measures=self.summary["measures"])
        except HillfortError:
            return None
        return found if found.hash == told["hash"] else None

    @cached_property
    def _draws(self) -> KeptDraws:
        from hillfort.studies.campaign.kept import kept_draws

        tables = {name: self.frame(name) for name in ("objectives", "reinforcement", "losses", "cells")}
        scenario = self._scenario
        ids = scenario.theatre.cells.ids if scenario is not None else np.zeros(0, np.uint64)
        return kept_draws(self.summary, tables, ids)


class LoadedComparison(LoadedResult):
    """A comparison that was read from its folder."""

    @property
    def plots(self) -> tuple[str, ...]:
        """Names that `plot` takes: keys of quantities."""
        return tuple(each["aspect"] for each in self.summary["options"][0]["differences"])

    def plot(self, name: str = "hold") -> Figure:
        """Paired differences of one quantity, each option against the baseline."""
        return self.plot_differences(name)

    def plot_differences(self, key: str = "hold") -> Figure:
        """Paired differences of one quantity, each option against the baseline."""
        from hillfort.report.campaign import figures

        return figures.differences(self.summary, key)


KINDS = {"assess": LoadedAssessment, "compare": LoadedComparison}
"""Command to what its result is read as, where that can do more than the others."""


def load(folder: str | Path) -> LoadedResult:
    """The result in a finished folder of any command, with its tables and plots.

    Parameters
    ----------
    folder : path
        What `--out` or `out=` named.

    Raises
    ------
    InputError
        There is no finished result in it.

    Examples
    --------
    >>> import hillfort as hf
    >>> found = hf.assess("marrow", draws=20, out="answer")
    >>> again = hf.load("answer")
    >>> again.result == found.result, again.frame("draws").shape[0], again.plots
    (True, 20, ('map', 'survival', 'reinforcement', 'balance'))
    >>> again.plot("survival")
    <Figure size 800x360 with 1 Axes>
    """
    found = open_folder(Path(folder))
    return KINDS.get(found.command, LoadedResult).of(found)
