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
from hillfort.studies.campaign import primary

LEAST_DRAWS, MOST_DRAWS, ONE_IN = 40, 100, 10
"""Every setting is fought on the least of draws; the leading ones go on to one in ten of the assessment's, at most."""
LEADING = 10
"""Settings that go on, by what they moved on the first draws."""

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
    """How many of an assessment's draws are fought again under a leading setting; 0 where they would be too few to say
    anything.

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
        By hinge: key, title, `most` (the largest change of any chance asked about), and its settings, each with the
        draws that it was fought on and the paired differences of the primary quantities in shares of draws. Empty where
        the assessment has too few draws.

    Assumes
    -------
    One hinge at a time: what two do together is not seen. That a setting leads is read from its first draws, which stay
    among those that its differences are made of.
    """
    draws = draws_again(outcome.draws)
    if not draws:
        return []
    trials = [
        Trial(hinge, setting, varied)
        for hinge in hinges
        for setting in hinge.settings
        if (varied := set_otherwise(scenario, setting, hinge)) is not None
    ]
    before = _asked(scenario, outcome, draws)
    for trial in trials:
        trial.go_on(outcome, LEAST_DRAWS, threads=threads, stage=stage)
    if draws > LEAST_DRAWS:
        for trial in sorted(trials, key=lambda each: -each.most(before))[:LEADING]:
            trial.go_on(outcome, draws, threads=threads, stage=stage)
    found = []
    for hinge in hinges:
        of_it = [trial for trial in trials if trial.hinge is hinge]
        if of_it:
            most = max(trial.most(before) for trial in of_it)
            settings = [trial.told(before) for trial in of_it]
            found.append({"key": hinge.key, "title": hinge.title, "most": most, "settings": settings})
    return sorted(found, key=lambda each: -each["most"])


class Trial:
    """A setting of a hinge, and what came of the draws that have been fought under it so far."""

    def __init__(self, hinge: Hinge, setting: HingeSetting, scenario: Scenario) -> None:
        self.hinge, self.setting, self.scenario = hinge, setting, scenario
        self.after = {key: np.zeros(0, bool) for key in primary.KEYS}

    @property
    def draws(self) -> int:
        """How many have been fought."""
        return len(self.after[primary.KEYS[0]])

    def go_on(self, outcome: Outcome, draws: int, *, threads: int | None, stage: Note | None) -> None:
        """Fight on until there are so many draws, on the luck of the assessment's."""
        from hillfort.campaign.run import fight

        if stage is not None:
            stage(f"what the answer hangs on: {self.hinge.title}: {self.setting.name}")
        again = fight(
            self.scenario,
            coa=outcome.coa,
            draws=draws - self.draws,
            seed=outcome.seed,
            first_draw=outcome.first_draw + self.draws,
            threads=threads,
        )
        found = _asked(self.scenario, again, again.draws)
        self.after = {key: np.concatenate([self.after[key], found[key]]) for key in primary.KEYS}

    def differences(self, before: Mapping[str, np.ndarray]) -> dict[str, dict[str, float]]:
        """Paired differences of what is asked about, on the draws fought so far."""
        return {key: intervals.paired(self.after[key], before[key][: self.draws]).as_dict() for key in primary.KEYS}

    def most(self, before: Mapping[str, np.ndarray]) -> float:
        """The largest change of any chance asked about."""
        return max(abs(each["change"]) for each in self.differences(before).values())

    def told(self, before: Mapping[str, np.ndarray]) -> dict[str, Any]:
        """As a result keeps it."""
        return {
            "setting": self.setting.name,
            "set": dict(self.setting.values),
            "draws": self.draws,
            "differences": self.differences(before),
        }


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
    return {each.key: np.asarray(each.values(scenario, outcome)[:draws], bool) for each in primary.rows()}
