"""Straits and approaches by their mines, and what closes the aggressor's lanes for longer:
the sea seen from both sides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from hillfort.sea.prepare import PreparedSea
from hillfort.studies.sea.quantities import SEA, SeenWater

OTHER = {"blue": "red", "red": "blue"}
MOST_CHANCE = 0.999
"""Of one mine in the channel against one ship."""


def waters(prepared: PreparedSea, values: np.ndarray) -> list[dict[str, Any]]:
    """Each water that a lane goes through: mines if they are laid, what they do, how it seems,
    and the work of clearing it.

    The state is that before anything is cleared, by mines alone: open where the believed chance of a hit in one passage
    is that at which a water is called clear, closed where a ship would be believed to lose more than orders allow.
    """
    read = _Reader(prepared, values)
    found = []
    for name in prepared.order.waters:
        for side in ("blue", "red"):
            lanes = [lane.name for lane in prepared.order.lanes.values() if lane.side == side and name in lane.waters]
            if lanes and read.weight(name, OTHER[side]).max() > 0.0:
                found.append(_water(prepared, read, name, side, lanes))
    return found


class _Reader:
    """Sampled values by the name of their column."""

    def __init__(self, prepared: PreparedSea, values: np.ndarray) -> None:
        self.columns = {name: index for index, name in enumerate(prepared.columns)}
        self.values, self.order = values, prepared.order

    def __call__(self, name: str) -> np.ndarray:
        return np.asarray(self.values[:, self.columns[f"sea.{name}"]])

    def weight(self, water: str, side: str) -> np.ndarray:
        return self(f"waters.{water}.{side}_weight")

    def share(self, water: str, side: str) -> np.ndarray:
        """Of a side's mines that it lays in a water."""
        total = np.sum([self.weight(name, side) for name in self.order.waters], axis=0)
        return np.asarray(self.weight(water, side) / np.maximum(total, 1e-12))

    def vessels(self, side: str) -> np.ndarray:
        """Clearance vessels of a side in all."""
        own = [self(f"clearance.{key}.vessels") for key, each in self.order.clearance.items() if each.side == side]
        return np.asarray(np.sum(own, axis=0)) if own else np.zeros(len(self.values))


def _water(prepared: PreparedSea, read: _Reader, name: str, side: str, lanes: list[str]) -> dict[str, Any]:
    by = OTHER[side]
    laid = read(f"mines.{by}.stock") * read(f"mines.{by}.delivered_share") * read.share(name, by)
    in_channel = np.minimum(1.0, read("assumptions.channel_km") / read(f"waters.{name}.width_km"))
    one = np.minimum(
        MOST_CHANCE,
        read("assumptions.mine_reliability")
        * read("assumptions.mine_damage_width_m")
        / (1000.0 * read("assumptions.channel_km")),
    )
    feared = np.where(
        read(f"mines.{by}.chance") * read(f"mines.{by}.stock") > 0.0,
        read("assumptions.believed_mines") * read.weight(name, by),
        0.0,
    )
    chance = read(f"mines.{by}.chance")
    cases = [(chance, read("assumptions.mine_belief_factor") * laid + feared), (1.0 - chance, feared)]
    states = {"open": 0.0, "contested": 0.0, "closed": 0.0}
    for weight, mines in cases:
        risk = _risk(in_channel * mines, one)
        lost = risk * read("assumptions.mine_loss_share")
        clear, ordered = risk <= read("assumptions.clear_to_risk"), lost <= read("assumptions.military_risk")
        for state, when in (("open", clear), ("contested", ~clear & ordered), ("closed", ~clear & ~ordered)):
            states[state] += float(np.mean(weight * when))
    vessels = np.minimum(read("assumptions.vessels_in_water"), read.vessels(side))
    days = _days(in_channel * cases[0][1], one, read, name, vessels)
    order = prepared.order.clear_first.get(side, ())
    seen = SeenWater(
        chance=chance,
        laid=laid,
        risk=_risk(in_channel * laid, one),
        states=states,
        vessels=vessels,
        days=days,
        cleared_as=order.index(name) + 1 if name in order else None,
    )
    return {
        "name": name,
        "kind": prepared.order.waters[name].kind,
        "side": side,
        "lanes": lanes,
        **SEA.numbers("waters", seen),
    }


def _risk(mines: np.ndarray, one: np.ndarray) -> np.ndarray:
    """Chance that the first ship meets a mine that works: the simple initial threat."""
    return np.asarray(-np.expm1(mines * np.log1p(-one)))


def _days(mines: np.ndarray, one: np.ndarray, read: _Reader, name: str, vessels: np.ndarray) -> np.ndarray:
    """Days of undisturbed work until what is believed to be there is called clear; endless without vessels."""
    kept = np.log1p(-read("assumptions.clear_to_risk")) / np.minimum(mines * np.log1p(-one), -1e-12)
    passes = np.where(kept < 1.0, np.log(np.minimum(kept, 1.0)) / np.log1p(-read("assumptions.clear_pass_share")), 0.0)
    area = read("assumptions.channel_km") * read(f"waters.{name}.length_km")
    with np.errstate(divide="ignore"):
        return np.asarray(
            np.where(
                vessels > 0.0,
                passes * area / (np.maximum(vessels, 1e-12) * read("assumptions.clear_km2_per_day")),
                np.inf,
            )
        )


def later(
    names: Sequence[str], before: np.ndarray, tried: Sequence[tuple[str, str, np.ndarray]], *, draws: int
) -> list[dict[str, Any]]:
    """How many days later a load of the aggressor's is there for each thing tried, most first.

    Parameters
    ----------
    names : lanes of the aggressor, in the order of the columns of the days
    before : (draw, lane) days as it is
    tried : key, words and (draw, lane) days of each
    """
    told = [
        {"lever": key, "words": words, "draws": draws, **SEA.numbers("closers", names, after, before)}
        for key, words, after in tried
    ]
    return sorted(told, key=lambda row: -row["days_later"]["change"])
