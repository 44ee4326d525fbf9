"""Checks of a network: known distances, crossings and cuts, and that everything hangs together; a gap is a failure."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from hillfort.foundation.evidence import Evidence, problems_of
from hillfort.lines.network.curation import RAIL_1435, RAIL_1520, ROAD, KnownCrossings, KnownCut, KnownDistance
from hillfort.lines.network.network import LineNetwork, Link

SURFACE = (ROAD, RAIL_1435, RAIL_1520, "ramp", "transload", "port", "sea")
"""Modes by which vehicles come without flying."""


@dataclass(frozen=True, slots=True)
class NetworkCheck:
    """One thing that has to be true of a network."""

    name: str
    kind: str
    """distance, crossings, cut, connected, gauge, group, values or laid."""
    ok: bool
    found: str
    wanted: str
    source: str = ""


def check(network: LineNetwork) -> list[NetworkCheck]:
    """Everything that can be checked about a network, failures among it, nothing closed and nothing opened by hand.

    Parameters
    ----------
    network : Network
        As built. Elements that open on a day are left out: what is checked is what is always there.

    Sources
    -------
    Known distances, crossings and cuts are in the theatre's file, each with its source.

    Examples
    --------
    >>> from hillfort.files.lines.read import network
    >>> from hillfort.files.theatre.artefact import load_theatre
    >>> [each.name for each in check(network(load_theatre("marrow"))) if not each.ok]
    []
    """
    said = network.curation
    found = [_distance(network, each) for each in said.distances]
    found += [_crossings(network, each) for each in said.crossings]
    for cut in said.cuts:
        found += _cut(network, cut)
    found += [*_connected(network), *_gauges(network), *_group_checks(network), _values(network), _laid(network)]
    return found


def shortest_km(
    network: LineNetwork, first: Iterable[int], last: Iterable[int], *, only: Callable[[Link], bool]
) -> float:
    """Kilometres of the shortest way between two sets of nodes over the links that fit; inf where there is none.

    Assumes
    -------
    Links are used both ways, and handling has no length.

    >>> from hillfort.files.lines.read import network
    >>> from hillfort.files.theatre.artefact import load_theatre
    >>> marrow = network(load_theatre("marrow"))
    >>> round(shortest_km(marrow, [0], [0], only=lambda link: True))
    0
    """
    near: dict[int, list[tuple[int, float]]] = {}
    for link in network.links:
        if only(link):
            near.setdefault(link.start, []).append((link.end, link.length))
            near.setdefault(link.end, []).append((link.start, link.length))
    goals = set(last)
    best = dict.fromkeys(first, 0.0)
    queue = [(0.0, node) for node in best]
    heapq.heapify(queue)
    while queue:
        way, node = heapq.heappop(queue)
        if node in goals:
            return way
        if way > best[node]:
            continue
        for there, km in near.get(node, ()):
            if way + km < best.get(there, float("inf")):
                best[there] = way + km
                heapq.heappush(queue, (way + km, there))
    return float("inf")


def _usual(link: Link) -> bool:
    """There without anything opening, and outside third states."""
    return not link.third and not link.element


def _nodes(network: LineNetwork, name: str, layers: Sequence[str]) -> list[int]:
    wanted = ["port" if layer == "sea" else layer for layer in layers]
    found = [network.node(name, layer) for layer in wanted]
    return [node for node in found if node >= 0]


def _distance(network: LineNetwork, known: KnownDistance) -> NetworkCheck:
    first, last = (_nodes(network, end, [known.layer]) for end in known.between)
    km = shortest_km(network, first, last, only=lambda link: link.mode == known.layer and _usual(link))
    name = f"{known.layer} {known.between[0]}-{known.between[1]}"
    ok = known.low <= km <= known.high
    return NetworkCheck(name, "distance", ok, f"{km:.0f} km", f"{known.low:.0f} to {known.high:.0f} km", known.source)


def _crossings(network: LineNetwork, known: KnownCrossings) -> NetworkCheck:
    pair = set(known.between)
    across = [
        link
        for link in network.links
        if link.mode == known.layer
        and _usual(link)
        and {network.nodes[end].state for end in (link.start, link.end)} == pair
    ]
    classes = {"local": 0, "main": 0, "dual": 0}
    for link in across:
        worst = next(number for number, km in enumerate([*link.km, 1.0], 1) if km > 0.0)
        classes[("local", "main", "dual", "dual")[worst - 1]] += 1
    at_least_main = classes["main"] + classes["dual"]
    ok = known.least <= len(across) <= known.most
    if "main" in known.classes:
        ok = ok and at_least_main == known.classes["main"]
    if "local" in known.classes:
        ok = ok and classes["local"] == known.classes["local"]
    shown = f"{len(across)}" + (f" ({at_least_main} main, {classes['local']} local)" if known.layer == ROAD else "")
    name = f"{known.layer} crossings {known.between[0]}-{known.between[1]}"
    return NetworkCheck(name, "crossings", ok, shown, f"{known.least} to {known.most}", known.source)


def _cut(network: LineNetwork, known: KnownCut) -> list[NetworkCheck]:
    """That the groups separate two hubs, and that no single narrower group among them is idle."""
    missing = [name for name in known.groups if name not in network.groups]
    name = (
        f"losing {' and '.join(known.groups)} cuts {known.between[0]} from {known.between[1]} "
        f"({', '.join(known.layers)})"
    )
    if missing:
        return [NetworkCheck(name, "cut", False, f"no group {', '.join(missing)}", "groups of the network")]
    lost = {link for group in known.groups for link in network.groups[group].links}
    first, last = (_nodes(network, end, known.layers) for end in known.between)

    def way(but: set[int]) -> float:
        used = {id(network.links[number]) for number in but}
        return shortest_km(network, first, last, only=lambda link: _fits(link, known.layers) and id(link) not in used)

    whole, cut = way(set()), way(lost)
    ok = cut == float("inf") and whole < float("inf")
    found = "cut" if cut == float("inf") else f"still {cut:.0f} km by another way"
    if whole == float("inf"):
        found = "not joined in the first place"
    return [NetworkCheck(name, "cut", ok, found, "cut, and joined before")]


def _fits(link: Link, layers: Sequence[str]) -> bool:
    wanted = {*layers, *(("port",) if "sea" in layers else ())}
    if len(layers) > 1 and "sea" not in layers:
        wanted |= {"ramp", "transload"}
    return _usual(link) and link.mode in (wanted - {"port"} if layers == ("sea",) else wanted)


def _connected(network: LineNetwork) -> Iterable[NetworkCheck]:
    """Every hub and port reaches the destinations on the surface, outside third states."""
    marked = [hub.name for hub in network.curation.hubs.values() if hub.destination]
    goals = [node for name in marked if (node := network.node(name, ROAD)) >= 0]
    reached = _reach(network, goals, lambda link: link.mode in SURFACE and _usual(link))
    for hub in network.curation.hubs.values():
        absent = [layer for layer in hub.layers if network.node(hub.name, layer) not in reached]
        found = f"not from {', '.join(absent)}" if absent else "reached"
        yield NetworkCheck(f"{hub.name} is joined to the destinations", "connected", not absent, found, "reached")
    for port in network.curation.ports:
        ok = network.node(port, "port") in reached
        yield NetworkCheck(
            f"port {port} is joined to the destinations", "connected", ok, "reached" if ok else "not reached", "reached"
        )


def _gauges(network: LineNetwork) -> Iterable[NetworkCheck]:
    """On each gauge the hubs of the file are joined without changing; the two meet only at transloads."""
    for layer in (RAIL_1435, RAIL_1520):

        def fits(link: Link, layer: str = layer) -> bool:
            return link.mode == layer and _usual(link)

        hubs = [hub.name for hub in network.curation.hubs.values() if layer in hub.layers]
        nodes = {name: network.node(name, layer) for name in hubs if network.node(name, layer) >= 0}
        pieces = _pieces(network, list(nodes.values()), fits)
        largest = max(pieces, key=len, default=set())
        apart = [name for name, node in nodes.items() if node not in largest and not _overseas(network, node)]
        found = f"apart: {', '.join(apart)}" if apart else "one piece"
        yield NetworkCheck(f"{layer} is one piece", "gauge", not apart, found, "one piece")
    mixed = [
        link.name
        for link in network.links
        if link.mode != "transload"
        and {network.nodes[link.start].layer, network.nodes[link.end].layer} == {RAIL_1435, RAIL_1520}
    ]
    yield NetworkCheck("gauges meet at transloads only", "gauge", not mixed, ", ".join(mixed) or "so", "so")


def _overseas(network: LineNetwork, node: int) -> bool:
    """Across a sea from the destinations: not joined to them by land at all."""
    marked = [hub.name for hub in network.curation.hubs.values() if hub.destination]
    goals = [goal for name in marked if (goal := network.node(name, ROAD)) >= 0]
    land = _reach(
        network, goals, lambda link: link.mode in (ROAD, RAIL_1435, RAIL_1520, "ramp", "transload") and _usual(link)
    )
    return node not in land


def _reach(network: LineNetwork, starts: Iterable[int], only: Callable[[Link], bool]) -> set[int]:
    near: dict[int, list[int]] = {}
    for link in network.links:
        if only(link):
            near.setdefault(link.start, []).append(link.end)
            near.setdefault(link.end, []).append(link.start)
    seen = set(starts)
    stack = list(seen)
    while stack:
        for there in near.get(stack.pop(), ()):
            if there not in seen:
                seen.add(there)
                stack.append(there)
    return seen


def _pieces(network: LineNetwork, nodes: Sequence[int], only: Callable[[Link], bool]) -> list[set[int]]:
    left, pieces = set(nodes), []
    while left:
        piece = _reach(network, [min(left)], only)
        pieces.append(piece & set(nodes))
        left -= piece
    return pieces


def _group_checks(network: LineNetwork) -> Iterable[NetworkCheck]:
    """Every gate, port, railhead, transload and airfield of the file is a group with links."""
    said = network.curation
    wanted = [
        *said.gates,
        *(f"Port {name}" for name in said.ports),
        *(f"Railhead {name}" for name in said.railheads),
        *(f"Transload {name}" for name in said.transloads),
        *(f"Airfield {name}" for name in said.airfields),
    ]
    absent = [name for name in wanted if name not in network.groups]
    yield NetworkCheck(
        "every named point is a group",
        "group",
        not absent,
        f"absent: {', '.join(absent)}" if absent else "all",
        f"{len(wanted)} groups",
    )
    switched = {link.upgrade for link in network.links} | {link.element for link in network.links}
    switched |= {key for link in network.links for key, _ in link.rates_with}
    idle = [key for key in said.elements if key not in switched]
    yield NetworkCheck(
        "everything that opens changes something",
        "group",
        not idle,
        f"idle: {', '.join(idle)}" if idle else "all",
        f"{len(said.elements)} elements",
    )


def _values(network: LineNetwork) -> NetworkCheck:
    """Every number is evidence: inside its range, graded, above zero where it is a capacity or a speed."""
    wrong = [name for name, evidence in network.columns.items() if problems_of(evidence) or _not_positive(evidence)]
    used = {
        column for link in network.links for column in (link.rate, link.hours, link.hours_back, link.bridge) if column
    }
    wrong += [name for name in sorted(used) if name not in network.columns]
    found = f"wrong: {', '.join(wrong)}" if wrong else f"{len(network.columns)} values"
    return NetworkCheck("values are evidence above zero", "values", not wrong, found, "all")


def _not_positive(evidence: Evidence) -> bool:
    return evidence.unit != "h" and not evidence.low > 0.0


def _laid(network: LineNetwork) -> NetworkCheck:
    found = "; ".join(network.notes) or "all"
    return NetworkCheck("hubs and gates lie on lines", "laid", not network.notes, found, "all")
