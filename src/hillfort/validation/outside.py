"""How far a move lies outside the record that the model was set and fitted with, in words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from hillfort.lines.moves.legs import Move
from hillfort.lines.moves.moves import Extrapolation
from hillfort.theatre.geodesy import great_circle_km

UNITS = {"distance": " km as the crow flies"}
"""Units of amounts that are not numbers of things."""


@dataclass(frozen=True, slots=True)
class Record:
    """The moves with known days: their modes, urgencies, and the least and most of each amount."""

    modes: Mapping[str, int]
    """How many moves of each mode."""
    urgencies: frozenset[str]
    spans: Mapping[tuple[str, str], tuple[float, float]]
    """Least and most by mode ('' for all modes) and amount."""

    def outside(self, move: Move) -> tuple[str, ...]:
        """Where a move lies outside, one sentence part each; empty where it lies within.

        Assumes
        -------
        Distance is held against the moves of the same mode, where there are any, everything else against all moves.
        What the file does not give is not held against anything.
        """
        found = []
        if move.mode not in self.modes:
            found.append(f"no move by {move.mode} in the record")
        if move.urgency not in self.urgencies:
            found.append(f"no {move.urgency} move in the record")
        for name, amount in amounts(move):
            mode = self._held_against(name, move)
            if (mode, name) in self.spans:
                found += _beyond(name, amount, self.spans[mode, name], mode, self.modes.get(mode, 0))
        return tuple(found)

    def extrapolation(self, move: Move) -> Extrapolation:
        """How far a move lies outside, as a number: of people, vehicles and ships the one that is furthest out, and
        distance beside it.

        >>> from hillfort.lines.moves.legs import Move
        >>> one = Move("a", (50.0, 10.0), (54.0, 20.0), "rail", (), personnel=1000, observed_days=3)
        >>> two = Move("b", (50.0, 10.0), (54.0, 20.0), "rail", (), personnel=10000)
        >>> record([one]).extrapolation(one), round(record([one]).extrapolation(two).far, 3)
        (Extrapolation(far=0.0, unseen=0), 2.303)
        """
        unseen = (move.mode not in self.modes) + (move.urgency not in self.urgencies)
        size, distance = 0.0, 0.0
        for name, amount in amounts(move):
            low, high = self.spans.get((self._held_against(name, move), name), (amount, amount))
            far = math.log(max(amount / high if high > 0.0 else 1.0, low / amount if amount > 0.0 else 1.0, 1.0))
            if name == "distance":
                distance = far
            else:
                size = max(size, far)
        return Extrapolation(math.hypot(size, distance), unseen)

    def _held_against(self, name: str, move: Move) -> str:
        return move.mode if name == "distance" and move.mode in self.modes else ""


def record(moves: Sequence[Move]) -> Record:
    """The record that moves with known days make; the others do not count."""
    known = [move for move in moves if move.observed_days is not None]
    modes = {mode: sum(move.mode == mode for move in known) for mode in sorted({move.mode for move in known})}
    held: dict[tuple[str, str], list[float]] = {}
    for move in known:
        for name, amount in amounts(move):
            for mode in ("", move.mode):
                held.setdefault((mode, name), []).append(amount)
    spans = {key: (min(values), max(values)) for key, values in held.items()}
    return Record(modes, frozenset(move.urgency for move in known), spans)


def amounts(move: Move) -> Iterator[tuple[str, float]]:
    """The amounts of a move that are known, by name: distance, people, vehicles, ships."""
    yield "distance", great_circle_km(*move.origin, *move.end)
    if move.personnel is not None:
        yield "people", move.personnel
    if move.wheeled is not None or move.tracked is not None:
        yield "vehicles", (move.wheeled or 0.0) + (move.tracked or 0.0)
    if move.ships is not None:
        yield "ships", move.ships


def _beyond(name: str, amount: float, span: tuple[float, float], mode: str, count: int) -> list[str]:
    low, high = span
    if low <= amount <= high:
        return []
    far = f"{amount / high:,.1f} times the most" if amount > high else f"{amount / low:.2g} times the least"
    of = f"the record by {mode} ({count} move{'s' if count != 1 else ''})" if mode else "the record"
    return [f"{name} {amount:,.0f}{UNITS.get(name, '')}, {far} of {of}: {low:,.0f} to {high:,.0f}"]
