"""Kernels: battalions find their way one after the other over links that close and open again."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hillfort.foundation.jit import njit

NEVER = 1e15
MOST_TURNS = 16
Places = NDArray[np.int64]
"""Numbers of nodes or arcs."""
Minutes = NDArray[np.float64]
Marks = NDArray[np.uint8]
"""1 for yes."""


class AtlasArcs(NamedTuple):
    """Arcs leaving a node are those of `arc_of` from `first[node]` to `first[node + 1]`."""

    first: Places
    arc_of: Places
    leaves: Places
    head: Places
    transit: Minutes
    rate: NDArray[np.float64]
    sink: Marks


class Packets(NamedTuple):
    """What moves, in order: where it starts, from which minute, and how many vehicles it has."""

    node_of: Places
    release: Minutes
    vehicles: NDArray[np.float64]


class Closures(NamedTuple):
    """Of each arc: how many closures, and from which minute to which."""

    number: Places
    closes: Minutes
    opens: Minutes


class ConvoyRoom(NamedTuple):
    """Room for one search: by arc, by node, and for the heap."""

    free: Minutes
    lead: Minutes
    tail: Minutes
    came: Places
    done: Marks
    heap_key: Minutes
    heap_node: Places


@njit(inline=True)
def open_from(minute: float, passage: float, arc: int, count: Places, closes: Minutes, opens: Minutes) -> float:
    """First minute at or after `minute` from which a passage of so many minutes meets no closure of the arc."""
    for _ in range(MOST_TURNS):
        moved = False
        for each in range(count[arc]):
            if minute < opens[arc, each] and minute + passage > closes[arc, each]:
                minute = opens[arc, each]
                moved = True
        if not moved:
            break
    return minute


@njit()
def convoys(
    graph: AtlasArcs, packets: Packets, windows: Closures, until: float, room: ConvoyRoom, out_close: Minutes
) -> None:
    """Closing minute of each packet, in their order; NEVER where it does not arrive.

    A packet takes the way on which its last vehicle arrives first. It occupies an arc for as long as it takes to pass;
    the next follows when it is through. Ways are chosen with knowledge of the closures.
    """
    first, arc_of, leaves, head = graph.first, graph.arc_of, graph.leaves, graph.head
    transit, rate, sink = graph.transit, graph.rate, graph.sink
    node_of, release, vehicles = packets.node_of, packets.release, packets.vehicles
    count, closes, opens = windows.number, windows.closes, windows.opens
    free, lead, tail, came, done = room.free, room.lead, room.tail, room.came, room.done
    heap_key, heap_node = room.heap_key, room.heap_node
    free[:] = 0.0
    nodes = len(first) - 1
    for packet in range(len(node_of)):
        for node in range(nodes):
            lead[node], tail[node], came[node], done[node] = NEVER, NEVER, -1, 0
        start = node_of[packet]
        lead[start] = tail[start] = release[packet]
        heap_key[0], heap_node[0], size = release[packet], start, 1
        end = -1
        while size > 0:
            key, node = heap_key[0], heap_node[0]
            size -= 1
            last_key, last_node = heap_key[size], heap_node[size]
            place = 0
            while True:
                child = 2 * place + 1
                if child >= size:
                    break
                if child + 1 < size and heap_key[child + 1] < heap_key[child]:
                    child += 1
                if heap_key[child] >= last_key:
                    break
                heap_key[place], heap_node[place] = heap_key[child], heap_node[child]
                place = child
            heap_key[place], heap_node[place] = last_key, last_node
            if done[node]:
                continue
            done[node] = 1
            if key >= until:
                break
            if sink[node]:
                end = node
                break
            for at in range(first[node], first[node + 1]):
                arc = arc_of[at]
                there = head[arc]
                if done[there]:
                    continue
                passage = vehicles[packet] * 1440.0 / rate[arc]
                entry = open_from(
                    minute=max(lead[node], free[arc]), passage=passage, arc=arc, count=count, closes=closes, opens=opens
                )
                arrives = max(tail[node], entry + passage) + transit[arc]
                if arrives < tail[there] and arrives < until and size < len(heap_key):
                    tail[there], lead[there], came[there] = arrives, entry + transit[arc], arc
                    place = size
                    size += 1
                    while place > 0 and heap_key[(place - 1) // 2] > arrives:
                        heap_key[place], heap_node[place] = heap_key[(place - 1) // 2], heap_node[(place - 1) // 2]
                        place = (place - 1) // 2
                    heap_key[place], heap_node[place] = arrives, there
        if end < 0:
            out_close[packet] = NEVER
            continue
        out_close[packet] = tail[end]
        node = end
        while node != start:
            arc = came[node]
            passage = vehicles[packet] * 1440.0 / rate[arc]
            free[arc] = max(free[arc], lead[node] - transit[arc] + passage)
            node = leaves[arc]


@njit()
def reached(graph: AtlasArcs, starts: Places, windows: Closures, minute: float, room: Places, seen: Marks) -> bool:
    """Whether any destination can be reached from any start over what is open at a minute."""
    first, arc_of, head, sink = graph.first, graph.arc_of, graph.head, graph.sink
    count, closes, opens = windows.number, windows.closes, windows.opens
    stack = room
    seen[:] = 0
    size = 0
    for start in starts:
        if not seen[start]:
            seen[start] = 1
            stack[size] = start
            size += 1
    while size > 0:
        size -= 1
        node = stack[size]
        if sink[node]:
            return True
        for at in range(first[node], first[node + 1]):
            arc = arc_of[at]
            there = head[arc]
            if seen[there]:
                continue
            shut = False
            for each in range(count[arc]):
                if closes[arc, each] <= minute < opens[arc, each]:
                    shut = True
            if not shut:
                seen[there] = 1
                stack[size] = there
                size += 1
    return False
