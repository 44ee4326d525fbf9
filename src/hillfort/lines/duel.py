"""The exact worst loss within a budget: flows make path cuts, cuts make losses, until both say the same number."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from hillfort.lines._kernels_cuts import FOUND, HAIR, NONE
from hillfort.lines.cutpool import CutPool
from hillfort.lines.effects import Effects
from hillfort.lines.static import value_at

GREED = (0.25, 0.5)
"""Where the first targets lie between what is proved and what is known."""


@dataclass(frozen=True)
class Solved:
    """Columns chosen, what is then delivered (vehicle-minutes a day), what is proved, and the effort."""

    columns: tuple[int, ...]
    value: int
    bound: int
    iterations: int
    nodes: int

    @property
    def proved(self) -> bool:
        """Whether the bound has met the value."""
        return self.bound >= self.value


class Duel:
    """One network, one horizon, one kind of attack; cuts are kept for every later question."""

    def __init__(self, effects: Effects) -> None:
        self.effects = effects
        self.pool = CutPool(effects)
        self.values: dict[frozenset[int], int] = {}
        self.evaluate(frozenset())

    def evaluate(self, columns: frozenset[int]) -> int:
        """What is delivered after the columns; the flow behind it becomes a cut."""
        if columns in self.values:
            return self.values[columns]
        effects = self.effects
        room, cost, fees = effects.after(columns)
        lengths, rates = effects.graph.fill(effects.by_min, room=room, cost=cost)
        value = value_at(lengths, rates, effects.by_min) + fees
        self.pool.add(*effects.graph.paths())
        self.values[columns] = value
        return value

    def cost(self, columns: frozenset[int]) -> int:
        """What the groups of the columns cost together."""
        table = self.effects.columns
        return int(sum(table.price[group] for group in {int(table.group[column]) for column in columns}))

    def solve(self, budget: int, *, barred: frozenset[int] = frozenset(), bound: int = 0, until: float = math.inf) -> Solved:
        """The worst loss within the budget without the barred columns, proved unless the clock runs out."""
        best, columns = min(((value, sorted(chosen)) for chosen, value in self.values.items()
                             if not chosen & barred and self.cost(chosen) <= budget))
        rounds = looked = tries = 0
        while bound < best and time.perf_counter() < until:
            share = GREED[tries] if tries < len(GREED) else 1.0
            target = min(best - 1, bound + int(share * (best - 1 - bound))) if rounds else 0
            status, found, low, nodes = self.pool.look(target, budget, barred=barred)
            rounds += 1
            looked += nodes
            if status == FOUND:
                value = self.evaluate(frozenset(found))
                if value < best:
                    best, columns = value, found
            elif status == NONE:
                tries += rounds > 1
                bound = min(best, max(bound, target + 1, math.ceil(low - 2 * HAIR) if math.isfinite(low) else 0))
            else:
                break
        return Solved(tuple(sorted(columns)), best, min(bound, best), rounds, looked)
