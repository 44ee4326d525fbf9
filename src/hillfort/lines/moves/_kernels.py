"""Kernels: battalions find their way one after the other over links that close and open again."""

from __future__ import annotations

from hillfort.foundation.jit import njit

NEVER = 1e15
MOST_TURNS = 16


@njit(inline=True)
def open_from(minute, passage, arc, count, closes, opens):  # type: ignore[no-untyped-def]
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
def convoys(graph, packets, windows, until, room, out_close):  # type: ignore[no-untyped-def]
    """Closing minute of each packet, in their order; NEVER where it does not arrive.

    A packet takes the way on which its last vehicle arrives first. It occupies an arc for as long as it takes to pass;
    the next follows when it is through. Ways are chosen with knowledge of the closures.
    """
    first, arc_of, leaves, head, transit, rate, sink = graph
    node_of, release, vehicles = packets
    count, closes, opens = windows
    free, lead, tail, came, done, heap_key, heap_node = room
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
                entry = open_from(max(lead[node], free[arc]), passage, arc, count, closes, opens)
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
def reached(graph, starts, windows, minute, room, seen):  # type: ignore[no-untyped-def]
    """Whether any destination can be reached from any start over what is open at a minute."""
    first, arc_of, _leaves, head, _transit, _rate, sink = graph
    count, closes, opens = windows
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
