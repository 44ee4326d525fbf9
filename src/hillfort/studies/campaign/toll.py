"""The toll of a campaign, as one thing: how many protected places are lost, which, for how long, and what is held at
the end. All of it is counted in the same draw, so that no two figures are about different campaigns."""

from __future__ import annotations

from typing import Any

import numpy as np

from hillfort.campaign.outcome import Outcome
from hillfort.studies import intervals

MOST_SETS = 3
"""Sets of places that a row names, the most frequent first."""
HOURS_OF_A_DAY = 24.0


def lost_ever(outcome: Outcome) -> np.ndarray:
    """(draw, protected objective) bool: it is in enemy hands at some hour of the period."""
    return np.asarray(~np.isnan(outcome.lost_h[:, _protected(outcome)]))


def lost_at_end(outcome: Outcome) -> np.ndarray:
    """(draw, protected objective) bool: it is in enemy hands when the period ends."""
    return np.asarray(outcome.lost_at_end[:, _protected(outcome)].astype(bool))


def enemy_days(outcome: Outcome) -> np.ndarray:
    """(draw, protected objective) days of the period in which it is in enemy hands, over all losses."""
    return np.asarray(outcome.enemy_h[:, _protected(outcome)].astype(np.float64) / HOURS_OF_A_DAY)


def numbers(outcome: Outcome) -> dict[str, Any]:
    """The toll as `result.json` has it.

    Returns
    -------
    dict
        `places`: the protected objectives. `lost`: one row for each number of them that is lost at some hour of a draw,
        from none upwards, with its chance, the sets of places that it is (share of the row's draws, the most frequent
        first), days in enemy hands of each lost place, and how often any of them is still lost at the end (of the
        row's draws). `at_end`: the same count of what is in enemy hands when the period ends. The chances of each list
        add up to one.

    >>> import numpy as np
    >>> rows = counted(np.array([[True, False], [False, False]]), ("A", "B"))
    >>> [(row["places"], row["chance"]["chance"]) for row in rows]
    [(0, 0.5), (1, 0.5)]
    """
    names = tuple(outcome.objectives[place] for place in _protected(outcome))
    ever, at_end, days = lost_ever(outcome), lost_at_end(outcome), enemy_days(outcome)
    found = counted(ever, names)
    for row in found:
        here = ever.sum(axis=1) == row["places"]
        row["days"] = intervals.quantiles(days[here][ever[here]])
        row["still_lost"] = intervals.chance(at_end[here].any(axis=1)).as_dict() if row["which"] else None
    return {"places": list(names), "lost": found, "at_end": counted(at_end, names)}


def counted(lost: np.ndarray, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """A row for none and for each number of places that occurs: chance, draws, and which places they are.

    Parameters
    ----------
    lost : (draw, place) bool
    names : of the places
    """
    count = lost.sum(axis=1)
    return [
        {
            "places": int(number),
            "chance": intervals.chance(count == number).as_dict(),
            "draws": int((count == number).sum()),
            "which": _sets(lost[count == number], names) if number else [],
        }
        for number in sorted({0, *(int(each) for each in count)})
        if number == 0 or (count == number).any()
    ]


def _sets(lost: np.ndarray, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """The sets of places that are lost together, the most frequent first, then in the order of the places."""
    kinds, counts = np.unique(lost, axis=0, return_counts=True)
    order = sorted(range(len(kinds)), key=lambda k: (-counts[k], tuple(not each for each in kinds[k])))
    return [
        {
            "names": [name for name, gone in zip(names, kinds[k], strict=True) if gone],
            "share": float(counts[k] / len(lost)),
        }
        for k in order[:MOST_SETS]
    ]


def _protected(outcome: Outcome) -> np.ndarray:
    return np.flatnonzero(np.asarray(outcome.protected, dtype=bool))
