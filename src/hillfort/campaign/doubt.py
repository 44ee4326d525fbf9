"""Doubt: one value of every assumption for every draw, addressed so that any draw can be asked for alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from hillfort.air import situation
from hillfort.campaign._kernels.records import SINGLE
from hillfort.campaign.air_and_sea import acting, doubts
from hillfort.campaign.barriers import barrier_doubts
from hillfort.campaign.clocks import crisis_doubts, decide, told, warning_address
from hillfort.campaign.fields import GIVEN
from hillfort.campaign.landings import garrison_address, lanes_of_landings, lift_doubts
from hillfort.campaign.parameters import DOUBLE, PARAMETERS
from hillfort.campaign.readiness import COMMON_SHARE, readiness_doubts
from hillfort.campaign.readiness import GROUP as READY
from hillfort.campaign.readiness import PARAMETERS as READINESS
from hillfort.campaign.scenario import Scenario
from hillfort.campaign.ways_in import way_doubts, way_parameters
from hillfort.foundation.addresses import printed
from hillfort.foundation.correlation import Correlation, correlate
from hillfort.foundation.doubted import Doubted, by_address, first_sentence, title_from
from hillfort.foundation.errors import InputError, Problem
from hillfort.foundation.evidence import Evidence
from hillfort.foundation.streams import DOUBT, address_of
from hillfort.ground.adjudication import MODERN_YEAR
from hillfort.ground.fitted import FITTED, TITLES, as_evidence, sample_fitted

DIFFERENCE, WEALTH = "fit_margin_army", "fit_margin_wealth"
"""Fitted parameters that a scenario takes over where it states whose army is better."""
TROOPS = "Warning, troops and their power"
ASHORE = "Campaign ashore"
LAW = "Law of ground combat, fitted to battles since 1900"


def doubted(scenario: Scenario, coa: str) -> dict[str, Doubted]:
    """Everything that a draw may vary, by address, in the order of the columns.

    Parameters ashore, then the warning, the fitted parameters of the law of ground combat, what is read in double
    precision, the quality of each country's troops, the combat and fires power of each type of battalion, the ways in,
    the lifts, the barriers, how ready each formation is, warning and decision in a crisis where that acts, and all
    that is doubted of the air and the sea.

    Raises
    ------
    InputError
        The scenario lacks an assumption that the kernels need.

    Assumes
    -------
    Columns are independent of each other, but for those of the law, which the fit draws together, for the readiness of
    a side's formations, which has a part in common, and for what the scenario says in `correlations`.
    """
    _check_assumptions(scenario)
    air, sea = doubts(scenario)
    sea |= _garrisons(scenario, coa, sea)
    own = [
        *(_parameter(scenario, name) for name in SINGLE),
        _warning(scenario, coa),
        *(_parameter(scenario, name) for name in (*FITTED, *DOUBLE)),
        *_troops(scenario),
        *way_doubts(scenario).values(),
        *lift_doubts(scenario),
        *barrier_doubts(scenario),
        *(_parameter(scenario, name) for name in READINESS if name in scenario.assumptions),
        *readiness_doubts(scenario, coa),
        *crisis_doubts(scenario),
    ]
    return acting(told(scenario, by_address(own), coa), scenario.present()) | air | sea


def _garrisons(scenario: Scenario, coa: str, sea: Mapping[str, Doubted]) -> dict[str, Doubted]:
    """What meets the landings of a course of action: doubted only where somebody lands."""
    met = {garrison_address(lane) for lane in lanes_of_landings(scenario, coa).values()}
    return {address: replace(each, acts=True) for address, each in sea.items() if address in met}


def _check_assumptions(scenario: Scenario) -> None:
    """Raise for what the kernels need and is absent, and for a doubt about what is read before any draw."""
    known = scenario.assumptions
    needed = (*PARAMETERS, *FITTED, *GIVEN)
    problems = _stated_twice(scenario)
    problems += [
        Problem(scenario.name, 0, f"assumptions.{name}", "is required and absent.")
        for name in needed
        if name not in known
    ]
    given = {f"assumptions.{name}": known[name] for name in GIVEN if name in known}
    if scenario.air is not None:
        given |= {f"air.assumptions.{name}": scenario.air.assumptions[name] for name in situation.GIVEN}
    problems += [
        Problem(
            scenario.name,
            0,
            where,
            f"has the shape '{evidence.shape}', but it is read once, before any draw.",
            "Give `shape: fixed` and the value wanted; try others in scenarios of their own.",
        )
        for where, evidence in given.items()
        if evidence.shape != "fixed"
    ]
    if problems:
        raise InputError(problems, scenario.name)


def _stated_twice(scenario: Scenario) -> list[Problem]:
    """What is wrong where whose army is better is stated at two addresses."""
    if scenario.quality_difference is None or DIFFERENCE not in scenario.assumptions:
        return []
    modern = int(scenario.date[:4]) >= MODERN_YEAR
    twice = [name for name in (DIFFERENCE, WEALTH) if name in scenario.assumptions]
    shipped = as_evidence(scenario.adjudication, modern=modern)
    return [
        Problem(
            scenario.name,
            0,
            f"assumptions.{name}",
            "is set beside quality.difference, which takes its place.",
            "Leave one of the two out.",
        )
        for name in twice
        if scenario.assumptions[name] != shipped[name]
    ]


def rests_on(scenario: Scenario, coa: str) -> dict[str, Doubted]:
    """Everything that an answer rests on, by address: all that may vary, and the parameters that stand at their values.

    Assumes
    -------
    As `doubted`; a scenario that lacks assumptions is told as far as it goes.
    """
    air, sea = doubts(scenario)
    found: dict[str, Doubted] = {}
    if coa in scenario.courses_of_action:
        found |= by_address([_warning(scenario, coa), *_troops(scenario)])
        found |= by_address([*readiness_doubts(scenario, coa), *crisis_doubts(scenario)])
    found |= by_address(_parameter(scenario, name) for name in sorted(scenario.assumptions))
    found |= {**way_doubts(scenario), **way_parameters(scenario)} if coa in scenario.courses_of_action else {}
    found |= by_address([*lift_doubts(scenario), *barrier_doubts(scenario)])
    found = acting(told(scenario, found, coa), scenario.present())
    return {address: each for address, each in (found | air | sea).items() if each.is_there}


def _parameter(scenario: Scenario, name: str) -> Doubted:
    evidence = scenario.assumptions[name]
    meaning = first_sentence(evidence.note)
    address = printed(("assumptions", name))
    if name == DIFFERENCE and scenario.quality_difference is not None:
        said = "Quality of red's armies over blue's, common to all fights of a draw"
        return Doubted(
            printed(("quality", "difference")), TITLES[name], TROOPS, scenario.quality_difference, said, luck=name
        )
    if name == WEALTH and scenario.quality_difference is not None:
        evidence = Evidence.fixed(0.0, evidence.unit)  # who is better is stated: wealth presumes nothing
    if name in TITLES:
        return Doubted(address, TITLES[name], LAW, evidence, meaning, luck=name)
    title = title_from(meaning) if meaning else name.replace("_", " ").capitalize()
    group = READY if name in READINESS else ASHORE
    return Doubted(address, title, group, evidence, meaning, luck=name)


def _warning(scenario: Scenario, coa: str) -> Doubted:
    return Doubted(
        warning_address(coa),
        "Warning before H-hour",
        TROOPS,
        scenario.courses_of_action[coa].warning_h,
        "Time between the moment the defender understands and H-hour",
        luck="warning_h",
    )


def _troops(scenario: Scenario) -> Iterator[Doubted]:
    """Quality of each country's troops, power of each type of battalion: all battalions of a type have the same."""
    quality = "Combat effectiveness per head against an average force"
    for country in sorted(scenario.quality):
        address, evidence = printed(("quality", country)), scenario.quality[country]
        yield Doubted(address, f"Quality of troops, {country}", TROOPS, evidence, quality, luck=f"quality_{country}")
    full = "Battalion equivalents at full strength: 1 is a heavy mechanised battalion"
    for key, kind in sorted({each.type.key: each.type for each in scenario.battalions}.items()):
        address = printed(("types", key, "power_bneq"))
        yield Doubted(
            address, f"Combat power: {kind.name}", TROOPS, kind.power_bneq, full, luck=f"power_{kind.lucky(key)}"
        )
        if kind.fires_bneq.high > 0.0:
            address = printed(("types", key, "fires_bneq"))
            yield Doubted(
                address, f"Fires: {kind.name}", TROOPS, kind.fires_bneq, full, luck=f"fires_{kind.lucky(key)}"
            )


def sample(
    columns: Mapping[str, Doubted] | Mapping[str, Evidence],
    *,
    seed: int,
    first_draw: int,
    draws: int,
    scenario: Scenario | None = None,
    correlations: Sequence[Correlation] = (),
) -> np.ndarray:
    """Values of every doubted assumption: (draw, column) float32.

    The same draw gives the same row whatever the batch it is part of, and adding an assumption leaves the others'
    values as they were: each column is addressed by its name.

    Assumes
    -------
    Doubt is sampled once a draw and is never mixed with chance: it has a stream of its own. The fitted parameters of
    the law are drawn together, as the fit says, but for those that the scenario sets otherwise. What is common to a
    side's readiness moves all of it, but for values that the scenario's correlations name: those have in common with
    others what is said there and nothing else. What cannot act stands at its best value.
    """
    from hillfort.foundation._kernels.batch import uniform_block

    listed = [each if isinstance(each, Doubted) else Doubted(name, "", "", each) for name, each in columns.items()]
    out = np.empty((draws, len(listed)), np.float32)
    addresses = np.array([address_of(each.stream_name) for each in listed], np.int64)
    chances = np.empty((draws, len(listed)))
    uniform_block(seed=seed, stream=DOUBT, first_draw=first_draw, addresses=addresses, out_chances=chances)
    place = {each.address: column for column, each in enumerate(listed) if each.acts}
    named = correlate(place, chances, scenario.correlations if scenario is not None else correlations)
    _share_what_is_common(listed, chances, named)
    for column, each in enumerate(listed):
        out[:, column] = each.evidence.quantiles(chances[:, column]) if each.acts else each.value
    if scenario is not None:
        _draw_together(out, scenario, [each.address for each in listed], chances)
        decide(out, scenario, [each.address for each in listed], seed=seed, first_draw=first_draw)
    return out


def _share_what_is_common(listed: list[Doubted], chances: np.ndarray, without: Collection[str]) -> None:
    """Move the chances of what has a value in common, in place, but for some: each keeps its own distribution."""
    from scipy.special import ndtr, ndtri

    place = {each.address: column for column, each in enumerate(listed)}
    if COMMON_SHARE not in place:
        return

    def drawn(address: str) -> np.ndarray:
        return listed[place[address]].evidence.quantiles(chances[:, place[address]])

    share = np.clip(drawn(COMMON_SHARE), 0.0, 1.0)
    factors: dict[str, np.ndarray] = {}
    for column, each in enumerate(listed):
        if each.common not in place or each.address in without:
            continue
        if each.common not in factors:
            factors[each.common] = ndtri(np.clip(drawn(each.common), 1e-6, 1.0 - 1e-6))
        common = factors[each.common] if each.rises else -factors[each.common]
        own = ndtri(np.clip(chances[:, column], 1e-12, 1.0 - 1e-12))
        chances[:, column] = ndtr(np.sqrt(share) * common + np.sqrt(1.0 - share) * own)


def _draw_together(out: np.ndarray, scenario: Scenario, addresses: list[str], chances: np.ndarray) -> None:
    """Write joint samples of the fitted parameters over those drawn one by one."""
    from scipy.special import ndtri

    start = addresses.index(printed(("assumptions", FITTED[0])))
    normals = ndtri(np.clip(chances[:, start : start + len(FITTED)], 1e-12, 1.0 - 1e-12))
    modern = int(scenario.date[:4]) >= MODERN_YEAR
    drawn = sample_fitted(scenario.adjudication, normals, modern=modern)
    shipped = as_evidence(scenario.adjudication, modern=modern)
    stated = (DIFFERENCE, WEALTH) if scenario.quality_difference is not None else ()
    for index, name in enumerate(FITTED):
        if name not in stated and scenario.assumptions[name] == shipped[name]:
            out[:, start + index] = drawn[:, index]
