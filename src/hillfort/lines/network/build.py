"""The network of a theatre, laid from its maps and from what is said about its lines."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from hillfort.foundation.addresses import Address, printed
from hillfort.foundation.evidence import Evidence
from hillfort.lines.network.curation import LAND, RAIL_1435, RAIL_1520, ROAD, Curation, Gate, Transfer
from hillfort.lines.network.everywhere import PRICED
from hillfort.lines.network.maps import LandCells, inside, web_of
from hillfort.lines.network.network import OPEN_WATER, Group, LineNetwork, Link, Node, class_rate
from hillfort.lines.network.webs import GATE, HUB, THIRD, Web, nearest_edge, put, simplify, worst_class
from hillfort.theatre.geodesy import bearing_deg, distance_km
from hillfort.theatre.theatre import Theatre

WATER_WINDING = 1.03
"""A lane is that much longer than the great circle between two sea areas."""
GATE_WITHIN_KM = 6.0
"""A gate farther than this from any line of its layer counts nothing."""
THIRD_SHARE = 0.34
"""A link with more than this share of its length in a third state runs through it,
as does one that ends there twice."""
COMPASS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
BRIDGES = ("local_bridge_class", "main_bridge_class", "dual_bridge_class")


def build(theatre: Theatre, curation: Curation) -> LineNetwork:
    """The multimodal network of a theatre, nothing closed.

    Parameters
    ----------
    theatre : Theatre
        Its maps, in the state of their date; what opens later is switched by the curation's elements.
    curation : Curation
        Hubs, gates, ports, sea areas, airfields, values and what opens when.

    Assumes
    -------
    Hubs are served by the nearest line; junctions within the extent's merging distance act as one; a road is as wide
    as the worst stretch of its class.
    """
    return _Builder(theatre, curation).network()


class _Builder:
    """Collects nodes, links, columns and groups."""

    def __init__(self, theatre: Theatre, curation: Curation) -> None:
        self.theatre, self.said = theatre, curation
        self.ground = LandCells(theatre)
        self.nodes: list[Node] = []
        self.links: list[Link] = []
        self.columns: dict[str, Evidence] = dict(curation.values)
        self.addresses = {name: printed(("lines", "values", name)) for name in curation.values}
        self.columns[OPEN_WATER] = Evidence.fixed(100_000.0, "vehicles/day")
        for name in PRICED:
            self._column(name, curation.assumptions[name], "", ("assumptions", name))
        self.index: dict[tuple[str, str], int] = {}
        self.kinds: dict[str, str] = {}
        self.spots: dict[str, set[int]] = {}
        self.places: dict[str, set[str]] = {}
        self.notes: list[str] = []
        self.spots_of_hubs = (
            np.array([hub.lat for hub in curation.hubs.values()]),
            np.array([hub.lon for hub in curation.hubs.values()]),
        )

    def network(self) -> LineNetwork:
        for layer in LAND:
            self._land(layer)
        self._extra_links()
        self._upgrades()
        self._railheads()
        self._transloads()
        self._sea()
        self._ports()
        self._air()
        return LineNetwork(
            self.theatre.name,
            self.said.title,
            tuple(self.nodes),
            tuple(self.links),
            self.columns,
            self._groups(),
            self.said,
            tuple(self.notes),
            self.index,
            self.theatre.lands,
            self.addresses,
        )

    # --- nodes, columns and groups

    def _node(self, name: str, layer: str, lat: float, lon: float, state: str = "") -> int:
        near = "" if name else self._near(lat, lon)
        self.nodes.append(Node(name, layer, lat, lon, state, near))
        number = len(self.nodes) - 1
        if name:
            self.index[name, layer] = number
        return number

    def _find(self, name: str, layer: str) -> int:
        return self.index.get((name, layer), -1)

    def _hub(self, name: str, layer: str) -> int:
        """The hub's node on a layer, made where there is none."""
        hub = self.said.hubs[name]
        found = self._find(name, layer)
        return (
            found if found >= 0 else self._node(name, layer, hub.lat, hub.lon, self.ground.states(hub.lat, hub.lon)[0])
        )

    def _column(self, name: str, evidence: Evidence | None, default: str, at: Address) -> str:
        """The column of a number that stands at an address below `lines`,
        or the one that is meant where it is not given."""
        if evidence is None:
            return default
        self.columns[name], self.addresses[name] = evidence, printed(("lines", *at))
        return name

    def _group(
        self, name: str, kind: str, *, places: tuple[str, ...] = (), at: tuple[tuple[float, float], ...] = ()
    ) -> str:
        self.kinds.setdefault(name, kind)
        self.places.setdefault(name, set()).update(places)
        cells = {self.ground.cell(*point) for point in at} - {-1}
        self.spots.setdefault(name, set()).update(cells)
        return name

    def _kind(self, name: str) -> str:
        """What a group is that others belong to, as the file says; a gate can be such a group too."""
        return self.said.gates[name].kind if name in self.said.gates else self.said.groups[name]

    def _groups(self) -> dict[str, Group]:
        members: dict[str, list[int]] = {name: [] for name in self.kinds}
        for number, link in enumerate(self.links):
            for name in dict.fromkeys(link.groups):
                members[name].append(number)
        self.notes += [f"'{name}' is a group without links." for name, links in members.items() if not links]
        without = [name for name in self.said.conditions if not members.get(name)]
        self.notes += [f"the condition of '{name}' changes nothing: no link belongs to it." for name in without]
        return {
            name: Group(
                name,
                kind,
                tuple(members[name]),
                tuple(sorted(self.places[name])),
                tuple(sorted(self.spots[name])),
                self._sites(kind, members[name]),
                self.said.gates[name].map_name if name in self.said.gates else "",
            )
            for name, kind in self.kinds.items()
            if members[name]
        }

    def _sites(self, kind: str, links: list[int]) -> int:
        """How many separate points a group has, those not counted that are not built yet."""
        there = sum(not self.links[number].element for number in links)
        return max(there, 1) if kind in ("corridor", "crossing", "bridge", "border", "line") else 1

    # --- land

    def _land(self, layer: str) -> None:
        web = web_of(self.theatre, layer, extent=self.said.extent, ground=self.ground)
        for barred, (lat, lon) in self.said.barred:
            if barred == layer:
                self._bar(web, lat, lon)
        self._put_hubs(web, layer)
        for gate in self.said.gates.values():
            if gate.layer == layer:
                self._put_gate(web, gate)
        web = _with_hubs(simplify(web, merge_km=self._merging(web)))
        numbers = [
            self._node(name.split("\t")[0] if kept == HUB else "", layer, lat, lon, state)
            for name, kept, lat, lon, state in zip(web.name, web.kept, web.lat, web.lon, web.state, strict=True)
        ]
        at_gate = self._gate_edges(web)
        self._lonely(web, layer)
        for edge in web.live():
            self._land_link(web, edge, layer=layer, numbers=numbers, gates=at_gate.get(edge, []))

    def _bar(self, web: Web, lat: float, lon: float) -> None:
        edge, _, away = nearest_edge(web, lat, lon)
        if edge < 0 or away > GATE_WITHIN_KM:
            self.notes.append(f"no line to bar at {lat:.2f}N {lon:.2f}E.")
            return
        web.drop(edge)

    def _put_hubs(self, web: Web, layer: str) -> None:
        for hub in self.said.hubs.values():
            if layer not in hub.layers:
                continue
            node, away = put(web, hub.lat, hub.lon, name=hub.name, how=HUB)
            if node >= 0 and hub.name in self.theatre.places:
                web.state[node] = self.theatre.places[hub.name].country
            if node < 0 or away > hub.within_km:
                self.notes.append(f"{hub.name} is {away:.1f} km from the nearest {layer} line.")

    def _lonely(self, web: Web, layer: str) -> None:
        """Say which hubs no line of the layer reaches."""
        for node, kept in enumerate(web.kept):
            named = any(web.name[node] in line.between and line.layer == layer for line in self.said.links)
            if kept == HUB and not web.near[node] and not named:
                self.notes.append(f"{web.name[node]} is on no {layer} line.")

    def _put_gate(self, web: Web, gate: Gate) -> None:
        def fits(edge: int) -> bool:
            return worst_class(web.km[edge]) in gate.road_class and web.length(edge) > 0.0

        for number, (lat, lon) in enumerate(gate.at):
            node, away = put(
                web, lat, lon, name=f"{gate.name}\t{number}", how=GATE, only=fits if gate.layer == ROAD else None
            )
            if node < 0 or away > GATE_WITHIN_KM:
                self.notes.append(f"gate {gate.name} is {away:.1f} km from the nearest {gate.layer} line.")

    def _merging(self, web: Web) -> Callable[[int], float]:
        extent = self.said.extent
        detailed = inside(extent.detail, np.array(web.lat), np.array(web.lon)) if web.lat else np.zeros(0, dtype=bool)
        return lambda node: extent.merge_detail_km if detailed[node] else extent.merge_outside_km

    def _gate_edges(self, web: Web) -> dict[int, list[Gate]]:
        """The edge that stands for each gate: one of the two at its node, that over the border if one is.

        Not one that stands for another gate already, if that can be helped.
        """
        found: dict[int, list[Gate]] = {}
        for node, kept in enumerate(web.kept):
            if kept != GATE:
                continue
            edges = sorted(
                web.near[node], key=lambda edge: (edge in found, not _over_border(web, edge), web.length(edge))
            )
            gate = self.said.gates[web.name[node].split("\t")[0]]
            if edges:
                found.setdefault(edges[0], []).append(gate)
            else:
                self.notes.append(f"gate {gate.name} lies on a dead end.")
        return found

    def _land_link(self, web: Web, edge: int, *, layer: str, numbers: list[int], gates: list[Gate]) -> None:
        first, last = (numbers[end] for end in web.ends[edge])
        km = web.km[edge]
        worst = worst_class(km)
        groups: list[str] = []
        rate, bridge = class_rate(layer, worst), BRIDGES[worst - 1] if layer == ROAD else ""
        rates_with: list[tuple[str, str]] = []
        for gate in gates:
            groups += self._gate_groups(gate)
            rate = self._column(f"{gate.name}: capacity", gate.rate, rate, ("gates", gate.name, "rate"))
            bridge = self._column(f"{gate.name}: bridge class", gate.bridge, bridge, ("gates", gate.name, "bridge"))
            for key, element in self.said.elements.items():
                if gate.name in element.gates:
                    at = ("elements", key, "gates", gate.name)
                    name = self._column(f"{gate.name}: capacity with {key}", element.gates[gate.name], "", at)
                    rates_with.append((key, name))
        groups += self._border(first, last, layer)
        abroad = {self.nodes[first].state, self.nodes[last].state} <= set(self.said.extent.third_states)
        third = abroad or km[THIRD] > THIRD_SHARE * max(sum(km[:THIRD]), 1e-9)
        name = " and ".join(gate.name for gate in gates) or self._line_name(first, last, layer)
        self.links.append(
            Link(
                name,
                first,
                last,
                layer,
                (km[0], km[1], km[2]),
                rate,
                bridge=bridge,
                groups=tuple(groups),
                third=third,
                rates_with=tuple(rates_with),
            )
        )

    def _gate_groups(self, gate: Gate) -> list[str]:
        own = self._group(gate.name, gate.kind, places=gate.places, at=gate.at)
        return [own, *(self._group(name, self._kind(name)) for name in gate.groups)]

    def _border(self, first: int, last: int, layer: str) -> list[str]:
        """The group of all lines of a kind over a border, for links that cross one."""
        one, two = sorted((self.nodes[first].state, self.nodes[last].state))
        if not one or one == two or {one, two} & set(self.said.extent.third_states):
            return []
        return [self._group(f"Border {one}-{two}, {'roads' if layer == ROAD else 'railways'}", "border")]

    def _line_name(self, first: int, last: int, layer: str) -> str:
        ends = [self.nodes[end].name or self.nodes[end].near for end in (first, last)]
        return f"{'Road' if layer == ROAD else 'Railway'} {' - '.join(ends)}"

    def _near(self, lat: float, lon: float) -> str:
        """How far a point lies from the nearest hub, and in which direction."""
        away = distance_km(lat, lon, *self.spots_of_hubs)
        best = int(away.argmin())
        hub = list(self.said.hubs.values())[best]
        side = COMPASS[int((float(bearing_deg(hub.lat, hub.lon, lat, lon)) + 22.5) // 45.0) % 8]
        return f"{away[best]:.0f} km {side} of {hub.name}"

    def _extra_links(self) -> None:
        for line in self.said.links:
            name = self._group(line.name, "line")
            ends = [self._hub(hub, line.layer) for hub in line.between]
            straight = [self._km(a, b) for a, b in itertools.pairwise(ends)]
            groups = (name, *(self._group(each, self._kind(each)) for each in line.groups))
            for a, b, part in zip(ends[:-1], ends[1:], straight, strict=True):
                km = [0.0, 0.0, 0.0]
                km[line.tracks - 1] = max(line.km * part / max(sum(straight), 1e-9), part)
                rate = class_rate(line.layer, line.tracks)
                bridge = BRIDGES[line.tracks - 1] if line.layer == ROAD else ""
                self.links.append(
                    Link(
                        line.name,
                        a,
                        b,
                        line.layer,
                        (km[0], km[1], km[2]),
                        rate,
                        bridge=bridge,
                        groups=groups,
                        element=line.element,
                    )
                )

    def _km(self, a: int, b: int) -> float:
        one, two = self.nodes[a], self.nodes[b]
        return float(distance_km(one.lat, one.lon, two.lat, two.lon))

    def _upgrades(self) -> None:
        """Roads between hubs that become dual carriageways, found along the shortest way."""
        for key, element in self.said.elements.items():
            for one, two in zip(element.dual[:-1], element.dual[1:], strict=True):
                for number in self._way(self._find(one, ROAD), self._find(two, ROAD)):
                    self.links[number] = replace(self.links[number], upgrade=key)

    def _way(self, first: int, last: int) -> list[int]:
        """Road links of the shortest way on main roads or better."""
        import heapq

        near: dict[int, list[tuple[int, int]]] = {}
        for number, link in enumerate(self.links):
            if link.mode == ROAD and not link.third and link.rate != "local_road_vehicles":
                near.setdefault(link.start, []).append((link.end, number))
                near.setdefault(link.end, []).append((link.start, number))
        best, before = {first: 0.0}, {first: (-1, -1)}
        queue = [(0.0, first)]
        while queue:
            way, node = heapq.heappop(queue)
            if node == last:
                break
            for there, number in near.get(node, []):
                onward = way + self.links[number].length
                if onward < best.get(there, float("inf")):
                    best[there], before[there] = onward, (node, number)
                    heapq.heappush(queue, (onward, there))
        found = []
        while last in before and before[last][1] >= 0:
            last, number = before[last]
            found.append(number)
        return found

    # --- changing between modes

    def _railheads(self) -> None:
        for name, each in self.said.railheads.items():
            layer = f"rail-{each.gauge}"
            road, rail = self._find(each.at, ROAD), self._find(each.at, layer)
            if road < 0 or rail < 0:
                self.notes.append(f"railhead {name} has no road or no {layer} line.")
                continue
            group = self._group(f"Railhead {name}", "railhead", places=self._place(each.at))
            self._transfer(f"Railhead {name}", "ramp", (road, rail), each, group, ("railheads", name))

    def _transloads(self) -> None:
        for name, each in self.said.transloads.items():
            standard = self._find(each.at, RAIL_1435)
            broad = self._find(each.broad_at or each.at, RAIL_1520)
            if standard < 0 or broad < 0:
                self.notes.append(f"transload {name} has not both gauges.")
                continue
            group = self._group(f"Transload {name}", "transload", places=self._place(each.at))
            self._transfer(f"Transload {name}", "transload", (standard, broad), each, group, ("transloads", name))

    def _transfer(self, name: str, mode: str, ends: tuple[int, int], each: Transfer, group: str, at: Address) -> None:
        first, last = ends
        rate = self._column(f"{name}: capacity", each.rate, f"{mode}_trains", (*at, "rate"))
        hours = self._column(f"{name}: hours", each.hours, f"{mode}_hours", (*at, "hours"))
        self.links.append(
            Link(
                name,
                first,
                last,
                mode,
                (0.0, 0.0, 0.0),
                rate,
                hours,
                hours,
                groups=(group,),
                opened=each.opened,
                element=each.element,
            )
        )

    def _place(self, name: str) -> tuple[str, ...]:
        return (name,) if name in self.theatre.places else ()

    # --- sea and air

    def _sea(self) -> None:
        for name, (lat, lon) in self.said.sea.items():
            self._node(name, "sea", lat, lon)
        for number, lane in enumerate(self.said.lanes):
            first, last = (self._find(end, "sea") for end in lane.between)
            name = f"{lane.between[0]}-{lane.between[1]}"
            groups = tuple(self._group(each, self._kind(each), places=lane.places) for each in lane.groups)
            km = lane.km or self._km(first, last) * WATER_WINDING
            rate = self._column(f"Lane {name}: capacity", lane.rate, OPEN_WATER, ("lanes", number, "rate"))
            self.links.append(Link(name, first, last, "sea", (0.0, km, 0.0), rate, groups=groups))

    def _ports(self) -> None:
        for port in self.said.ports.values():
            quay = self._node(port.name, "port", port.lat, port.lon, self.ground.states(port.lat, port.lon)[0])
            group = self._group(f"Port {port.name}", "port", places=self._place(port.name), at=((port.lat, port.lon),))
            rate = self._column(f"Port {port.name}: capacity", port.rate, "", ("ports", port.name, "rate"))
            out = self._column(f"Port {port.name}: hours", port.hours, "load_hours", ("ports", port.name, "hours"))
            back = self._column(
                f"Port {port.name}: hours", port.hours, "discharge_hours", ("ports", port.name, "hours")
            )
            land = self._find(port.hub, ROAD)
            if land < 0:
                self.notes.append(f"port {port.name} has no road.")
                continue
            self.links.append(
                Link(f"Port {port.name}", land, quay, "port", (0.0, 0.0, 0.0), rate, out, back, groups=(group,))
            )
            sea = self._find(port.sea, "sea")
            km = max(self._km(quay, sea) * WATER_WINDING, 1.0)
            self.links.append(
                Link(f"{port.name}-{port.sea}", quay, sea, "sea", (0.0, km, 0.0), OPEN_WATER, groups=(group,))
            )

    def _air(self) -> None:
        if self.said.airlift is None:
            return
        spots = [(each.lat, each.lon) for each in self.said.airfields.values()]
        lat, lon = (sum(each[n] for each in spots) / max(len(spots), 1) for n in (0, 1))
        pool = self._node("Airlift", "airlift", lat, lon)
        loaded = self._node("Airlift, loaded", "airlift", lat, lon)
        self._column("Airlift: capacity", self.said.airlift, "", ("airlift", "rate"))
        group = self._group("Airlift", "airlift")
        self.links.append(
            Link(
                "Airlift",
                pool,
                loaded,
                "airlift",
                (0.0, 0.0, 0.0),
                "Airlift: capacity",
                "airlift_hours",
                groups=(group,),
                both=False,
            )
        )
        for field in self.said.airfields.values():
            apron = self._node(
                field.name, "airfield", field.lat, field.lon, self.ground.states(field.lat, field.lon)[0]
            )
            own = self._group(
                f"Airfield {field.name}", "airfield", places=self._place(field.name), at=((field.lat, field.lon),)
            )
            rate = self._column(f"Airfield {field.name}: capacity", field.rate, "", ("airfields", field.name, "rate"))
            road = self._find(field.hub, ROAD)
            self.links.append(
                Link(
                    f"Air to {field.name}",
                    loaded,
                    apron,
                    "airfield",
                    (0.0, 50.0, 0.0),
                    OPEN_WATER,
                    groups=(own,),
                    both=False,
                )
            )
            if road < 0:
                self.notes.append(f"airfield {field.name} has no road.")
                continue
            km = self._km(apron, road) * 1.3
            self.links.append(
                Link(
                    f"Airfield {field.name}", apron, road, "airfield", (0.0, 0.0, 0.0), rate, groups=(own,), both=False
                )
                if km < 1.0
                else self._apron_road(field.name, apron, road, rate, own, km)
            )

    def _apron_road(self, name: str, apron: int, road: int, rate: str, group: str, km: float) -> Link:
        return Link(f"Airfield {name}", apron, road, ROAD, (0.0, km, 0.0), rate, groups=(group,), both=False)


def _with_hubs(web: Web) -> Web:
    """Without pieces that hold no hub: nothing can start, end or change there."""
    seen: set[int] = set()
    stack = [node for node, kept in enumerate(web.kept) if kept == HUB]
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        seen.add(node)
        stack += [web.other(edge, node) for edge in web.near[node]]
    for edge in web.live():
        if web.ends[edge][0] not in seen:
            web.drop(edge)
    return web


def _over_border(web: Web, edge: int) -> bool:
    first, last = web.ends[edge]
    return bool(web.state[first]) and bool(web.state[last]) and web.state[first] != web.state[last]
