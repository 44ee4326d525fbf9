"""Hours of warning and of decision, draw by draw: clocks of those who decide, side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hillfort.crisis.luck import Luck
from hillfort.crisis.posture import DECIDERS, NO_LIMIT_DAYS, CrisisPosture
from hillfort.crisis.warning import Belief, Looks, believed, false_alarms
from hillfort.foundation.evidence import Evidence

Array = NDArray[np.float64]
Values = Mapping[str, Array]
"""(draw,) values of parameters by name; of signs as `mass.hit_chance`, of parliaments as `consents.DE`."""
DAY_H = 24.0
POINTS = 400
"""Points of a sample that stands for a distribution."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """When each decides, in hours from the warning, (draw,) each."""

    warning_h: Array
    """From the warning to H-hour."""
    nation_h: Array
    command_h: Array
    ally_h: Array
    council_h: Array


@dataclass(frozen=True, slots=True)
class Warned:
    """A build-up that ends in attack as watchers see it."""

    belief: Belief
    remembered: Array
    """(draw,) false alarms held against it."""
    passes: dict[str, Array]
    """(draw,) days before H-hour at which belief is enough for each who decides; nan: never."""


def looks_of(posture: CrisisPosture, values: Values) -> Looks:
    """The looks of a posture's signs, in the order of their keys."""
    keys = posture.in_order()

    def stacked(field: str) -> Array:
        none = np.empty((len(values["attack_chance"]), 0))
        return np.column_stack([none, *(values[f"{key}.{field}"] for key in keys)])

    return Looks(stacked("days_before"), stacked("hit_chance"), stacked("false_chance"))


def warned(posture: CrisisPosture, values: Values, luck: Luck, *, attack: bool = True) -> Warned:
    """What is believed by day of a build-up, and when it is enough for whom.

    Parameters
    ----------
    posture : CrisisPosture
    values : mapping
    luck : Luck
    attack : bool
        False: of a build-up that ends in none.
    """
    looks = looks_of(posture, values)
    remembered = false_alarms(values, looks, luck, values["nation_acts_at"])
    finds = looks.hit if attack else looks.false
    found = luck.of_each("look" if attack else "look at nothing", looks.hit.shape[1]) < finds
    weight = (1.0 - values["dulled_share"]) ** remembered
    path = believed(values["attack_chance"], looks, found, weight, values["build_up_days"])
    return Warned(path, remembered, {who: path.passes(values[f"{who}_acts_at"]) for who in DECIDERS})


def council_days(values: Values, luck: Luck) -> Array:
    """Days from request to decision of the council, disputed or not, within what it has bound itself to."""
    contested = luck.of("contested") < values["contested_chance"]
    plain = np.maximum(values["council_plain_days"] - values["counting_days"], 0.0)
    taken = np.where(contested, values["council_contested_days"], plain)
    found: Array = np.minimum(taken, values["council_limit_days"])
    return found


def clocks(posture: CrisisPosture, values: Values, luck: Luck) -> Clocks:
    """Warning and decisions from the build-up, hours from the warning.

    Assumes
    -------
    The warning is the moment at which the nation under threat believes, or the tactical warning where that is first.
    Whoever does not believe by then begins with the tactical warning; an open attack ends every discussion. The clocks
    run side by side: nobody waits for another.
    """
    seen = warned(posture, values, luck)
    first = -np.maximum(values["tactical_warning_h"], 0.0)
    begins = {who: np.fmin(-DAY_H * seen.passes[who], first) for who in DECIDERS}
    takes = {who: DAY_H * values[f"{who}_days"] for who in ("nation", "command", "ally")}
    takes["council"] = DAY_H * council_days(values, luck)
    ends = dict.fromkeys(DECIDERS, DAY_H * values["open_attack_days"])
    ends["nation"] = DAY_H * values["nation_open_days"]
    decides = {who: np.minimum(begins[who] + takes[who], ends[who]) for who in DECIDERS}
    longest = DAY_H * values["longest_warning_days"]
    warning = np.minimum(-begins["nation"], longest)
    after = {who: np.maximum(decides[who] + warning, 0.0) for who in DECIDERS}
    return Clocks(warning, after["nation"], after["command"], after["ally"], after["council"])


def stated_clocks(values: Values, warning_h: Array, host_h: Array, alliance_h: Array) -> Clocks:
    """Clocks whose warning, nation and council are as a scenario states them; command and allies have their own."""
    limit = np.where(values["council_limit_days"] < NO_LIMIT_DAYS, DAY_H * values["council_limit_days"], np.inf)
    command, ally = DAY_H * values["command_days"], DAY_H * values["ally_days"]
    return Clocks(warning_h, host_h, command, ally, np.minimum(alliance_h, limit))


def release_h(posture: CrisisPosture, found: Clocks) -> Array:
    """Hours from the warning to the order for all allied forces: the council's, or the command's where it may."""
    if posture.is_on("rule_command_deploys"):
        return np.minimum(found.council_h, found.command_h)
    return found.council_h


def leaves_h(posture: CrisisPosture, values: Values, found: Clocks, country: str, notice_h: Array) -> Array:
    """Hours from the warning until a formation of an ally may leave.

    Assumes
    -------
    Its notice runs from whoever may first order it to prepare; it leaves when it is ready, released, and its parliament
    has consented. In an open attack consent comes afterwards.
    """
    released, begun = release_h(posture, found), found.council_h
    if posture.is_on("rule_command_prepares") or posture.is_on("rule_command_deploys"):
        begun = np.minimum(begun, found.command_h)
    if posture.is_on("rule_nations_send"):
        begun, released = np.minimum(begun, found.ally_h), np.minimum(released, found.ally_h)
    if posture.is_on("rule_consents") and country in posture.consents:
        asked = np.minimum(found.ally_h, found.council_h)
        consent = np.minimum(asked + DAY_H * values[f"consents.{country}"], found.warning_h + DAY_H)
        released = np.maximum(released, consent)
    return np.maximum(released, begun + notice_h)


def as_sample(values: Array, unit: str, meaning: str) -> Evidence:
    """A distribution as evidence: its quantiles at evenly spaced chances, each as likely as any other.

    >>> as_sample(np.array([3.0, 1.0, 2.0]), "h", "Three draws.").shape
    'sample'
    """
    points = min(POINTS, len(values))
    chances = (np.arange(points) + 0.5) / points
    kept = tuple(float(each) for each in np.round(np.quantile(values, chances), 3))
    middle = float(np.round(np.median(kept), 3))
    return Evidence(middle, unit, min(kept), max(kept), "", "judgement", "F6", "sample", meaning, (), kept)
