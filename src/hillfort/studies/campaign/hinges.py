"""What the answer hangs on: some of an assessment's draws fought again under other rules, on the same luck."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hillfort.campaign.outcome import Outcome
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.errors import InputError
from hillfort.studies import intervals
from hillfort.studies.campaign import quantities

ASKED = ("hold", "held_at_end", "fait_accompli")
"""Quantities that a hinge is asked about."""
LEAST_DRAWS, MOST_DRAWS, ONE_IN = 40, 100, 10
"""Draws that are fought again: one in ten of the assessment's, within these; with fewer than the least, none."""

Note = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class HingeSetting:
    """One way in which a hinge can be set: numbers by address."""

    name: str
    values: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Hinge:
    """A rule or structural choice that nobody has published,
    with the settings between which reasonable people differ."""

    key: str
    title: str
    settings: tuple[HingeSetting, ...]


def draws_again(draws: int) -> int:
    """How many of an assessment's draws are fought again; 0 where they would be too few to say anything.

    >>> draws_again(1000), draws_again(300), draws_again(5000)
    (100, 40, 100)
    >>> draws_again(20)
    0
    """
    wanted = min(MOST_DRAWS, max(LEAST_DRAWS, draws // ONE_IN))
    return wanted if draws >= wanted else 0


def hang_on(
    scenario: Scenario,
    outcome: Outcome,
    hinges: Sequence[Hinge],
    *,
    threads: int | None = None,
    stage: Note | None = None,
) -> list[dict[str, Any]]:
    """What each setting of each hinge does to the answer, the strongest hinge first.

    Parameters
    ----------
    scenario : Scenario
        As it was fought.
    outcome : Outcome
        Its draws; the first of them are fought again.
    hinges : sequence of Hinge
        What may be set otherwise. A setting that cannot act in the scenario is left out.
    stage : callable, optional
        Told what is being fought.

    Returns
    -------
    list of dict
        By hinge: key, title, draws, `most` (the largest change of any chance asked about), and its settings, each with
        the paired differences of `ASKED` in shares of draws. Empty where the assessment has too few draws.

    Assumes
    -------
    One hinge at a time: what two do together is not seen.
    """
    from hillfort.campaign.run import fight

    draws = draws_again(outcome.draws)
    if not draws:
        return []
    before = _asked(scenario, outcome, draws)
    found = []
    for hinge in hinges:
        rows: list[dict[str, Any]] = []
        for setting in hinge.settings:
            varied = set_otherwise(scenario, setting, hinge)
            if varied is None:
                continue
            if stage is not None:
                stage(f"what the answer hangs on: {hinge.title}: {setting.name}")
            again = fight(
                varied,
                coa=outcome.coa,
                draws=draws,
                seed=outcome.seed,
                first_draw=outcome.first_draw,
                threads=threads,
            )
            after = _asked(varied, again, draws)
            differences = {key: intervals.paired(after[key], before[key]).as_dict() for key in ASKED}
            rows.append({"setting": setting.name, "set": dict(setting.values), "differences": differences})
        if rows:
            most = max(abs(row["differences"][key]["change"]) for row in rows for key in ASKED)
            found.append({"key": hinge.key, "title": hinge.title, "draws": draws, "most": most, "settings": rows})
    return sorted(found, key=lambda each: -each["most"])


def set_otherwise(scenario: Scenario, setting: HingeSetting, hinge: Hinge) -> Scenario | None:
    """The scenario under one setting; None where none of its numbers can act there, or it has them already."""
    acting = {}
    for address, value in setting.values.items():
        try:
            varied = scenario.vary({address: value}, reason=hinge.title)
        except InputError:
            continue
        if varied.hash != scenario.hash:
            acting[address] = value
    return scenario.vary(acting, reason=f"{hinge.title}: {setting.name}") if acting else None


def _asked(scenario: Scenario, outcome: Outcome, draws: int) -> dict[str, np.ndarray]:
    """(draw,) bool of each quantity asked about, of the first draws."""
    rows = {each.key: each for each in quantities.of_part("verdict")}
    return {key: np.asarray(rows[key].values(scenario, outcome)[:draws], bool) for key in ASKED}
