from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra, maximum_flow

from hillfort.campaign.doubt import sample
from hillfort.foundation.errors import InputError
from hillfort.lines.flow.flow import FlowNetwork, unconnected
from hillfort.lines.movers.assembly import Assembly, LinesState, assemble
from lines.laid import laid, scenario, wanted

DAY = "2019-09-15"
ALL = ("baltic-2016", "baltic-2019", "baltic-2025", "marrow")
EVERYTHING = ("Corridor", "Sea lanes of the Baltic", "Airlift")


def made(name: str = "baltic-2019", **state: object) -> Assembly:
    return assemble(laid(name), wanted(name), state=LinesState(scenario(name).date, **state))  # type: ignore[arg-type]


def rate(flow: FlowNetwork) -> int:
    """Vehicles a day that can reach the destinations, by another solver."""
    first, last = flow.n_nodes, flow.n_nodes + 1
    rows = [*flow.tail.tolist(), *([first] * len(flow.sources)), *flow.sinks]
    columns = [*flow.head.tolist(), *(source.node for source in flow.sources), *([last] * len(flow.sinks))]
    much = [10**8] * (len(flow.sources) + len(flow.sinks))
    caps = np.array([*flow.capacity_per_day.tolist(), *much], dtype=np.int64)
    graph = coo_matrix((caps, (rows, columns)), shape=(last + 1, last + 1)).tocsr().astype(np.int32)
    return int(maximum_flow(graph, first, last).flow_value)


@pytest.mark.parametrize("name", ALL)
def test_every_scenario_assembles_and_every_start_reaches_a_destination(name: str) -> None:
    flow = made(name).flow
    assert flow.sources
    assert unconnected(flow) == ()
    assert flow.n_nodes <= 2500


def test_a_scenario_without_reinforcement_asks_what_the_lines_could_carry() -> None:
    flow = made("baltic-2016").flow
    assert {source.stock for source in flow.sources} == {None}
    assert "from Bremerhaven" in {source.name for source in flow.sources}


def test_each_formation_is_a_source_with_its_vehicles_and_its_release() -> None:
    got, want = made(), wanted("baltic-2019")
    best = want.best()
    for source, mover in zip(got.flow.sources, want.movers, strict=True):
        assert source.name == mover.formation
        assert source.stock == round(want.vehicles(mover, best))
        assert source.release_min == round(60 * want.release_h(mover, best))
        assert got.node_of[source.node] == -1


def test_nothing_arrives_when_corridor_sea_and_air_are_lost() -> None:
    assert rate(made(closed=EVERYTHING).flow) == 0


def test_each_of_the_three_ways_alone_lets_something_through() -> None:
    for left in EVERYTHING:
        assert rate(made(closed=tuple(each for each in EVERYTHING if each != left)).flow) > 0


def test_nothing_goes_through_a_third_state_unless_it_is_opened() -> None:
    assert rate(made(closed=EVERYTHING, third_states=("BY", "RU")).flow) > 0
    assert rate(made(closed=EVERYTHING, third_states=("BY",)).flow) > 0


def test_losing_a_group_before_or_after_assembly_is_the_same() -> None:
    whole = made().flow
    for group in ("Corridor", "Port Klaipėda", "Daugava"):
        assert rate(whole.without([group])) == rate(made(closed=(group,)).flow)


def test_the_dual_carriageway_widens_the_land_route_only_when_both_halves_are_there() -> None:
    sea_and_air = ("Sea lanes of the Baltic", "Airlift")
    before = rate(made(closed=sea_and_air).flow)
    half = rate(made(closed=sea_and_air, switch={"a5": True}).flow)
    both = rate(made(closed=sea_and_air, switch={"a5": True, "s61": True}).flow)
    assert before == half < both
    assert both - before == pytest.approx(1500 - 600, rel=0.25)


def test_rail_baltica_is_there_from_its_day_or_by_hand() -> None:
    early = made().flow.arc_names
    late = assemble(laid("baltic-2019"), wanted("baltic-2019"), state=LinesState("2031-01-01")).flow.arc_names
    forced = made(switch={"rail-baltica": True}).flow.arc_names
    wish = "Rail Baltica Riga-Pärnu-Tallinn"
    assert wish not in early
    assert wish in late
    assert wish in forced


def test_heavy_vehicles_find_fewer_bridges() -> None:
    light, heavy = (
        made(closed=("Sea lanes of the Baltic",)),
        made(closed=("Sea lanes of the Baltic",), least_bridge_class=70),
    )
    assert rate(heavy.flow) < rate(light.flow)
    used = {link.mode for link in heavy.links(range(heavy.flow.n_arcs))}
    assert {"rail-1435", "road"} <= used


def test_arcs_lead_back_to_links_and_their_groups() -> None:
    got = made()
    names = got.flow.group_names
    for arc in range(0, got.flow.n_arcs, 37):
        number = int(got.link_of_arc[arc])
        if number < 0:
            assert got.links([arc]) == []
            continue
        link = got.network.links[number]
        assert {names[group] for group in got.flow.groups_of(arc)} == set(link.groups)
        ends = (link.start, link.end) if got.forward[arc] else (link.end, link.start)
        assert (got.node_of[got.flow.tail[arc]], got.node_of[got.flow.head[arc]]) == ends


def test_all_groups_have_names_in_the_flow_even_when_closed() -> None:
    assert set(made(closed=("Corridor",)).flow.group_names) == set(laid("baltic-2019").groups)


def test_values_change_times_and_capacities_and_nothing_else() -> None:
    got = made()
    slow = got.priced({"main_road_km": 110.0, "rail_km": 200.0})
    same = got.priced({})
    assert (same.transit_min == got.flow.transit_min).all()
    assert (same.capacity_per_day == got.flow.capacity_per_day).all()
    assert (slow.transit_min >= got.flow.transit_min).all()
    assert (slow.transit_min > got.flow.transit_min).any()
    assert (slow.tail == got.flow.tail).all()


def test_draws_of_doubt_price_the_network() -> None:
    got = made()
    block = sample(got.columns, seed=7, first_draw=0, draws=8)
    rates = [rate(got.priced(row)) for row in block]
    assert len(set(rates)) > 4
    again = sample(got.columns, seed=7, first_draw=3, draws=1)[0]
    assert rate(got.priced(again)) == rates[3]


def test_a_row_at_the_best_estimates_is_the_best_estimate() -> None:
    got = made()
    row = np.array([evidence.value for evidence in got.columns.values()])
    assert (got.priced(row).capacity_per_day == got.flow.capacity_per_day).all()
    assert got.priced(row).sources == got.flow.sources


@settings(max_examples=15, deadline=None)
@given(factor=st.floats(0.3, 3.0))
def test_more_trains_never_carry_less(factor: float) -> None:
    got = made("marrow")
    column = "vehicles_per_train"
    base = got.columns[column].value
    changed = got.priced({column: base * factor})
    rail = np.array([link >= 0 and got.network.links[link].mode == "ramp" for link in got.link_of_arc])
    before, after = got.flow.capacity_per_day[rail], changed.capacity_per_day[rail]
    assert (after >= before).all() if factor >= 1.0 else (after <= before).all()


def test_the_fastest_way_from_rostock_side_to_kaunas_takes_days_not_hours() -> None:
    """Munster to Kaunas: 1,400 km of road at 220 to 260 km a day, or by rail and sea with their handling."""
    got = made()
    source = next(each for each in got.flow.sources if each.name == "vjtf-lead")
    graph = coo_matrix(
        (got.flow.transit_min.astype(float), (got.flow.tail, got.flow.head)), shape=(got.flow.n_nodes,) * 2
    ).tocsr()
    minutes = dijkstra(graph, indices=source.node)[got.destinations["Kaunas"]]
    assert 3.0 < minutes / 1440.0 < 7.0


def test_destinations_can_be_chosen_and_unknown_ones_are_refused() -> None:
    got = assemble(laid("baltic-2019"), wanted("baltic-2019"), state=LinesState(DAY), towards=["Tallinn"])
    assert got.flow.sinks == got.towards(["Tallinn"])
    with pytest.raises(InputError, match=r"'Talin' is not a destination. Did you mean 'Tallinn'"):
        got.towards(["Talin"])
    with pytest.raises(InputError, match=r"'Talin' has no road here. Did you mean 'Tallinn'"):
        assemble(laid("baltic-2019"), wanted("baltic-2019"), state=LinesState(DAY), towards=["Talin"])


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"closed": ("Suwalki",)}, "'Suwalki' is not a group"),
        ({"switch": {"s62": True}}, "'s62' is nothing that opens"),
    ],
)
def test_unknown_groups_and_elements_are_refused(state: dict[str, object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        made(**state)


@pytest.mark.parametrize("value", [0.0, -5.0])
def test_a_capacity_that_is_not_above_zero_is_refused(value: float) -> None:
    with pytest.raises(InputError, match=r"main_road_vehicles.*is not above 0"):
        assemble(laid("marrow"), wanted("marrow"), state=LinesState(DAY), values={"main_road_vehicles": value})


def test_an_unknown_column_and_a_row_of_another_length_are_refused() -> None:
    with pytest.raises(InputError, match="is not one of the columns"):
        made("marrow").priced({"main_road_kms": 1.0})
    with pytest.raises(InputError, match="One for each column"):
        made("marrow").priced(np.ones(3))


def test_a_base_that_nothing_leads_to_is_refused() -> None:
    """On an island with no port at all."""
    network = laid("marrow")
    alone = replace(network, curation=replace(network.curation, ports={}))
    with pytest.raises(
        InputError, match=r"formations.cc-bde.base: no road, railway or port can be reached from 'Farhaven'"
    ):
        assemble(alone, wanted("marrow"), state=LinesState("2031-01-01"))


def test_unknown_starts_are_refused() -> None:
    with pytest.raises(InputError, match=r"'Aldr' has no road here. Did you mean 'Alder'"):
        assemble(laid("marrow"), wanted("marrow"), state=LinesState(DAY), starts=["Aldr"])


def test_a_base_on_an_island_without_lines_is_joined_to_ports_and_to_no_road() -> None:
    """Visby lies 110 km of sea from the nearest road, which is within the reach of a join on land."""
    want = wanted("baltic-2019")
    mover = next(each for each in want.movers if each.by_land)
    island = replace(mover, base="Visby", lat=57.64, lon=18.30)
    got = assemble(laid("baltic-2019"), replace(want, movers=(island,)), state=LinesState(DAY))
    own = np.flatnonzero(got.flow.tail == got.flow.sources[0].node)
    layers = {got.network.nodes[got.node_of[head]].layer for head in got.flow.head[own]}
    assert "port" in layers and layers <= {"port", "airlift"}
