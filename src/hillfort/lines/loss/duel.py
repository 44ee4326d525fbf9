"""The exact worst loss within a budget: flows make path cuts, cuts make losses, until both say the same number."""

from __future__ import annotations

import math
from dataclasses import dataclass

from hillfort.lines.flow.effects import Effects
from hillfort.lines.flow.static import value_at
from hillfort.lines.loss._kernels import FOUND, HAIR, NONE
from hillfort.lines.loss.cutpool import NODES, CutPool

ROUND = 50
"""What a round of a search or of hedging costs besides its nodes:
each solves a flow and weighs every cut at the root."""
UNBOUNDED = 10**15
"""Work that no search reaches."""
HEDGES = 20
MEMORY = 16
"""Losses found last that one more flow hedges between."""
STALLED = 0.1
"""Hedging ends when a round closes less than this share of the gap."""
PATIENCE = 200
"""Nodes that a search may look at before hedging cuts are added; four times as many after each."""
GREED = (0.25, 0.5)
"""Where the first targets lie between what is proved and what is known."""


@dataclass(frozen=True)
class Solved:
    """Columns chosen, what is then delivered (vehicle-minutes a day), what is proved, rounds and work."""

    columns: tuple[int, ...]
    value: int
    bound: int
    iterations: int
    work: int
    """Nodes looked at, and `ROUND` for each round."""

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

    def _hedge(self, state: _State, rounds: int, enough: int = -1) -> None:
        """Cuts from flows that hedge between losses, and losses rounded from them,
        while the bound of the root rises."""
        effects = self.effects
        for _ in range(rounds):
            if state.closed or state.best <= enough or state.left <= 0:
                return
            state.left -= ROUND
            low, shares = self.pool.relaxed(state.best - 1, state.budget, barred=state.barred)
            before, gap = state.bound, state.best - state.bound
            state.bound = max(state.bound, min(state.best, _whole(low)))
            if state.closed or not shares:
                return
            state.offer(self._rounded(shares, state.budget), self)
            if state.bound - before < STALLED * gap and before > 0:
                return
            effects.graph.fill(effects.by_min, cost=effects.partly(shares))
            self.pool.add(*effects.graph.paths())

    def _spread(self, recent: list[list[int]]) -> None:
        """A cut from the flow that hedges between the losses found last: one cut against all of them."""
        shares: dict[int, float] = {}
        for columns in recent:
            for column in columns:
                shares[column] = shares.get(column, 0.0) + 1.0 / len(recent)
        if len(recent) > 1:
            self.effects.graph.fill(self.effects.by_min, cost=self.effects.partly(shares))
            self.pool.add(*self.effects.graph.paths())

    def _rounded(self, shares: dict[int, float], budget: int) -> frozenset[int]:
        """The columns with the largest shares that the budget allows."""
        chosen: frozenset[int] = frozenset()
        for column in sorted(shares, key=lambda column: (-shares[column], column)):
            if self.cost(chosen | {column}) <= budget:
                chosen |= {column}
        return chosen

    def solve(
        self,
        budget: int,
        *,
        barred: frozenset[int] = frozenset(),
        bound: int = 0,
        enough: int = -1,
        work: int = UNBOUNDED,
    ) -> Solved:
        """The worst loss within the budget without the barred columns, proved unless the work runs out.

        `work` is counted in nodes of the search, and a round costs `ROUND` besides: the same on every machine.
        Stops early, unproved, when a loss is found that leaves `enough` or less.
        """
        best, columns = min(
            (value, sorted(chosen))
            for chosen, value in self.values.items()
            if not chosen & barred and self.cost(chosen) <= budget
        )
        state = _State(budget, barred, best, frozenset(columns), min(bound, best), work)
        self._hedge(state, HEDGES, enough)
        rounds = tries = 0
        patience = PATIENCE
        recent: list[list[int]] = []
        while not state.closed and state.best > enough and state.left > 0:
            share = GREED[tries] if tries < len(GREED) else 1.0
            target = state.bound + int(share * (state.best - 1 - state.bound))
            most = min(patience, state.left)
            status, found, low, nodes = self.pool.look(target, budget, barred=barred, nodes=most)
            rounds += 1
            state.left -= nodes + ROUND
            if status == FOUND:
                state.offer(frozenset(found), self)
                recent = [*recent[1 - MEMORY :], found]
                self._spread(recent)
            elif status == NONE:
                tries += 1
                state.bound = min(state.best, max(state.bound, target + 1, _whole(low)))
            else:
                self._hedge(state, HEDGES, enough)
                patience *= 4
        return Solved(tuple(sorted(state.columns)), state.best, state.bound, rounds, work - state.left)

    def alike(
        self, value: int, budget: int, *, limit: int, barred: frozenset[int] = frozenset(), work: int = UNBOUNDED
    ) -> tuple[list[frozenset[int]], bool]:
        """Other columns within the budget after which no more than `value` is delivered, and whether these are all.

        Sets to which nothing needs to be added are listed, not their supersets.
        """
        found: list[frozenset[int]] = []
        left = work
        while len(found) < limit and left > 0:
            status, columns, _, nodes = self.pool.look(
                value, budget, barred=barred, known=[sorted(one) for one in found], merge=False, nodes=min(NODES, left)
            )
            left -= nodes + ROUND
            if status != FOUND:
                return found, status == NONE
            chosen = frozenset(columns)
            if self.evaluate(chosen) <= value:
                found.append(chosen)
        return found, False

    def names(self, columns: frozenset[int] | tuple[int, ...]) -> tuple[str, ...]:
        """Names of the groups that the columns lose, in the network's order; stocks are no losses."""
        table = self.effects.columns
        lost = {int(table.group[column]) for column in columns}
        return tuple(table.names[group] for group in sorted(lost) if group < self.effects.network.n_groups)


@dataclass
class _State:
    """What is known of one question while it is being answered."""

    budget: int
    barred: frozenset[int]
    best: int
    columns: frozenset[int]
    bound: int
    left: int
    """Work that may still be done."""

    @property
    def closed(self) -> bool:
        return self.bound >= self.best

    def offer(self, columns: frozenset[int], duel: Duel) -> None:
        """Keep the columns if less is delivered after them than after the best so far."""
        value = duel.evaluate(columns)
        if value < self.best:
            self.best, self.columns = value, columns


def _whole(low: float) -> int:
    """The least whole number that a bound allows, a hair of rounding granted.

    Assumes
    -------
    Deliveries are whole vehicles.

    >>> _whole(2.2), _whole(3.0 + 1e-9)
    (3, 3)
    """
    return math.ceil(low - 2 * HAIR) if math.isfinite(low) else 0
