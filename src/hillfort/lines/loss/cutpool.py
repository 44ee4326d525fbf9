"""Path cuts, shared by every budget and every choice of what is protected."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from hillfort.lines.flow.effects import LOST, OUT, Effects
from hillfort.lines.flow.flow import Ints, Longs
from hillfort.lines.loss._kernels import (
    BARRED,
    CHOSEN,
    FOUND,
    FREE,
    NONE,
    PRUNE,
    ROOT_ROUNDS,
    Pool,
    SearchRoom,
    assess,
    fingerprints,
    search,
    shrink,
    weigh,
)

NODES = 2_000_000
FEW_ROUNDS = 60
"""Steps of the multipliers before a search; hedging takes more."""
RECENT = 12
"""Cuts that a search takes along because they are new; older ones only if they have a weight."""


class _Buffer:
    """An array that grows."""

    def __init__(self, dtype: type) -> None:
        self.array: NDArray[Any] = np.zeros(1024, dtype=dtype)
        self.size = 0

    def add(self, values: NDArray[np.generic]) -> None:
        end = self.size + len(values)
        if end > len(self.array):
            grown = np.zeros(max(end, 2 * len(self.array)), dtype=self.array.dtype)
            grown[: self.size] = self.array[: self.size]
            self.array = grown
        self.array[self.size : end] = values
        self.size = end


def room_for(cuts: int, columns: int, groups: int) -> SearchRoom:
    """Room for a search over so many cuts, columns and groups.

    Assumes
    -------
    Nothing is chosen or barred yet.
    """
    return SearchRoom(
        np.zeros(columns, np.int8),
        np.zeros(groups, np.int32),
        np.zeros(cuts),
        np.zeros((cuts, groups)),
        np.zeros(cuts),
        np.zeros(cuts),
        np.zeros(cuts + 1),
        np.zeros(groups),
        np.zeros(groups),
        np.zeros(groups),
        np.zeros(columns),
        np.zeros(columns + 1, np.int32),
        np.array([cuts, columns, groups], np.int64),
    )


class CutPool:
    """Cuts in arrays; columns and groups get numbers of their own when a path first touches them."""

    def __init__(self, effects: Effects) -> None:
        self.effects = effects
        columns = effects.columns
        self._number = np.full(len(columns.kind), -1, dtype=np.int32)
        self._group_number = np.full(len(columns.price), -1, dtype=np.int32)
        self.columns: list[int] = []
        self._groups: list[int] = []
        self._column_group: list[int] = []
        self._cut_first, self._path_first = _Buffer(np.int32), _Buffer(np.int32)
        self._value, self._loss = _Buffer(np.int64), _Buffer(np.int64)
        self._need, self._column = _Buffer(np.int32), _Buffer(np.int32)
        self._cut_first.add(np.zeros(1))
        self._path_first.add(np.zeros(1))
        self._mix: NDArray[np.float64] = np.zeros(0)

    @property
    def cuts(self) -> int:
        """How many cuts there are."""
        return self._cut_first.size - 1

    def add(self, first: Ints, arcs: Ints, rates: Longs) -> None:
        """A cut from the paths of a flow: what each is worth by the horizon, and what each column takes from it."""
        effects = self.effects
        graph, columns = effects.graph, effects.columns
        count = np.diff(first)
        path = np.repeat(np.arange(len(rates)), count)
        step = graph.minutes[arcs]
        before = np.concatenate([[0], np.cumsum(step)])
        length = before[first[1:]] - before[first[:-1]]
        value = rates * (effects.by_min - length)
        touching = columns.arc_first[arcs + 1] - columns.arc_first[arcs]
        at = np.repeat(np.arange(len(arcs)), touching)
        offset = np.arange(len(at)) - np.repeat(np.cumsum(touching) - touching, touching)
        column = columns.arc_column[columns.arc_first[arcs[at]] + offset]
        of_path = path[at]
        kind = columns.kind[column]
        loss = np.where(kind == LOST, value[of_path], rates[of_path] * columns.minutes[column])
        reached = before[at] - before[first[:-1]][of_path]
        loss = np.where(kind == OUT, rates[of_path] * np.maximum(columns.minutes[column] - reached, 0), loss)
        pair, inverse = np.unique(of_path * len(columns.kind) + column, return_inverse=True)
        summed = np.zeros(len(pair), dtype=np.int64)
        np.add.at(summed, inverse, loss)
        of_path, column = pair // len(columns.kind), pair % len(columns.kind)
        need = self._needs(first, arcs)
        loss = np.minimum(summed, np.maximum(value[of_path], 0))
        kept = loss > 0
        self._append(value, need, of_path[kept], column[kept], loss[kept])

    def _needs(self, first: Ints, arcs: Ints) -> NDArray[np.int64]:
        """The column whose stand-in a path starts with, else -1."""
        start = arcs[first[:-1]] - self.effects.graph.first_extra
        owner = np.flatnonzero(self.effects.columns.extra >= 0)
        return np.where(start >= 0, owner[np.maximum(start, 0)] if len(owner) else -1, -1)

    def _append(
        self, value: Longs, need: NDArray[np.int64], path: NDArray[np.int64], column: NDArray[np.int64], loss: Longs
    ) -> None:
        self._admit(np.concatenate([column, need[need >= 0]]))
        base = self._column.size
        counts = np.bincount(path, minlength=len(value))
        self._path_first.add(base + np.cumsum(counts))
        self._value.add(value)
        numbers = np.full(len(need), -1)
        numbers[need >= 0] = self._number[need[need >= 0]]
        self._need.add(numbers)
        self._column.add(self._number[column])
        self._loss.add(loss)
        self._cut_first.add(np.array([self._value.size]))

    def _admit(self, columns: NDArray[np.int64]) -> None:
        for column in np.unique(columns[self._number[columns] < 0]):
            group = int(self.effects.columns.group[column])
            if self._group_number[group] < 0:
                self._group_number[group] = len(self._groups)
                self._groups.append(group)
            self._number[column] = len(self.columns)
            self.columns.append(int(column))
            self._column_group.append(int(self._group_number[group]))

    def _arrays(self) -> Pool:
        columns = self.effects.columns
        tags = (np.arange(1, len(self.columns) + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)).astype(np.int64)
        tags ^= tags >> 29
        groups = np.array(self._groups, dtype=np.int64)
        return Pool(
            self._cut_first.array,
            self._path_first.array,
            self._value.array,
            self._need.array,
            self._column.array,
            self._loss.array,
            np.array(self._column_group, dtype=np.int32),
            columns.price[groups],
            columns.fee[groups],
            tags,
        )

    def look(
        self,
        target: int,
        budget: int,
        *,
        barred: frozenset[int] = frozenset(),
        known: list[list[int]] | None = None,
        merge: bool = True,
        nodes: int = NODES,
    ) -> tuple[int, list[int], float, int]:
        """Columns within the budget that no cut forbids at the target: (status, columns, bound, nodes looked at).

        `barred` are columns (numbers of the effects) that may not be chosen; `known` sets are passed over.
        """
        pool, room = self._arrays(), self._room(len(self.columns), len(self._groups))
        for column in barred:
            if self._number[column] >= 0:
                room.state[self._number[column]] = BARRED
        if merge:
            self._merge(pool, room)
        verdict, _, bound, _ = assess(pool, room, target=target, budget=budget, rounds=FEW_ROUNDS, depth=0)
        floor = float(room.slope[self.cuts])
        self._mix = room.mix
        if verdict == PRUNE:
            return NONE, [], min(bound, floor), 1
        left = np.flatnonzero(room.state == FREE)
        tags = np.array([self._tag(pool, columns) for columns in known or []], dtype=np.int64)
        active = (room.mix > 0) | (np.arange(self.cuts) >= self.cuts - RECENT)
        looked = 1
        while True:
            small, few = self._shrunk(pool, room, left, np.flatnonzero(active))
            status, low, more = search(
                small, few, target=target, budget=budget, known=tags, limit=max(1, nodes - looked)
            )
            looked += int(more)
            if status != FOUND:
                return int(status), [], min(float(low), floor), looked
            chosen = left[few.state == CHOSEN]
            room.state[left] = BARRED
            room.state[chosen] = CHOSEN
            room.opened[:] = 0
            np.add.at(room.opened, pool.group[chosen], 1)
            if weigh(pool, room) <= target:
                return FOUND, [self.columns[index] for index in chosen], float(low), looked
            active |= room.base > target  # A cut that was left out forbids it: look again with it.
            room.state[left] = FREE
            room.opened[:] = 0

    def _shrunk(
        self, pool: Pool, room: SearchRoom, left: NDArray[np.int64], active: NDArray[np.int64]
    ) -> tuple[Pool, SearchRoom]:
        """The pool and room of the columns that are left and of the active cuts."""
        number = np.full(len(self.columns), -1, dtype=np.int32)
        number[left] = np.arange(len(left))
        groups = np.unique(pool.group[left])
        group_number = np.full(len(self._groups), -1, dtype=np.int32)
        group_number[groups] = np.arange(len(groups))
        paths, entries = self._value.size + self.cuts, self._column.size
        small = Pool(
            np.zeros(len(active) + 1, np.int32),
            np.zeros(paths + 1, np.int32),
            np.zeros(paths, np.int64),
            np.zeros(paths, np.int32),
            np.zeros(entries, np.int32),
            np.zeros(entries, np.int64),
            np.zeros(len(left), np.int32),
            np.zeros(len(groups), np.int64),
            np.zeros(len(groups), np.int64),
            np.zeros(len(left), np.int64),
        )
        shrink(pool=pool, small=small, number=number, group_number=group_number, active=active)
        few = room_for(len(active), len(left), len(groups))
        few.mix[:] = room.mix[active] / max(room.mix[active].sum(), 1e-12)
        return small, few

    def relaxed(
        self, target: int, budget: int, *, barred: frozenset[int] = frozenset()
    ) -> tuple[float, dict[int, float]]:
        """The bound of the root, and the share of each column in the mean of the choices behind it."""
        pool, room = self._arrays(), self._room(len(self.columns), len(self._groups))
        for column in barred:
            if self._number[column] >= 0:
                room.state[self._number[column]] = BARRED
        self._merge(pool, room)
        free = np.flatnonzero(room.state == FREE)
        _, _, bound, _ = assess(pool, room, target=target, budget=budget, rounds=ROOT_ROUNDS, depth=0)
        low = min(bound, float(room.slope[self.cuts]))
        self._mix = room.mix
        shares = room.share[pool.group[free]]
        return low, {self.columns[free[index]]: float(shares[index]) for index in np.flatnonzero(shares > 1e-3)}

    def _tag(self, pool: Pool, columns: list[int]) -> int:
        tag = np.int64(0)
        for column in columns:
            if self._number[column] >= 0:
                tag ^= pool.tag[self._number[column]]
        return int(tag)

    def _room(self, columns: int, groups: int) -> SearchRoom:
        cuts = self.cuts
        mix = np.zeros(cuts)
        mix[: len(self._mix)] = self._mix[:cuts]
        fresh = cuts - len(self._mix)
        if fresh > 0:
            mix *= 0.7 if len(self._mix) else 0.0
            mix[len(self._mix) :] = (1 - mix.sum()) / fresh
        room = room_for(cuts, columns, groups)
        room.mix[:] = mix
        return room

    def _merge(self, pool: Pool, room: SearchRoom) -> None:
        """Bar every column that takes from each path just what an earlier one of the same price takes."""
        prints = np.zeros(len(self.columns), dtype=np.int64)
        fingerprints(pool, prints, self.cuts)
        several = np.bincount(pool.group, minlength=len(self._groups))[pool.group] > 1
        needed = np.zeros(len(self.columns), dtype=bool)
        needs = self._need.array[: self._value.size]
        needed[needs[needs >= 0]] = True
        lost = self.effects.columns.kind[self.columns] == LOST  # Delays add up, losses of the same way do not.
        plain = lost & ~several & ~needed & (room.state == FREE)
        key = np.stack([prints, pool.price[pool.group], pool.fee[pool.group]])[:, plain]
        _, first = np.unique(key, axis=1, return_index=True)
        numbers = np.flatnonzero(plain)
        room.state[np.setdiff1d(numbers, numbers[first])] = BARRED
