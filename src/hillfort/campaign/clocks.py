"""Hours of warning and decision of each draw, where they come from a crisis and not from what a scenario states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from hillfort.campaign.readiness import holder_of, readiness_address
from hillfort.campaign.scenario import Scenario
from hillfort.crisis import columns, hours
from hillfort.crisis.luck import Luck
from hillfort.crisis.posture import CrisisPosture
from hillfort.foundation.addresses import printed
from hillfort.foundation.doubted import Doubted
from hillfort.foundation.evidence import Evidence
from hillfort.foundation.fixed import content_digest

HOST, ALLIANCE = "assumptions.host_decision_h", "assumptions.alliance_decision_h"
SHOWN_DRAWS, SHOWN_SEED = 2000, 1
"""Draws from which the distribution of an hour is shown beside others; campaigns have their own."""


def warning_address(coa: str) -> str:
    """Address of the warning of a course of action.

    Assumes
    -------
    Nothing.
    """
    return printed(("courses_of_action", coa, "warning_h"))


def crisis_doubts(scenario: Scenario) -> Iterator[Doubted]:
    """What is doubted of warning and decision, where it moves anything.

    Assumes
    -------
    With the stated hours only clocks that a scenario does not state act.
    """
    if scenario.crisis:
        yield from columns.columns(scenario.crisis).values()


def told(scenario: Scenario, listed: Mapping[str, Doubted], coa: str) -> dict[str, Doubted]:
    """Doubted values of which warning and decisions show the distribution that they have in draws.

    Assumes
    -------
    The distribution is shown from draws of its own; a campaign's draws are joint.
    """
    if not scenario.crisis or not scenario.crisis.is_on("rule_crisis_hours"):
        return dict(listed)
    found = shown(scenario.crisis)
    ours = {warning_address(coa): "warning", HOST: "nation", ALLIANCE: "release"}
    return {
        address: replace(each, evidence=found[ours[address]]) if address in ours else each
        for address, each in listed.items()
    }


def shown(posture: CrisisPosture) -> Mapping[str, Evidence]:
    """Warning, the nation's decision and the release of allied forces as evidence in hours.

    Assumes
    -------
    As `crisis.hours.clocks`.
    """
    return _shown(_Keyed(posture))


class _Keyed:
    """A posture by its content."""

    def __init__(self, posture: CrisisPosture) -> None:
        self.posture, self.digest = posture, content_digest(posture)

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Keyed) and other.digest == self.digest


@lru_cache
def _shown(key: _Keyed) -> Mapping[str, Evidence]:
    posture, luck = key.posture, Luck(SHOWN_SEED, 0, SHOWN_DRAWS)
    found = hours.clocks(posture, columns.drawn(posture, seed=SHOWN_SEED, draws=SHOWN_DRAWS), luck)
    return {
        "warning": hours.as_sample(found.warning_h, "h", "Hours from the warning to H-hour, from the build-up."),
        "nation": hours.as_sample(found.nation_h, "h", "From warning to the order for the region's own forces."),
        "release": hours.as_sample(
            hours.release_h(posture, found), "h", "From warning to the order for allied forces outside the region."
        ),
    }


def decide(out: np.ndarray, scenario: Scenario, addresses: Sequence[str], *, seed: int, first_draw: int) -> None:
    """Write warning, decisions and notice of each draw over what was drawn of them: (draw, column), in place.

    Assumes
    -------
    Campaigns count an ally's notice from the order for all allied forces; what a formation waits beyond it, or gains on
    it, is written to its notice.
    """
    posture = scenario.crisis
    if not posture:
        return
    place = {address: column for column, address in enumerate(addresses)}
    listed = columns.columns(posture)
    values = {columns.name_of(address): np.asarray(out[:, place[address]], float) for address in listed}
    luck = Luck(seed, first_draw, len(out))
    warning = next(each for each in addresses if each.endswith(".warning_h") and each.startswith("courses_of_action"))
    if posture.is_on("rule_crisis_hours"):
        found = hours.clocks(posture, values, luck)
    else:
        stated = (np.asarray(out[:, place[each]], float) for each in (warning, HOST, ALLIANCE))
        found = hours.stated_clocks(values, *stated)
    released = hours.release_h(posture, found)
    for address, hour in ((warning, found.warning_h), (HOST, found.nation_h), (ALLIANCE, released)):
        out[:, place[address]] = hour
    for address, country in _allied(scenario).items():
        notice = np.asarray(out[:, place[address]], float)
        out[:, place[address]] = hours.leaves_h(posture, values, found, country, notice) - released


def _allied(scenario: Scenario) -> dict[str, str]:
    """Countries of the formations that wait for the alliance, by the address of their notice."""
    return {
        readiness_address(holder_of(scenario, each), "notice_to_move_h"): each.country
        for each in scenario.battalions
        if each.side == "blue" and each.outside
    }
