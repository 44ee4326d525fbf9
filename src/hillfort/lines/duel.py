"""The exact worst loss within a budget: flows make path cuts, cuts make losses, until both say the same number."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

from hillfort.lines._kernels_cuts import FOUND, HAIR, NONE
from hillfort.lines.cutpool import CutPool
from hillfort.lines.effects import Effects
from hillfort.lines.static import value_at

PATIENCE = 100
"""Nodes that a search may look at before hedging cuts are added; four times as many after each."""
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

    def tighten(self, budget: int, barred: frozenset[int], best: int, bound: int, rounds: int = 12) -> int:
        """Cuts from flows that hedge between losses, while they raise the bound of the root; returns the bound."""
        effects = self.effects
        start = bound
        for number in range(rounds):
            low, shares = self.pool.relaxed(best - 1, budget, barred=barred)
            before, bound = bound, max(bound, min(best, whole(low)))
            if bound >= best or not shares or (number > 3 and bound - before < 0.002 * (best - start)):
                break
            effects.graph.fill(effects.by_min, cost=effects.partly(shares))
            self.pool.add(*effects.graph.paths())
        return bound

    def solve(self, budget: int, *, barred: frozenset[int] = frozenset(), bound: int = 0, until: float = math.inf) -> Solved:
        """The worst loss within the budget without the barred columns, proved unless the clock runs out."""
        best, columns = min((value, sorted(chosen)) for chosen, value in self.values.items()
                            if not chosen & barred and self.cost(chosen) <= budget)
        rounds = looked = tries = 0
        patience = PATIENCE
        while bound < best and time.perf_counter() < until:
            share = GREED[tries] if tries < len(GREED) else 1.0
            target = min(best - 1, bound + int(share * (best - 1 - bound))) if rounds else 0
            status, found, low, nodes = self.pool.look(target, budget, barred=barred, nodes=patience)
            rounds += 1
            looked += nodes
            if status == FOUND:
                value = self.evaluate(frozenset(found))
                if value < best:
                    best, columns = value, found
            elif status == NONE:
                tries += rounds > 1
                bound = min(best, max(bound, target + 1, whole(low)))
            else:
                bound = self.tighten(budget, barred, best, bound)
                patience *= 4
        return Solved(tuple(sorted(columns)), best, min(bound, best), rounds, looked)


def whole(low: float) -> int:
    """The least whole number that a bound allows, a hair of rounding granted."""
    return math.ceil(low - 2 * HAIR) if math.isfinite(low) else 0
