"""Fight a scenario: many draws side by side, or one draw kept hour by hour."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import lru_cache

import numpy as np

from hillfort.campaign._kernels.out import Out
from hillfort.campaign._kernels.records import (
    CAUSES,
    CHANGE,
    DAY_ARRIVED,
    DAY_ISOLATED,
    DAY_LOST,
    DAY_POWER,
    TRACK,
    Batch,
)
from hillfort.campaign.air_and_sea import regions_of_sky
from hillfort.campaign.doubt import sample
from hillfort.campaign.landings import titles
from hillfort.campaign.outcome import Outcome, Trace
from hillfort.campaign.prepare import Prepared, prepare
from hillfort.campaign.scenario import Scenario
from hillfort.campaign.ways_in import ByIdentity
from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.foundation.streams import LARGEST
from hillfort.ground.reference.engagement import LAWS

SNAPSHOT_DAYS = (3, 7, 14, 30)
CHUNK = 20
"""Draws that one thread fights before it reports: small enough for a lively progress bar."""
MOST_CHANGES = 400_000
_KEPT = ("cell", "strength", "status", "aim", "repulses", "power", "line_share", "duty", "bridge")
"""What is kept of every unit in every hour of one draw, under the same name in `Trace`."""

Progress = Callable[[int, int], None]


def fight(
    scenario: Scenario,
    *,
    coa: str,
    draws: int,
    seed: int = 1,
    first_draw: int = 0,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """What becomes of a scenario in many draws under one course of action.

    Not a forecast: every figure is conditional on the scenario's assumptions and on this course of action.

    Parameters
    ----------
    scenario : Scenario
        What to fight.
    coa : str
        Key of one of the scenario's courses of action.
    draws : int
        Number of draws, at least 1.
    seed : int
        0 to 2**32 - 1.
    first_draw : int
        Number of the first draw: draw 41 alone equals draw 41 of a batch.
    threads : int, optional
        Threads to use; all cores by default. Never changes a result.
    progress : callable, optional
        Called with (draws done, draws in all).

    Returns
    -------
    Outcome
        Arrays with axes (draw, day, thing).

    Raises
    ------
    InputError
        The course of action is unknown, a place is not on the map, or a number is out of its range.

    Assumes
    -------
    See `hour.py` for what an hour consists of and `couplings/` for what acts on what.

    Sources
    -------
    The law of ground combat is in `ground/adjudication.py`; every parameter is in `data/assumptions.yaml` or fitted.

    Examples
    --------
    >>> from hillfort.files.scenario.read import scenario
    >>> outcome = fight(scenario("marrow"), coa=next(iter(scenario("marrow").courses_of_action)), draws=4)
    >>> outcome.lost_h.shape[0]
    4
    """
    return _fight(scenario, coa, draws, (seed, seed), first_draw, threads, progress)


def fight_on_other_luck(
    scenario: Scenario,
    *,
    coa: str,
    draws: int,
    seed: int,
    luck_seed: int,
    first_draw: int = 0,
    threads: int | None = None,
) -> Outcome:
    """The draws of `fight` with the same values of all that is in doubt, on luck of another seed.

    Parameters, returns and errors are those of `fight`; `luck_seed`, 0 to 2**32 - 1, is that of all that happens by
    chance in a campaign.

    Assumes
    -------
    As `fight`.

    >>> from hillfort.files.scenario.read import scenario
    >>> marrow = scenario("marrow")
    >>> coa = next(iter(marrow.courses_of_action))
    >>> again = fight_on_other_luck(marrow, coa=coa, draws=2, seed=1, luck_seed=2)
    >>> bool((again.doubt == fight(marrow, coa=coa, draws=2, seed=1).doubt).all())
    True
    """
    return _fight(scenario, coa, draws, (seed, luck_seed), first_draw, threads, None)


def _fight(
    scenario: Scenario,
    coa: str,
    draws: int,
    seeds: tuple[int, int],
    first_draw: int,
    threads: int | None,
    progress: Progress | None,
) -> Outcome:
    """`seeds`: of doubt and of luck."""
    _check_numbers(scenario, draws=draws, seed=seeds[0], first_draw=first_draw, luck_seed=seeds[1])
    ready = prepared(scenario, coa)
    chunks = [(start, min(CHUNK, draws - start)) for start in range(0, draws, CHUNK)]
    results: dict[int, tuple[Out, np.ndarray]] = {}
    _compile(scenario, ready)
    started = time.perf_counter()
    count = max(1, threads or os.cpu_count() or 1)
    with ThreadPoolExecutor(count) as pool:
        jobs: dict[Future[tuple[Out, np.ndarray]], tuple[int, int]] = {
            pool.submit(_chunk, scenario, ready, seeds, first_draw + start, size): (start, size)
            for start, size in chunks
        }
        done = 0
        waiting = set(jobs)
        try:
            while waiting:
                finished, waiting = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
                for job in finished:
                    start, size = jobs[job]
                    results[start] = job.result()
                    done += size
                    if progress:
                        progress(done, draws)
        except BaseException:
            pool.shutdown(wait=True, cancel_futures=True)
            raise
    seconds = time.perf_counter() - started
    return _outcome(scenario, coa, ready, (seeds[0], first_draw), [results[start] for start, _ in chunks], seconds)


def trace(scenario: Scenario, *, coa: str, seed: int, draw: int) -> Trace:
    """One draw of a scenario, hour by hour: where everybody is, how strong, and who holds what.

    Assumes
    -------
    The same as `fight`: the draw is the one that a batch with the same seed contains.
    """
    _check_numbers(scenario, draws=1, seed=seed, first_draw=draw, luck_seed=seed)
    ready = prepared(scenario, coa)
    out, _ = _chunk(scenario, ready, (seed, seed), draw, 1, keep=True)
    changes = out.changes[: int(out.change_count[0])]
    return Trace(
        draw=draw,
        first_hour=-ready.lead_h,
        unit_ids=tuple(each.id for each in scenario.battalions),
        unit_side=ready.arrays.u["side"].copy(),
        gave_up=out.track["gave_up"].astype(bool),
        outskirts_h=out.per_objective[0, :, 0],
        how_regained=out.per_objective[0, :, 4].astype(np.int8),
        landing=out.per_landing[0],
        landing_unit=ready.arrays.landings["unit"].copy(),
        landing_cell=ready.arrays.landings["cell"].copy(),
        **{name: out.track[name].copy() for name in _KEPT},
        control_hour=changes["hour"].copy(),
        control_cell=changes["cell"].copy(),
        control_side=changes["side"].copy(),
        control_start=ready.arrays.w["holder"].copy(),
    )


def prepared(scenario: Scenario, coa: str) -> Prepared:
    """Arrays of a scenario, kept for the last few asked for.

    Assumes
    -------
    A scenario does not change once made: it is frozen.
    """
    if coa not in scenario.courses_of_action:
        advice = did_you_mean(coa, scenario.courses_of_action)
        raise InputError(Problem(scenario.name, 0, "coa", f"'{coa}' is not one of its courses of action.", advice))
    return _prepared(ByIdentity(scenario), coa)


def _check_numbers(scenario: Scenario, *, draws: int, seed: int, first_draw: int, luck_seed: int) -> None:
    """Raise for numbers that address no draw."""
    ranges = {
        "draws": (draws, 1),
        "seed": (seed, 0),
        "luck_seed": (luck_seed, 0),
        "first_draw": (first_draw, 0),
        "last draw": (first_draw + draws, 1),
    }
    problems = [
        Problem(
            scenario.name, 0, name, f"{value} is not a number from {least} to {LARGEST}.", "Give one in that range."
        )
        for name, (value, least) in ranges.items()
        if not least <= value <= LARGEST
    ]
    if scenario.ground_law not in LAWS:
        found = f"'{scenario.ground_law}' is not a law of ground combat."
        problems.append(Problem(scenario.name, 0, "ground_law", found, did_you_mean(scenario.ground_law, LAWS)))
    if problems:
        raise InputError(problems, scenario.name)


@lru_cache(maxsize=8)
def _prepared(key: ByIdentity, coa: str) -> Prepared:
    return prepare(key.scenario, coa)


def _compile(scenario: Scenario, ready: Prepared) -> None:
    """Load or build the compiled kernel, so that the clock measures fighting only."""
    _chunk(scenario, ready, (0, 0), 0, 0)


def _chunk(
    scenario: Scenario, ready: Prepared, seeds: tuple[int, int], first_draw: int, draws: int, *, keep: bool = False
) -> tuple[Out, np.ndarray]:
    """Fight some draws in this thread; returns their `Out` record and their doubt. `seeds`: of doubt and of luck."""
    from hillfort.campaign._kernels.hour import run_draws

    doubt = sample(ready.columns, seed=seeds[0], first_draw=first_draw, draws=draws, scenario=scenario)
    out = _room(scenario, draws, landings=len(ready.arrays.landings), lead_h=ready.lead_h, keep=keep)
    batch = Batch(
        seed=seeds[1],
        first_draw=first_draw,
        days=scenario.days,
        lead_h=ready.lead_h,
        keep=int(keep),
        law=LAWS.index(scenario.ground_law),
        off_road_share=ready.off_road_share,
    )
    sea = ready.sea.of_draws(
        doubt[:, ready.sea_first :], scenario, lead_h=ready.lead_h, seed=seeds[1], first_draw=first_draw
    )
    run_draws(ready.workspace(), out, ready.by_name(doubt), batch, sea)
    return out, doubt


def _snapshots(days: int) -> tuple[int, ...]:
    return (*(day for day in SNAPSHOT_DAYS if day < days), days)


def _room(scenario: Scenario, draws: int, *, landings: int = 0, lead_h: int | None = None, keep: bool) -> Out:
    """Arrays for the results of some draws."""
    units, days = len(scenario.battalions), scenario.days
    hours = (scenario.lead_h if lead_h is None else lead_h) + days * 24 if keep else 0
    snapshots = np.array(_snapshots(days), np.int32)
    return Out(
        per_objective=np.zeros((draws, len(scenario.objectives), 7), np.float32),
        per_day=np.zeros((draws, days + 1, 6), np.float32),
        per_draw=np.zeros((draws, 1), np.float32),
        per_cause=np.zeros((draws, CAUSES, 2, 2), np.float32),
        per_sky=np.zeros((draws, days, len(regions_of_sky(scenario)), 2), np.float32),
        per_air=np.zeros((draws, days, 2, 2), np.float32),
        per_way=np.zeros((draws, len(scenario.ways_in)), np.float32),
        per_landing=np.zeros((draws, landings, 6), np.float32),
        per_unit=np.zeros((draws, units), np.float32),
        per_short=np.full((draws, units, 2), np.nan, np.float32),
        per_supply=np.zeros((draws, 2, 2, 3), np.float32),
        per_cell=np.zeros((len(snapshots), len(scenario.theatre.cells)), np.int32),
        snapshot_days=snapshots,
        unit_hours=np.zeros(1),
        track=np.zeros((hours, units), TRACK).view(np.recarray),
        changes=np.zeros(MOST_CHANGES if keep else 0, CHANGE).view(np.recarray),
        change_count=np.zeros(1, np.int64),
    )


def _together(outs: list[Out], name: str) -> np.ndarray:
    return np.concatenate([getattr(out, name) for out in outs])


def _outcome(
    scenario: Scenario,
    coa: str,
    ready: Prepared,
    numbers: tuple[int, int],
    parts: list[tuple[Out, np.ndarray]],
    seconds: float,
) -> Outcome:
    """Join the chunks of a batch."""
    outs = [out for out, _ in parts]
    objective, day = (np.concatenate([getattr(out, name) for out in outs]) for name in ("per_objective", "per_day"))
    return Outcome(
        scenario=scenario.name,
        scenario_hash=scenario.hash,
        coa=coa,
        seed=numbers[0],
        first_draw=numbers[1],
        days=scenario.days,
        objectives=tuple(each.name for each in scenario.objectives),
        protected=np.array([each.protect for each in scenario.objectives], bool),
        aims=np.array([each.name in scenario.aims(coa) for each in scenario.objectives], bool),
        ways_in=tuple(each.name for each in scenario.ways_in),
        doubt_names=tuple(ready.columns),
        outskirts_h=objective[:, :, 0],
        lost_h=objective[:, :, 1],
        retaken_h=objective[:, :, 2],
        lost_at_end=objective[:, :, 3] > 0,
        how_regained=objective[:, :, 4].astype(np.int8),
        allied_at_loss=objective[:, :, 5],
        enemy_h=objective[:, :, 6],
        reinforcement_bn=day[:, :, DAY_ARRIVED],
        first_brigade_h=np.concatenate([out.per_draw[:, 0] for out in outs]),
        way_open_h=np.concatenate([out.per_way for out in outs]),
        isolated_h=day[:, :-1, DAY_ISOLATED],
        power=day[:, :, DAY_POWER : DAY_POWER + 2],
        lost_persons=day[:, :, DAY_LOST : DAY_LOST + 2],
        losses=np.concatenate([out.per_cause for out in outs]),
        skies=regions_of_sky(scenario),
        sky=np.concatenate([out.per_sky for out in outs]),
        flown=np.concatenate([out.per_air for out in outs]),
        unit_strength=np.concatenate([out.per_unit for out in outs]),
        short_h=_together(outs, "per_short")[:, :, 0],
        short_km=_together(outs, "per_short")[:, :, 1],
        short_bn_days=_together(outs, "per_supply")[..., 0],
        lifted_t=_together(outs, "per_supply")[..., 1],
        delivered_t=_together(outs, "per_supply")[..., 2],
        unit_ids=tuple(each.id for each in scenario.battalions),
        landings=titles(scenario, coa),
        landing=np.concatenate([out.per_landing for out in outs]),
        doubt=np.concatenate([doubt for _, doubt in parts]),
        snapshot_days=_snapshots(scenario.days),
        cell_lost=np.stack([out.per_cell for out in outs]).sum(axis=0, dtype=np.int32),
        unit_hours=float(sum(out.unit_hours[0] for out in outs)),
        seconds=seconds,
    )
