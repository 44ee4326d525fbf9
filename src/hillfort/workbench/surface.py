"""Questions in Python that are not asked of a campaign's draws: one draw again, the air, the sea, what is published,
what is wrong."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from hillfort.campaign.scenario import Scenario
from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.foundation.progress import Progress
from hillfort.studies.asked import AirAsked, CrisisAsked, ReplayAsked, SeaAsked, ValidationAsked, taking
from hillfort.workbench.inputs import Given, Named, resolve

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from hillfort.campaign.outcome import Trace
    from hillfort.report.air.notebook import ShownAir
    from hillfort.report.sea.notebook import ShownSea
    from hillfort.studies.campaign.result import TraceResult
    from hillfort.studies.crisis.study import CrisisAnswer
    from hillfort.validation.anchors import Anchor


@dataclass(frozen=True, repr=False)
class TracedDraw:
    """One draw hour by hour, with what happened in it."""

    scenario: Scenario
    trace: Trace
    summary: dict[str, Any]
    """Where it comes from, what happened and when it was decided, as in `result.json`."""
    tables: Mapping[str, Mapping[str, np.ndarray]]
    """By name, as in the result folder."""

    def __repr__(self) -> str:
        return f"<Draw {self.trace.draw} of {self.scenario.name}, {len(self.trace.cell)} hours>"

    @property
    def result(self) -> TraceResult:
        """The same as a record with named fields."""
        from hillfort.studies.campaign.result import TraceResult

        return TraceResult.model_validate(self.summary)

    def frame(self, name: str) -> pd.DataFrame:
        """'trace_units', one row an hour and unit in the theatre, 'trace_control', one row a change of control,
        or 'events'."""
        import pandas

        if name not in self.tables:
            advice = did_you_mean(name, self.tables)
            raise InputError(Problem("request", 0, "table", f"'{name}' is not a table.", advice))
        return pandas.DataFrame(self.tables[name])


@taking(ReplayAsked)
def trace(
    scenario: Named,
    draw: int | None = None,
    *,
    measures: Sequence[Given] = (),
    out: str | Path | None = None,
    force: bool = False,
    **asked: Unpack[ReplayAsked],
) -> TracedDraw:
    """One draw again, hour by hour: the same campaign as in an assessment of the same scenario and seed.

    Parameters
    ----------
    scenario, measures, out, force
        As in `assess`.
    draw : int, optional
        Number of the draw, from 0, which is taken where neither it nor `pick` is given.
    **asked
        Options of `ReplayAsked`.

    Raises
    ------
    InputError
        Anything in the request is wrong, or no draw fits the story.

    Examples
    --------
    >>> import hillfort as hf
    >>> found = hf.trace("marrow", 3, days=2)
    >>> found.trace.draw, int(found.frame("trace_units")["hour"].max())
    (3, 47)
    >>> hf.trace("marrow", pick="Alder holds", draws=20, days=2).result.picked.fit
    19
    """
    from hillfort.studies.campaign import retold
    from hillfort.workbench import campaigns

    chosen = resolve(scenario, measures)
    number = 0 if draw is None and asked.get("pick") is None else draw
    if out is not None:
        found = campaigns.keep_trace(chosen, draw=number, out=Path(out), force=force, **asked)
    else:
        found = retold.again(retold.check(chosen, draw=number, **asked))
    return TracedDraw(found.scenario, found.trace, found.summary, campaigns.again_tables(found))


@taking(AirAsked)
def air(
    scenario: Named,
    *,
    measures: Sequence[Given] = (),
    out: str | Path | None = None,
    force: bool = False,
    **asked: Unpack[AirAsked],
) -> ShownAir:
    """Who holds the sky, and what is covered? Policing, defence, coverage, leak-through, presence, the sky day by day.

    Parameters
    ----------
    scenario, measures, out, force
        As in `assess`.
    **asked
        Options of `AirAsked`.

    Raises
    ------
    InputError
        The scenario has no air, or anything in the request is wrong.

    Examples
    --------
    >>> import hillfort as hf
    >>> hf.air("baltic-2019", draws=5).result.policing.aircraft >= 0.0
    True
    """
    from hillfort.report.air.notebook import ShownAir
    from hillfort.workbench import air_and_sea

    chosen = resolve(scenario, measures)
    folder = Path(out) if out is not None else None
    with air_and_sea.writing_around(folder, "air", chosen, force=force, **asked) as place:
        found = air_and_sea.air_study(chosen, **asked)
        if place is not None:
            air_and_sea.save_air(found, place)
    return ShownAir.of(found)


@taking(SeaAsked)
def sea(
    scenario: Named,
    *,
    measures: Sequence[Given] = (),
    out: str | Path | None = None,
    force: bool = False,
    **asked: Unpack[SeaAsked],
) -> ShownSea:
    """Does the sea deliver? The chance that each lane delivers by each day, what closes it and what clears it sooner.

    Parameters
    ----------
    scenario, measures, out, force
        As in `assess`; with measures, the sea is also compared with the same without them.
    **asked
        Options of `SeaAsked`.

    Raises
    ------
    InputError
        The scenario has no sea, or anything in the request is wrong.

    Examples
    --------
    >>> import hillfort as hf
    >>> len(hf.sea("baltic-2019", draws=5, days=2).result.lanes) > 0
    True
    """
    from hillfort.report.sea.notebook import ShownSea
    from hillfort.workbench import air_and_sea

    chosen = resolve(scenario, measures)
    folder = Path(out) if out is not None else None
    with air_and_sea.writing_around(folder, "sea", chosen, force=force, **asked) as place:
        found = air_and_sea.sea_study(scenario, measures=measures, **asked)
        if place is not None:
            air_and_sea.save_sea(found, place)
    return ShownSea.of(found)


@taking(CrisisAsked)
def crisis(
    scenario: Named,
    *,
    measures: Sequence[Given] = (),
    progress: Progress | None = None,
    **asked: Unpack[CrisisAsked],
) -> CrisisAnswer:
    """When is an attack understood, who has decided by H-hour, and what is a day worth? From the crisis before H-hour.

    Parameters
    ----------
    scenario, measures
        As in `assess`.
    progress : callable, optional
        Called with campaigns done and campaigns wanted.
    **asked
        Options of `CrisisAsked`.

    Raises
    ------
    InputError
        Anything in the request is wrong.

    Examples
    --------
    >>> import hillfort as hf
    >>> found = hf.crisis("marrow", draws=200, campaigns=0)
    >>> found.result.hours["warning"].p10 <= found.result.hours["warning"].p90
    True
    """
    from hillfort.workbench import crises

    given = crises.asked_of(scenario, measures, **asked)
    found = crises.warning(given)
    points = list(crises.campaigns(given, progress=progress))
    return crises.with_value(found, points) if points else found


@taking(ValidationAsked)
def validate(*subjects: str, progress: Progress | None = None, **asked: Unpack[ValidationAsked]) -> list[Anchor]:
    """What is published against what the model says: anchors with their figure, ours and the verdict.

    Parameters
    ----------
    *subjects : str
        'record of battles', 'wargame', 'air', 'sea' and others; all of them where none is named.
    progress : callable, optional
        Called with steps done and steps wanted of each subject.
    **asked
        Options of `ValidationAsked`.

    Raises
    ------
    InputError
        No such subject, or a number is out of range.

    Examples
    --------
    >>> import hillfort as hf
    >>> all(each.verdict for each in hf.validate("sea"))
    True
    """
    from hillfort.studies import request
    from hillfort.validation import table
    from hillfort.workbench.validations import validation_given

    known = dict(table.SUBJECTS)
    problems = [
        Problem("request", 0, "subjects", f"'{name}' is not validated.", did_you_mean(name, known))
        for name in subjects
        if name not in known
    ]
    if problems:
        raise InputError(problems, "the request")
    given = validation_given(**asked)
    request.check(given.scenario("baltic-2016", ()), draws=given.draws, seed=given.seed, threads=given.threads)
    tell = progress or (lambda done, wanted: None)

    @contextlib.contextmanager
    def stage(_: str) -> Iterator[Progress]:
        """Each subject tells the same."""
        yield tell

    chosen = [(name, known[name]) for name in subjects] if subjects else list(table.SUBJECTS)
    return list(table.run(given, stage, subjects=chosen))


def check(thing: Named, *, measures: Sequence[Given] = ()) -> list[Problem]:
    """What is wrong with a scenario or a measure: every problem at once, as objects; nothing where all is well.

    Parameters
    ----------
    thing : Scenario, str, path or mapping
        A scenario, or the name, path or content of a scenario or measure.
    measures : sequence of str, path or mapping
        Laid on the scenario.

    Examples
    --------
    >>> import hillfort as hf
    >>> hf.check("marrow")
    []
    >>> print(hf.check({"version": 1, "name": "mine", "base": "marrow", "days": 400})[0].where)
    days
    """
    from hillfort.files.scenario.check import checked
    from hillfort.foundation.addressed import numbers
    from hillfort.foundation.addresses import printed
    from hillfort.foundation.evidence import Evidence, problems_of
    from hillfort.studies import request

    try:
        if not isinstance(thing, Scenario):
            checked(thing, measures=measures)
            return []
        found = resolve(thing, measures)
        problems = [
            Problem(found.name, 0, printed(steps), said)
            for steps, number in numbers(found)
            if isinstance(number, Evidence)
            for said in problems_of(number)
        ]
        if problems:
            return problems
        request.check(found)
    except InputError as error:
        return list(error.problems)
    return []
