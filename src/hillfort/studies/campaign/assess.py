"""Is it enough? One scenario, one course of action, many draws."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Unpack

from hillfort.campaign.doubt import rests_on
from hillfort.campaign.outcome import Outcome, Trace
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.progress import Progress
from hillfort.studies import request
from hillfort.studies.asked import Asked
from hillfort.studies.campaign import drivers, summary, verdict
from hillfort.studies.campaign.assessment import Assessment
from hillfort.studies.campaign.batches import Checkpoint, fight_in_batches

if TYPE_CHECKING:
    pass


def assess(
    scenario: Scenario,
    *,
    progress: Progress | None = None,
    trace: bool | int = True,
    checkpoint: Checkpoint | None = None,
    **asked: Unpack[Asked],
) -> Assessment:
    """Chance that the protected places hold, with all that belongs to the answer.

    Parameters
    ----------
    progress : callable, optional
        Called with draws done and draws wanted.
    trace : bool or int
        Keep one draw hour by hour: True for the one nearest the middle, a number for that draw.
    checkpoint : Checkpoint, optional
        Draws that exist already and where new ones are kept while the study runs.
    **asked
        See `hillfort.studies.asked.Asked` for defaults and bounds. Courses of action are never averaged.

    Raises
    ------
    InputError
        The request is wrong; every problem is named.
    Interrupted
        On Ctrl-C; carries the draws that were complete.

    Examples
    --------
    >>> import hillfort as hf
    >>> result = hf.assess(hf.scenario("marrow"), draws=50, seed=1, trace=False)  # doctest: +SKIP
    >>> 0.0 <= result.summary["verdict"]["hold"]["chance"] <= 1.0  # doctest: +SKIP
    True
    """
    checked = request.check(scenario, **asked)
    fought = lasting(scenario, checked.days)
    outcome = fight_in_batches(fought, checked, progress=progress, checkpoint=checkpoint)
    return conclude(fought, outcome, trace=trace)


def conclude(scenario: Scenario, outcome: Outcome, *, trace: bool | int = False) -> Assessment:
    """The assessment of draws that have been fought; see `assess` for `trace`."""
    questions = drivers.questions(scenario, outcome, rests_on(scenario, outcome.coa))
    kept = None
    if trace is not False:
        chosen = verdict.typical_draw(outcome) if trace is True else int(trace)
        kept = replay(scenario, coa=outcome.coa, seed=outcome.seed, draw=chosen)
    numbers = summary.summarise(scenario, outcome, questions)
    if kept is not None:
        numbers["trace_draw"] = kept.draw
    return Assessment(scenario, outcome, questions, kept, numbers)


def replay(scenario: Scenario, *, coa: str, seed: int, draw: int) -> Trace:
    """One draw again, hour by hour: the same campaign as in the batch."""
    from hillfort.campaign import run

    return run.trace(scenario, coa=coa, seed=seed, draw=draw)


def lasting(scenario: Scenario, days: int) -> Scenario:
    """The scenario with another length; the same object where it has that length already."""
    return scenario if days == scenario.days else dataclasses.replace(scenario, days=days)
