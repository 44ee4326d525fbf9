"""Speed of the calculations of lines of communication, beside general solvers on the same network in the same run.

The network is that of the reference scenario's theatre, every group of links open to attack; a second one has every
edge of the theatre's coarse maps as a group of its own, for growth with nodes. `python bench/lines.py` prints the
figures alone.
"""

from __future__ import annotations

import dataclasses
import statistics
import time
from collections.abc import Callable
from functools import partial

import numpy as np

from hillfort.files.lines.read import network as lines_network
from hillfort.files.scenario import read
from hillfort.lines.flow.effects import Attack, Effects
from hillfort.lines.flow.flow import FlowNetwork
from hillfort.lines.loss.arrival import arrival
from hillfort.lines.loss.compact import programme
from hillfort.lines.loss.fortification import fortify
from hillfort.lines.loss.interdiction import worst
from hillfort.lines.loss.isolation import isolate
from hillfort.lines.movers.assembly import LinesState, assemble
from hillfort.lines.movers.demand import Demand
from theatre_net import theatre_network

Figures = dict[str, float]

DAYS = 30
LOSSES = 8
DEFENCES = ((2, 2), (3, 3), (4, 3), (4, 4))
STEP_MIN = 360
HIGHS_SECONDS = 60.0


def best_of(work: Callable[[], object], repeats: int = 5) -> float:
    """Median seconds of a call, the first one not counted."""
    work()
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def reference_network(name: str) -> FlowNetwork:
    """The lines of the scenario's theatre on its day: forces without limit at its starts, every group open."""
    scenario = read.scenario(name)
    return assemble(lines_network(scenario.theatre), Demand((), {}), state=LinesState(scenario.date)).flow


def links_apart(network: FlowNetwork) -> FlowNetwork:
    """The same network with every link, both directions of it, as the one group that it belongs to."""
    ends = np.sort(np.column_stack([network.tail, network.head]), axis=1)
    _, link = np.unique(ends, axis=0, return_inverse=True)
    names = tuple(f"link {number}" for number in range(int(link.max()) + 1))
    starts = np.arange(network.n_arcs + 1)
    sources = tuple(dataclasses.replace(source, groups=()) for source in network.sources)
    return dataclasses.replace(network, group_names=names, group_start=starts, group_of=link.ravel(), sources=sources)


def expanded_value(network: FlowNetwork, days: float, step_min: int) -> float:
    """Vehicles by the day as OR-tools' maximum flow over one copy of the network per step;
    times rounded up to steps."""
    from ortools.graph.python import max_flow

    steps = int(days * 1440) // step_min
    solver = max_flow.SimpleMaxFlow()
    nodes = np.arange(network.n_nodes)
    huge = 2**40
    time_of = np.arange(steps)
    start, end = network.n_nodes * (steps + 1), network.n_nodes * (steps + 1) + 1

    def add(tail: np.ndarray, head: np.ndarray, room: np.ndarray) -> None:
        solver.add_arcs_with_capacity(
            tail.ravel().astype(np.int32), head.ravel().astype(np.int32), room.ravel().astype(np.int64)
        )

    at = nodes[:, None] * (steps + 1) + time_of
    add(at, at + 1, np.full(at.shape, huge))
    for arc in range(network.n_arcs):
        late = -(-int(network.transit_min[arc]) // step_min)
        when = time_of[: max(steps - late, 0)]
        add(
            network.tail[arc] * (steps + 1) + when,
            network.head[arc] * (steps + 1) + when + late,
            np.full(len(when), int(network.capacity_per_day[arc]) * step_min),
        )
    for source in network.sources:
        when = time_of[-(-source.release_min // step_min) :]
        rate = huge if source.rate_per_day is None else source.rate_per_day * step_min
        add(np.full(len(when), start), source.node * (steps + 1) + when, np.full(len(when), rate))
    for sink in network.sinks:
        add(sink * (steps + 1) + time_of, np.full(steps, end), np.full(steps, huge))
    solver.solve(start, end)
    return float(solver.optimal_flow()) / 1440


def highs_worst(network: FlowNetwork, k: int) -> tuple[float, float, float]:
    """Vehicles left after the worst loss of k, the bound,
    and the seconds that HiGHS takes for the compact programme."""
    import highspy
    from scipy.sparse import csr_array

    task = programme(Effects(network, DAYS * 1440, Attack()), k)
    model = highspy.HighsLp()
    matrix = csr_array(task.matrix)
    rows, columns = matrix.shape
    model.num_row_, model.num_col_ = rows, columns
    model.col_cost_, model.col_lower_, model.col_upper_ = task.cost, task.lower, task.upper
    model.row_lower_, model.row_upper_ = task.low, np.full(rows, highspy.kHighsInf)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
    model.integrality_ = [highspy.HighsVarType.kContinuous] * task.first_column + [highspy.HighsVarType.kInteger] * (
        columns - task.first_column
    )
    solver = highspy.Highs()
    solver.silent()
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("time_limit", HIGHS_SECONDS)
    solver.passModel(model)
    start = time.perf_counter()
    solver.run()
    info = solver.getInfo()
    return info.objective_function_value, info.mip_dual_bound, time.perf_counter() - start


def _losses(label: str, network: FlowNetwork, highs: tuple[int, ...]) -> Figures:
    """Each budget asked on its own, from nothing: what a user who asks for it waits for; and the whole frontier."""
    figures: Figures = {}
    for k in (1, 2, 4, 6, LOSSES):
        if k > network.n_groups:
            continue
        start = time.perf_counter()
        frontier = worst(network, by_day=DAYS, k=k)
        figures[f"{label}.worst_to_{k}_s"] = time.perf_counter() - start
        one = frontier.at(k)
        figures[f"{label}.worst_{k}_vehicles"] = one.delivered
        figures[f"{label}.worst_{k}_gap"] = max(other.gap for other in frontier.worst)
        if k in highs:
            value, bound, taken = highs_worst(network, k)
            figures |= {
                f"{label}.highs_{k}_s": taken,
                f"{label}.highs_{k}_vehicles": value,
                f"{label}.highs_{k}_gap": value - bound,
            }
    return figures


def line_figures(scenario: str = "baltic-2019") -> Figures:
    """All figures, by name; seconds unless the name says otherwise."""
    network = reference_network(scenario)
    figures: Figures = {"lines.nodes": network.n_nodes, "lines.arcs": network.n_arcs, "lines.groups": network.n_groups}
    figures["lines.arrival_s"] = best_of(lambda: arrival(network, days=DAYS))
    figures["lines.vehicles"] = arrival(network, days=DAYS).at(DAYS)
    start = time.perf_counter()
    figures["lines.expanded_6h_vehicles"] = expanded_value(network, DAYS, STEP_MIN)
    figures["lines.expanded_6h_s"] = time.perf_counter() - start
    figures["lines.isolate_s"] = best_of(lambda: isolate(network, ties=0), 3)
    worst(network, by_day=DAYS, k=1)
    figures |= _losses("lines", network, (1, 4))
    for k, q in DEFENCES:
        plan = fortify(network, by_day=DAYS, k=k, q=q)
        figures |= {f"lines.fortify_{k}_{q}_s": plan.seconds, f"lines.fortify_{k}_{q}_proved": float(plan.proved)}
    return figures | growth_figures(network)


def growth_figures(network: FlowNetwork) -> Figures:
    """The same where every single link may be lost, and how it grows with the nodes of the theatre's coarse maps."""
    figures: Figures = {}
    for edges, highs in ((links_apart(network), (4,)), (theatre_network(1), (2,)), (theatre_network(2), ())):
        label = f"lines.each_link_{edges.n_nodes}_nodes"
        figures |= {f"{label}.arcs": edges.n_arcs, f"{label}.groups": edges.n_groups}
        figures[f"{label}.arrival_s"] = best_of(partial(arrival, edges, days=DAYS))
        figures |= _losses(label, edges, highs)
        for k, q in ((2, 2), (4, 3)):
            plan = fortify(edges, by_day=DAYS, k=k, q=q, seconds=30.0)
            figures |= {
                f"{label}.fortify_{k}_{q}_s": plan.seconds,
                f"{label}.fortify_{k}_{q}_proved": float(plan.proved),
            }
    return figures


def show(figures: Figures) -> None:
    """The figures as a person reads them."""
    for key in (key for key in figures if key.startswith("lines.")):
        value = figures[key]
        told = f"{1000 * value:10.1f} ms" if key.endswith("_s") else f"{value:10,.1f}"
        print(f"{key:44s}{told}")


if __name__ == "__main__":
    show(line_figures())
