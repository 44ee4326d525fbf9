"""The answer to many draws of one scenario."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hillfort.campaign.outcome import Outcome, Trace
from hillfort.campaign.scenario import Scenario
from hillfort.studies.campaign import drivers, frames

if TYPE_CHECKING:
    import pandas as pd

    from hillfort.studies.campaign.result import AssessmentResult
    from hillfort.studies.campaign.surroundings import Around


@dataclass(frozen=True)
class Assessment:
    """What a study of one course of action came to.

    >>> import hillfort as hf
    >>> result = hf.assess("marrow", draws=50)  # doctest: +SKIP
    >>> result.frame("objectives")  # doctest: +SKIP
    """

    scenario: Scenario
    outcome: Outcome
    questions: tuple[drivers.Question, ...]
    """What would change the answer most."""
    trace: Trace | None
    """The draw nearest the middle, hour by hour, where it was asked for."""
    summary: dict[str, Any]
    """All numbers, as in `result.json`."""
    around: Around | None = None
    """The air, the sea and the lines of communication in brief, where they were asked for."""

    @property
    def result(self) -> AssessmentResult:
        """The same numbers as records with named fields, such as `result.verdict.hold.chance`."""
        from hillfort.studies.campaign.result import AssessmentResult

        return AssessmentResult.model_validate(self.summary)

    def frame(self, name: str) -> pd.DataFrame:
        """One table as a pandas frame: 'draws', 'objectives', 'reinforcement', 'losses', 'ways_in', 'doubt',
        'units', 'cells' or 'assumptions'."""
        return frames.frame(name, self.scenario, self.outcome)

    def polars(self, name: str) -> Any:
        """The same table as a polars frame."""
        import polars

        return polars.from_pandas(self.frame(name))
