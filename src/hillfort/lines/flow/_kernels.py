"""Successive shortest paths on a static network: the whole curve of arrivals in one run, and the flow behind it.

Residual arcs lie in the order of the nodes that they leave; `mate` is the reverse of each. `height` is a lower bound of
the minutes from a node to the sink that never breaks the rule of reduced costs, so each search looks only at nodes that
may have become nearer.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hillfort.foundation.jit import njit

FAR = np.int64(1) << 60
Longs = NDArray[np.int64]
Places = NDArray[np.int32]
"""Numbers of nodes, arcs or paths."""


class Graph(NamedTuple):
    """Residual graph: arcs leaving a node are `first[node]` to `first[node + 1]`; `owner` is the arc,
    -1 for reverses."""

    first: NDArray[np.int32]
    to: NDArray[np.int32]
    mate: NDArray[np.int32]
    owner: NDArray[np.int32]
    source: int
    sink: int


class Work(NamedTuple):
    """Room for the searches, made once."""

    height: NDArray[np.int64]
    near: NDArray[np.int64]
    seen: NDArray[np.int32]
    current: NDArray[np.int32]
    mark: NDArray[np.int32]
    touched: NDArray[np.int32]
    stack: NDArray[np.int32]
    heap_key: NDArray[np.int64]
    heap_node: NDArray[np.int32]


@njit(inline=True)
def push(w: Work, size: int, key: np.int64, node: int) -> int:
    """Add an entry to the heap of `size`; returns the new size."""
    at = size
    while at > 0:
        up = (at - 1) >> 1
        if w.heap_key[up] <= key:
            break
        w.heap_key[at] = w.heap_key[up]
        w.heap_node[at] = w.heap_node[up]
        at = up
    w.heap_key[at] = key
    w.heap_node[at] = node
    return size + 1


@njit(inline=True)
def drop(w: Work, size: int) -> int:
    """Take the first entry off the heap of `size`; returns the new size."""
    size -= 1
    key = w.heap_key[size]
    node = w.heap_node[size]
    at = 0
    while True:
        down = 2 * at + 1
        if down >= size:
            break
        if down + 1 < size and w.heap_key[down + 1] < w.heap_key[down]:
            down += 1
        if w.heap_key[down] >= key:
            break
        w.heap_key[at] = w.heap_key[down]
        w.heap_node[at] = w.heap_node[down]
        at = down
    w.heap_key[at] = key
    w.heap_node[at] = node
    return size


@njit()
def measure_heights(g: Graph, w: Work, cost: Longs, left: Longs) -> None:
    """Minutes from every node to the sink over arcs with room; FAR where none leads there."""
    for node in range(len(w.height)):
        w.height[node] = FAR
    w.height[g.sink] = 0
    size = push(w, 0, np.int64(0), g.sink)
    while size > 0:
        key = w.heap_key[0]
        node = w.heap_node[0]
        size = drop(w, size)
        if key > w.height[node]:
            continue
        for at in range(g.first[node], g.first[node + 1]):
            back = g.mate[at]
            if left[back] > 0 and g.owner[back] >= 0:
                tail = g.to[at]
                new = key + cost[back]
                if new < w.height[tail]:
                    w.height[tail] = new
                    size = push(w, size, new, tail)


@njit()
def raise_heights(g: Graph, w: Work, cost: Longs, left: Longs, room: np.int64, stamp: np.int32) -> np.int64:
    """Search from the source for the sink, at most `room` minutes farther than the height of the source says.

    Raises the heights of what was seen; returns the minutes added, `room` if the sink was not found nearer. Most steps
    add nothing to the distance: such nodes wait on a stack, and only the others on the heap.
    """
    touched = 1
    size = 0
    waiting = 1
    key = np.int64(0)
    w.stack[0] = g.source
    w.near[g.source] = 0
    w.seen[g.source] = stamp
    w.touched[0] = g.source
    found = room
    while True:
        if waiting > 0:
            waiting -= 1
            node = w.stack[waiting]
        elif size > 0:
            key = w.heap_key[0]
            node = w.heap_node[0]
            if key >= found:
                break
            size = drop(w, size)
            if key > w.near[node]:
                continue
        else:
            break
        base = key - w.height[node]
        for at in range(g.first[node], g.first[node + 1]):
            if left[at] <= 0:
                continue
            head = g.to[at]
            new = base + cost[at] + w.height[head]
            if new >= found:
                continue
            if w.seen[head] != stamp:
                w.seen[head] = stamp
                w.touched[touched] = head
                touched += 1
            elif new >= w.near[head]:
                continue
            w.near[head] = new
            if head == g.sink:
                found = new
            elif new == key:
                w.stack[waiting] = head
                waiting += 1
            else:
                size = push(w, size, new, head)
        if found == key:
            break
    for at in range(touched):
        node = w.touched[at]
        if w.near[node] < found:
            w.height[node] += found - w.near[node]
    return found


@njit()
def fill_paths(g: Graph, w: Work, cost: Longs, left: Longs, stamp: np.int32) -> np.int64:
    """Send along paths of the present length until a search in depth finds no more; returns what was sent."""
    sent = np.int64(0)
    depth = 0
    node = g.source
    w.mark[node] = stamp
    w.current[node] = g.first[node]
    while True:
        if node == g.sink:
            least = FAR
            for at in range(depth):
                least = min(least, left[w.stack[at]])
            cut = 0
            for at in range(depth - 1, -1, -1):
                arc = w.stack[at]
                left[arc] -= least
                left[g.mate[arc]] += least
                if left[arc] == 0:
                    cut = at
            for at in range(cut, depth):
                w.mark[g.to[w.stack[at]]] = 0
            sent += least
            depth = cut
            node = g.to[g.mate[w.stack[cut]]]
            continue
        step = -1
        at = w.current[node]
        last = g.first[node + 1]
        while at < last:
            if left[at] > 0:
                head = g.to[at]
                if w.height[node] == cost[at] + w.height[head] and w.mark[head] != stamp:
                    step = at
                    break
            at += 1
        w.current[node] = at
        if step >= 0:
            w.stack[depth] = step
            depth += 1
            node = g.to[step]
            w.mark[node] = stamp
            w.current[node] = g.first[node]
        elif depth == 0:
            return sent
        else:
            depth -= 1  # A dead end: it keeps its mark, so that nobody tries it again in this search.
            node = g.to[g.mate[w.stack[depth]]]


@njit()
def successive_paths(g: Graph, w: Work, cost: Longs, left: Longs, horizon: int, lengths: Longs, flows: Longs) -> int:
    """Fill the network in the order of path length, up to `horizon` minutes.

    `left` is the room of residual arcs (changed). Writes length and flow of each rise; returns their number, or -1 if
    there is no room to write more. Heights afterwards prove the value at the horizon.
    """
    w.seen[:] = 0
    w.mark[:] = 0
    measure_heights(g, w, cost=cost, left=left)
    count = 0
    stamp = np.int32(0)
    while w.height[g.source] < horizon:
        stamp += np.int32(1)
        sent = fill_paths(g, w, cost=cost, left=left, stamp=stamp)
        if sent > 0:
            length = w.height[g.source]
            if count > 0 and lengths[count - 1] == length:
                flows[count - 1] += sent
            else:
                if count == len(lengths):
                    return -1
                lengths[count] = length
                flows[count] = sent
                count += 1
        raise_heights(g, w, cost=cost, left=left, room=horizon - w.height[g.source], stamp=stamp)
    return count


@njit()
def path_flows(g: Graph, w: Work, left: Longs, path_first: Places, path_arc: Places, path_rate: Longs) -> int:
    """Take the flow (room of the reverse arcs, changed) apart into paths; returns how many, -1 if room is short.

    A flow of least time has no cycle, so every walk from the source along arcs with flow ends at the sink.
    """
    for node in range(len(w.current)):
        w.current[node] = g.first[node]
    count = 0
    used = 0
    path_first[0] = 0
    while True:
        node = g.source
        start = used
        least = FAR
        while node != g.sink:
            at = w.current[node]
            last = g.first[node + 1]
            while at < last and (g.owner[at] < 0 or left[g.mate[at]] <= 0):
                at += 1
            w.current[node] = at
            if at == last:
                return count
            if used == len(path_arc):
                return -1
            path_arc[used] = at
            used += 1
            least = min(least, left[g.mate[at]])
            node = g.to[at]
        if count + 1 == len(path_first):
            return -1
        for at in range(start, used):
            left[g.mate[path_arc[at]]] -= least
            path_arc[at] = g.owner[path_arc[at]]
        path_rate[count] = least
        count += 1
        path_first[count] = used
