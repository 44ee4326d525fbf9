"""Shortest times over cells with a plain priority queue."""

from __future__ import annotations

import heapq


def hours_to_goal(neighbours: list[list[int]], hours: list[list[float]], goal: int) -> list[float]:
    """Least hours from every cell to the goal, going forward over each side's cost; infinite where there is no way."""
    into: list[list[tuple[int, float]]] = [[] for _ in neighbours]
    for cell, around in enumerate(neighbours):
        for side, other in enumerate(around):
            if other >= 0 and hours[cell][side] != float("inf"):
                into[other].append((cell, hours[cell][side]))
    best = [float("inf")] * len(neighbours)
    best[goal] = 0.0
    queue = [(0.0, goal)]
    while queue:
        spent, cell = heapq.heappop(queue)
        if spent > best[cell]:
            continue
        for before, cost in into[cell]:
            if spent + cost < best[before]:
                best[before] = spent + cost
                heapq.heappush(queue, (best[before], before))
    return best
