"""Search for the losses that a pool of path cuts leaves open: branch and bound with one multiplier per cut.

Every cut bounds from below what is delivered after any losses: the paths of one flow, each with its value and with
what each column (a group of links that may be lost) takes from it. The search asks for columns within a budget that
bring every cut down to a target, and proves that there are none by mixing the cuts with multipliers.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hillfort.foundation.jit import njit

FOUND, NONE, TIRED = 1, 0, -1
LEAF, PRUNE, BRANCH = 1, 2, 3
FREE, CHOSEN, BARRED = 0, 1, 2
ROUNDS = 40
ROOT_ROUNDS = 200
HAIR = 0.01
Places = NDArray[np.int32]
"""Numbers of cuts, columns or groups."""
Weights = NDArray[np.float64]
Tags = NDArray[np.int64]


class Pool(NamedTuple):
    """Cut c has the paths `cut_first[c]` to `cut_first[c + 1]`, path p the entries `path_first[p]` to the next.

    `need` is a column without which the path is not there (-1: always there). `group` is the price-bearing group of
    a column; `price` counts against the budget once, `fee` is added to what is delivered once.
    """

    cut_first: NDArray[np.int32]
    path_first: NDArray[np.int32]
    value: NDArray[np.int64]
    need: NDArray[np.int32]
    column: NDArray[np.int32]
    loss: NDArray[np.int64]
    group: NDArray[np.int32]
    price: NDArray[np.int64]
    fee: NDArray[np.int64]
    tag: NDArray[np.int64]


class SearchRoom(NamedTuple):
    """Room for one search: per column, per cut and group, per depth. `size` is (cuts, columns, groups)."""

    state: NDArray[np.int8]
    opened: NDArray[np.int32]
    base: NDArray[np.float64]
    gain: NDArray[np.float64]
    mix: NDArray[np.float64]
    trial: NDArray[np.float64]
    slope: NDArray[np.float64]
    total: NDArray[np.float64]
    taken: NDArray[np.float64]
    share: NDArray[np.float64]
    one: NDArray[np.float64]
    pick: NDArray[np.int32]
    size: NDArray[np.int64]


@njit()
def weigh(pool: Pool, r: SearchRoom) -> float:
    """What each cut still delivers after the chosen columns, and what each group would take from it;
    returns the worst."""
    cuts, _, groups = r.size
    fees = np.int64(0)
    for g in range(groups):
        if r.opened[g] > 0:
            fees += pool.fee[g]
    worst = -1.0
    for c in range(cuts):
        for g in range(groups):
            r.gain[c, g] = 0.0
        left = np.int64(0)
        for p in range(pool.cut_first[c], pool.cut_first[c + 1]):
            if pool.need[p] >= 0 and r.state[pool.need[p]] != CHOSEN:
                continue
            value = pool.value[p]
            for e in range(pool.path_first[p], pool.path_first[p + 1]):
                if r.state[pool.column[e]] == CHOSEN:
                    value -= pool.loss[e]
            if value <= 0:
                continue
            left += value
            for e in range(pool.path_first[p], pool.path_first[p + 1]):
                if r.state[pool.column[e]] == FREE:
                    r.gain[c, pool.group[pool.column[e]]] += min(pool.loss[e], value)
        r.base[c] = left + fees
        worst = max(worst, r.base[c])
    return worst


@njit()
def best_take(pool: Pool, r: SearchRoom, gains: Weights, budget: int) -> tuple[float, float]:
    """The most that groups within the budget can take, the last one in part; `taken` is the share of each.

    Also returns the worth of a unit of the budget: what a group has to take per unit of its price to be taken.
    """
    groups = r.size[2]
    most = 0.0
    worth = 0.0
    for g in range(groups):
        r.taken[g] = 0.0
        if gains[g] > 0.0 and (r.opened[g] > 0 or pool.price[g] == 0):
            r.taken[g] = 1.0
            most += gains[g]
    left = budget
    while left > 0:
        best = -1
        ratio = 0.0
        for g in range(groups):
            if r.taken[g] == 0.0 and gains[g] > 0.0 and pool.price[g] <= budget and gains[g] > ratio * pool.price[g]:
                ratio = gains[g] / pool.price[g]
                best = g
        if best < 0:
            return most, 0.0
        share = min(1.0, left / pool.price[best])
        r.taken[best] = share
        most += share * gains[best]
        left -= pool.price[best]
        worth = ratio
    return most, worth


@njit()
def mixed_bound(pool: Pool, r: SearchRoom, weights: Weights, budget: int) -> tuple[float, float]:
    """Lower bound of every completion from the weighted mean of the cuts; the slope of the bound in each weight."""
    cuts, _, groups = r.size
    level = 0.0
    for g in range(groups):
        r.total[g] = -float(pool.fee[g]) if r.opened[g] == 0 else 0.0
    for c in range(cuts):
        if weights[c] > 0.0:
            level += weights[c] * r.base[c]
            for g in range(groups):
                r.total[g] += weights[c] * r.gain[c, g]
    most, worth = best_take(pool, r, r.total, budget)
    for c in range(cuts):
        fall = 0.0
        for g in range(groups):
            if r.taken[g] > 0.0:
                fall += r.taken[g] * r.gain[c, g]
        r.slope[c] = r.base[c] - fall
    return level - most, worth


@njit()
def to_simplex(weights: Weights, count: int) -> None:
    """Project onto weights that are not negative and sum to one."""
    for _ in range(count + 1):
        total, live = 0.0, 0
        for c in range(count):
            if weights[c] > 0.0:
                total += weights[c]
                live += 1
        if live == 0:
            break
        shift = (total - 1.0) / live
        below = False
        for c in range(count):
            if weights[c] > 0.0:
                weights[c] -= shift
                if weights[c] < 0.0:
                    below = True
            else:
                weights[c] = 0.0
        if not below:
            return
    for c in range(count):
        weights[c] = 1.0 / count


@njit()
def best_bound(pool: Pool, r: SearchRoom, target: int, budget: int, rounds: int) -> float:
    """Move the weights uphill until the bound passes the target or the rounds are over; returns the best bound."""
    cuts = r.size[0]
    for c in range(cuts):
        r.trial[c] = r.mix[c]
    best = -np.inf
    pace = 1.0
    stale = 0
    groups = r.size[2]
    for g in range(groups):
        r.share[g] = 0.0
    for number in range(rounds):
        bound, _ = mixed_bound(pool, r, r.trial, budget)
        if bound > best:
            best = bound
            stale = 0
            for c in range(cuts):
                r.mix[c] = r.trial[c]
            if best > target + HAIR and rounds < ROOT_ROUNDS:
                break
        else:
            stale += 1
            if stale >= 4:
                pace *= 0.5
                stale = 0
                for c in range(cuts):
                    r.trial[c] = r.mix[c]
                bound, _ = mixed_bound(pool, r, r.trial, budget)
        part = 2.0 / (number + 2.0)
        for g in range(groups):
            r.share[g] += part * (r.taken[g] - r.share[g])
        mean, norm = 0.0, 0.0
        for c in range(cuts):
            mean += r.slope[c] / cuts
        for c in range(cuts):
            norm += (r.slope[c] - mean) ** 2
        if norm < 1.0:
            break
        aim = max(target + 1.0, best + 0.02 * abs(best) + 1.0) if best > target else target + 1.0
        step = pace * max(aim - bound, 1.0) / norm
        for c in range(cuts):
            r.trial[c] += step * (r.slope[c] - mean)
        to_simplex(r.trial, cuts)
    return best


@njit()
def choose_branch(pool: Pool, r: SearchRoom, target: int, budget: int) -> tuple[int, float]:
    """A column to decide next: in the violated cut with the fewest groups to choose from, the strongest one."""
    cuts, columns, groups = r.size
    fewest, chosen_cut = groups + 1, -1
    for c in range(cuts):
        if r.base[c] > target:
            count = 0
            for g in range(groups):
                if r.gain[c, g] > 0.0 and (r.opened[g] > 0 or pool.price[g] <= budget):
                    count += 1
            if count < fewest or (count == fewest and r.base[c] > r.base[chosen_cut]):
                fewest, chosen_cut = count, c
    if fewest == 0:
        return -1, r.base[chosen_cut]
    for j in range(columns):
        r.one[j] = 0.0
    for p in range(pool.cut_first[chosen_cut], pool.cut_first[chosen_cut + 1]):
        if pool.need[p] >= 0 and r.state[pool.need[p]] != CHOSEN:
            continue
        value = pool.value[p]
        for e in range(pool.path_first[p], pool.path_first[p + 1]):
            if r.state[pool.column[e]] == CHOSEN:
                value -= pool.loss[e]
        if value > 0:
            for e in range(pool.path_first[p], pool.path_first[p + 1]):
                r.one[pool.column[e]] += min(pool.loss[e], value)
    pick, strongest = -1, -np.inf
    for j in range(columns):
        g = pool.group[j]
        if r.state[j] == FREE and r.one[j] > 0.0 and (r.opened[g] > 0 or pool.price[g] <= budget):
            strength = r.total[g] + 1e-3 * r.one[j]
            if strength > strongest:
                pick, strongest = j, strength
    return pick, r.base[chosen_cut]


@njit()
def bar_the_weak(pool: Pool, r: SearchRoom, target: int, bound: float, worth: float, depth: int) -> int:
    """Bar every group that would lift the bound over the target if it were chosen; `total` is what each takes.

    Returns the new depth; the lowest bound of what was barred goes to the last place of `slope`.
    """
    columns = r.size[1]
    for j in range(columns):
        g = pool.group[j]
        if r.state[j] == FREE and r.opened[g] == 0 and r.taken[g] == 0.0:
            lifted = bound + worth * pool.price[g] - r.total[g]
            if lifted > target + HAIR:
                r.slope[r.size[0]] = min(r.slope[r.size[0]], lifted)
                r.state[j] = BARRED
                r.pick[depth] = j
                depth += 1
    return depth


@njit()
def assess(pool: Pool, r: SearchRoom, target: int, budget: int, rounds: int, depth: int) -> tuple[int, int, float, int]:
    """Judge the present node: (LEAF, PRUNE or BRANCH, the column to branch on, a lower bound,
    the depth after barring)."""
    worst = weigh(pool, r)
    r.slope[r.size[0]] = np.inf
    if worst <= target:
        return LEAF, -1, worst, depth
    cuts, _, groups = r.size
    for c in range(cuts):
        if r.base[c] > target:
            for g in range(groups):
                r.total[g] = r.gain[c, g] - (float(pool.fee[g]) if r.opened[g] == 0 else 0.0)
            most, worth = best_take(pool, r, r.total, budget)
            if r.base[c] - most > target + HAIR and rounds < ROOT_ROUNDS:
                return PRUNE, -1, r.base[c] - most, depth
            depth = bar_the_weak(pool, r, target, bound=r.base[c] - most, worth=worth, depth=depth)
    bound = best_bound(pool, r, target=target, budget=budget, rounds=rounds)
    if bound > target + HAIR:
        return PRUNE, -1, bound, depth
    bound, worth = mixed_bound(pool, r, r.mix, budget)
    before = depth
    depth = bar_the_weak(pool, r, target, bound=bound, worth=worth, depth=depth)
    if depth > before:
        weigh(pool, r)
        mixed_bound(pool, r, r.mix, budget)
    pick, floor = choose_branch(pool, r, target=target, budget=budget)
    if pick < 0:
        return PRUNE, -1, floor, depth
    return BRANCH, pick, bound, depth


@njit()
def search(pool: Pool, r: SearchRoom, target: int, budget: int, known: Tags, limit: int) -> tuple[int, float, int]:
    """Columns within the budget that bring every cut to the target or below, other than the `known` ones.

    `state` comes with barred columns and leaves with the chosen ones. Returns (FOUND, NONE or TIRED, a lower bound of
    what is delivered after any losses, nodes looked at); the bound holds when NONE.
    """
    depth = 0
    left = budget
    low = np.inf
    tag = np.int64(0)
    nodes = 0
    while True:
        nodes += 1
        verdict, pick, bound, depth = assess(pool, r, target=target, budget=left, rounds=ROUNDS, depth=depth)
        low = min(low, r.slope[r.size[0]])
        if verdict == LEAF:
            seen = False
            for known_tag in known:
                seen = seen or known_tag == tag
            if not seen:
                return FOUND, low, nodes
        elif verdict == BRANCH:
            g = pool.group[pick]
            if r.opened[g] == 0:
                left -= pool.price[g]
            r.opened[g] += 1
            r.state[pick] = CHOSEN
            tag ^= pool.tag[pick]
            r.pick[depth] = pick
            depth += 1
            continue
        low = min(low, bound)
        if nodes >= limit:
            return TIRED, low, nodes
        while depth > 0 and r.state[r.pick[depth - 1]] == BARRED:
            depth -= 1
            r.state[r.pick[depth]] = FREE
        if depth == 0:
            return NONE, low, nodes
        pick = r.pick[depth - 1]
        g = pool.group[pick]
        r.opened[g] -= 1
        if r.opened[g] == 0:
            left += pool.price[g]
        r.state[pick] = BARRED
        tag ^= pool.tag[pick]


@njit()
def shrink(pool: Pool, small: Pool, number: Places, group_number: Places, active: NDArray[np.int64]) -> tuple[int, int]:
    """Write the active cuts without barred columns to `small`: paths that nothing touches any more become one per cut.

    `number` and `group_number` are the new numbers (-1: gone). Returns how many paths and entries were written.
    """
    paths = 0
    entries = 0
    small.cut_first[0] = 0
    small.path_first[0] = 0
    for order in range(len(active)):
        c = active[order]
        rest = np.int64(0)
        for p in range(pool.cut_first[c], pool.cut_first[c + 1]):
            if pool.need[p] >= 0 and number[pool.need[p]] < 0:
                continue
            start = entries
            for e in range(pool.path_first[p], pool.path_first[p + 1]):
                if number[pool.column[e]] >= 0:
                    small.column[entries] = number[pool.column[e]]
                    small.loss[entries] = pool.loss[e]
                    entries += 1
            if entries == start and pool.need[p] < 0:
                rest += pool.value[p]
                continue
            small.value[paths] = pool.value[p]
            small.need[paths] = number[pool.need[p]] if pool.need[p] >= 0 else -1
            paths += 1
            small.path_first[paths] = entries
        small.value[paths] = rest
        small.need[paths] = -1
        paths += 1
        small.path_first[paths] = entries
        small.cut_first[order + 1] = paths
    for j in range(len(number)):
        if number[j] >= 0:
            small.group[number[j]] = group_number[pool.group[j]]
            small.tag[number[j]] = pool.tag[j]
    for g in range(len(group_number)):
        if group_number[g] >= 0:
            small.price[group_number[g]] = pool.price[g]
            small.fee[group_number[g]] = pool.fee[g]
    return paths, entries


@njit()
def fingerprints(pool: Pool, prints: Tags, cuts: int) -> None:
    """A number for what each column takes from every path: columns that take the same have the same."""
    for p in range(pool.cut_first[cuts]):
        salt = (np.int64(p) + 1) * np.int64(-7046029254386353131)
        salt ^= salt >> 31
        salt *= np.int64(-4658895280553007687)
        salt ^= salt >> 29
        for e in range(pool.path_first[p], pool.path_first[p + 1]):
            prints[pool.column[e]] += salt * pool.loss[e]
