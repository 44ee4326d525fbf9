"""Doubt: one value of every assumption for every draw, addressed so that any draw can be asked for alone."""

from __future__ import annotations

import numpy as np

from hillfort.air import situation
from hillfort.campaign._kernels.records import SINGLE
from hillfort.campaign.air_and_sea import doubts, inert
from hillfort.campaign.fields import GIVEN
from hillfort.campaign.parameters import DOUBLE, PARAMETERS
from hillfort.campaign.scenario import Scenario
from hillfort.campaign.ways_in import way_doubts
from hillfort.foundation.errors import InputError, Problem
from hillfort.foundation.evidence import Evidence
from hillfort.foundation.streams import DOUBT, address_of
from hillfort.ground.adjudication import MODERN_YEAR
from hillfort.ground.fitted import FITTED, as_evidence, sample_fitted


def doubted(scenario: Scenario, coa: str) -> dict[str, Evidence]:
    """Everything that is doubted, in the order of the columns.

    Assumptions, then the warning, the fitted parameters of the law of ground combat, the quality of each country's troops,
    the combat and fires power of each type of battalion, the ways in, what is read in double precision, and all that is
    doubted of the air and the sea.

    Raises
    ------
    InputError
        The scenario lacks an assumption that the kernels need.

    Assumes
    -------
    Columns are independent of each other, but for those of the law, which the fit draws together.
    """
    _check_assumptions(scenario)
    known, others = scenario.assumptions, scenario_doubts(scenario, coa)
    warning = {"warning_h": others.pop("warning_h")}
    own = {name: known[name] for name in SINGLE} | warning | {name: known[name] for name in (*FITTED, *DOUBLE)}
    air, sea = doubts(scenario)
    return own | others | air | sea


def _check_assumptions(scenario: Scenario) -> None:
    """Raise for what the kernels need and is absent, and for a doubt about what is read before any draw."""
    known = scenario.assumptions
    needed = (*PARAMETERS, *FITTED, *GIVEN)
    problems = [
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


def scenario_doubts(scenario: Scenario, coa: str) -> dict[str, Evidence]:
    """What is doubted besides the model's parameters: the warning, quality of troops, power of battalions, ways in.

    Assumes
    -------
    All battalions of a type have the same power in a draw: the doubt is about the type, not the unit.
    """
    columns = {"warning_h": scenario.courses_of_action[coa].warning_h}
    for country in sorted(scenario.quality):
        columns[f"quality_{country}"] = scenario.quality[country]
    for key, kind in sorted({each.type.key: each.type for each in scenario.battalions}.items()):
        columns[f"power_{key}"] = kind.power_bneq
        if kind.fires_bneq.high > 0.0:
            columns[f"fires_{key}"] = kind.fires_bneq
    return columns | way_doubts(scenario)


def sample(
    columns: dict[str, Evidence], *, seed: int, first_draw: int, draws: int, scenario: Scenario | None = None
) -> np.ndarray:
    """Values of every doubted assumption: (draw, column) float32.

    The same draw gives the same row whatever the batch it is part of, and adding an assumption leaves the others'
    values as they were: each column is addressed by its name.

    Assumes
    -------
    Doubt is sampled once a draw and is never mixed with chance: it has a stream of its own. The fitted parameters of the
    law are drawn together, as the fit says, but for those that the scenario sets otherwise. What cannot act stands at its best value.
    """
    from hillfort.foundation._kernels.batch import uniform_block

    out = np.empty((draws, len(columns)), np.float32)
    addresses = np.array([address_of(name) for name in columns], np.int64)
    chances = np.empty((draws, len(columns)))
    uniform_block(seed=seed, stream=DOUBT, first_draw=first_draw, addresses=addresses, out_chances=chances)
    for column, evidence in enumerate(columns.values()):
        out[:, column] = quantiles(evidence, chances[:, column])
    if scenario is not None:
        idle = inert(scenario, columns)
        for column, (name, evidence) in enumerate(columns.items()):
            if name in idle:
                out[:, column] = evidence.value
        _draw_together(out, scenario, list(columns), chances)
    return out


def _draw_together(out: np.ndarray, scenario: Scenario, names: list[str], chances: np.ndarray) -> None:
    """Write joint samples of the fitted parameters over those drawn one by one."""
    from scipy.special import ndtri

    start = names.index(FITTED[0])
    normals = ndtri(np.clip(chances[:, start : start + len(FITTED)], 1e-12, 1.0 - 1e-12))
    modern = int(scenario.date[:4]) >= MODERN_YEAR
    drawn = sample_fitted(scenario.adjudication, normals, modern=modern)
    shipped = as_evidence(scenario.adjudication, modern=modern)
    for index, name in enumerate(FITTED):
        if scenario.assumptions[name] == shipped[name]:
            out[:, start + index] = drawn[:, index]


def quantiles(evidence: Evidence, chances: np.ndarray) -> np.ndarray:
    """`Evidence.quantile` for many chances at once: (n,) chances in [0, 1] to (n,) values.

    Assumes
    -------
    The shapes of `foundation.evidence`.
    """
    low, value, high = evidence.low, evidence.value, evidence.high
    if evidence.shape == "fixed" or high <= low:
        return np.full(len(chances), value)
    if evidence.shape == "uniform":
        return low + (high - low) * chances
    if evidence.shape == "lognormal":
        return np.array([evidence.quantile(float(chance)) for chance in chances])
    split = (value - low) / (high - low)
    rising = low + np.sqrt(chances * (high - low) * (value - low))
    falling = high - np.sqrt((1.0 - chances) * (high - low) * (high - value))
    return np.where(chances < split, rising, falling)
