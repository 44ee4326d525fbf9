"""Fighting in batches, so that an interrupted study keeps what it has: draws are addressed, so any cut is as good."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from hillfort.campaign.outcome import Outcome
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.progress import Progress
from hillfort.studies.request import Request

Keep = Callable[[Outcome], None]

PER_DRAW = (
    "outskirts_h",
    "lost_h",
    "retaken_h",
    "lost_at_end",
    "how_regained",
    "allied_at_loss",
    "enemy_h",
    "reinforcement_bn",
    "first_brigade_h",
    "way_open_h",
    "isolated_h",
    "power",
    "lost_persons",
    "losses",
    "sky",
    "flown",
    "unit_strength",
    "short_h",
    "short_km",
    "short_bn_days",
    "lifted_t",
    "delivered_t",
    "landing",
    "doubt",
)
"""Fields of an outcome whose first axis is the draw."""
SAME = (
    "scenario",
    "scenario_hash",
    "coa",
    "seed",
    "days",
    "objectives",
    "ways_in",
    "skies",
    "doubt_names",
    "unit_ids",
    "landings",
    "snapshot_days",
)
"""Fields that two outcomes must share to be parts of one."""

SMALLEST_BATCH, FIRST_BATCH, BATCH_SECONDS = 50, 200, 8.0
"""Draws of the smallest and of the first batch, and how long the others should last."""


class Interrupted(KeyboardInterrupt):
    """The user stopped the study; `outcome` holds the draws that were complete by then, or None.

    `done` counts them, over all options of a comparison.
    """

    def __init__(self, outcome: Outcome | None, wanted: int, *, done: int | None = None) -> None:
        self.outcome = outcome
        self.wanted = wanted
        self.done = done if done is not None else (outcome.draws if outcome is not None else 0)
        super().__init__(f"interrupted after {self.done:,} of {wanted:,} draws")


def concatenate(outcomes: Sequence[Outcome]) -> Outcome:
    """One outcome from neighbouring batches of the same study, in order of their draws.

    Parameters
    ----------
    outcomes : Sequence[Outcome]
        Batches that follow on from each other without gap or overlap; the order given does not matter.

    Raises
    ------
    ValueError
        The batches are not of the same study, or draws are missing or double.
    """
    parts = sorted(outcomes, key=lambda part: part.first_draw)
    if not parts:
        raise ValueError("nothing to put together")
    first = parts[0]
    expected = first.first_draw
    for part in parts:
        differing = [name for name in SAME if getattr(part, name) != getattr(first, name)]
        if differing:
            raise ValueError(f"batches of different studies: {', '.join(differing)} differ")
        if part.first_draw != expected:
            raise ValueError(f"draw {expected} expected, found {part.first_draw}")
        expected += part.draws
    if len(parts) == 1:
        return first
    joined: dict[str, Any] = {name: np.concatenate([getattr(part, name) for part in parts]) for name in PER_DRAW}
    joined["cell_lost"] = np.sum([part.cell_lost for part in parts], axis=0, dtype=np.int32)
    joined["unit_hours"] = float(sum(part.unit_hours for part in parts))
    joined["seconds"] = float(sum(part.seconds for part in parts))
    return dataclasses.replace(first, **joined)


@dataclasses.dataclass(frozen=True, slots=True)
class Checkpoint:
    """Batches that exist already, and what to do with a new one."""

    done: tuple[Outcome, ...]
    keep: Keep


def fight_in_batches(
    scenario: Scenario,
    asked: Request,
    *,
    progress: Progress | None = None,
    checkpoint: Checkpoint | None = None,
) -> Outcome:
    """Fight all draws, in batches of about `BATCH_SECONDS`, each handed to the checkpoint when it is complete.

    Parameters
    ----------
    scenario : Scenario
        With the length that was asked for.
    asked : Request
        Course of action, number of draws (from draw 0), seed, threads.
    checkpoint : Checkpoint, optional
        Batches already fought (used again where they follow on from draw 0), and where to put new ones.

    Raises
    ------
    Interrupted
        On Ctrl-C, with what was complete.
    """
    done = usable(checkpoint.done if checkpoint else (), asked.draws)
    count = sum(part.draws for part in done)
    size = min(max(SMALLEST_BATCH, asked.draws // 10), FIRST_BATCH)
    try:
        while count < asked.draws:
            wanted = min(size, asked.draws - count)
            began = time.perf_counter()
            part = _fight_one(scenario, asked, slice(count, count + wanted), progress)
            done.append(part)
            count += part.draws
            if checkpoint is not None:
                checkpoint.keep(part)
            if progress is not None:
                progress(count, asked.draws)
            size = next_size(wanted, time.perf_counter() - began)
    except KeyboardInterrupt as stop:
        raise Interrupted(concatenate(done) if done else None, asked.draws) from stop
    return concatenate(done)


def _fight_one(scenario: Scenario, asked: Request, part: slice, progress: Progress | None) -> Outcome:
    from hillfort.campaign import run

    def report(part_done: int, _: int) -> None:
        if progress is not None:
            progress(part.start + part_done, asked.draws)

    return run.fight(
        scenario,
        coa=asked.coa,
        draws=part.stop - part.start,
        seed=asked.seed,
        first_draw=part.start,
        threads=asked.threads,
        progress=report,
    )


def usable(done: Sequence[Outcome], draws: int) -> list[Outcome]:
    """The batches that follow on from draw 0, cut where more draws exist than are wanted."""
    found: list[Outcome] = []
    count = 0
    for part in sorted(done, key=lambda each: each.first_draw):
        if part.first_draw != count or count + part.draws > draws:
            break
        found.append(part)
        count += part.draws
    return found


def next_size(size: int, seconds: float) -> int:
    """Batch size that should last about `BATCH_SECONDS`, at most four times the last one.

    >>> next_size(100, 2.0)
    400
    >>> next_size(100, 80.0)
    50
    """
    aim = size * BATCH_SECONDS / max(seconds, 1e-6)
    return int(min(max(aim, SMALLEST_BATCH), 4 * size))
