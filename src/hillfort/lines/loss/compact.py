"""The worst loss as one mixed-integer programme: a second, independent way to the same number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint
from scipy.sparse import coo_array, csr_array

from hillfort.foundation import solver
from hillfort.lines.flow.effects import DELAYED, OUT, Effects
from hillfort.lines.flow.flow import DAY_MIN
from hillfort.lines.flow.static import UNLIMITED


@dataclass(frozen=True)
class Programme:
    """min cost x, rows: low <= matrix x, with bounds; the columns come last (`first_column`) and are whole."""

    cost: NDArray[np.float64]
    matrix: csr_array
    low: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    first_column: int


def programme(effects: Effects, budget: int, barred: frozenset[int] = frozenset()) -> Programme:
    """The dual of the flow by the horizon with one switch per column, in vehicles and days.

    Assumes
    -------
    Losses for good or delays; a group that is out for a time has no linear form (InputError is not raised: ValueError).

    Sources
    -------
    Wood (1993), deterministic network interdiction, with the horizon less the transit time as the length of an arc.
    """
    graph, table = effects.graph, effects.columns
    if (table.kind == OUT).any():
        raise ValueError("a group that is out for a time has no compact programme")
    nodes, arcs, columns = graph.sink + 1, graph.n_arcs, len(table.kind)
    horizon = effects.by_min / DAY_MIN
    owner = np.repeat(np.arange(columns), np.diff(table.column_first))
    reach = np.where(table.kind == DELAYED, table.minutes / DAY_MIN, 0.0)[owner]
    reach = np.where(table.kind[owner] == DELAYED, reach, effects.slack[table.column_arc] / DAY_MIN)
    each = np.arange(arcs)
    rows = np.concatenate([each, each, each, table.column_arc, np.full(columns, arcs)])
    where = np.concatenate(
        [nodes + each, graph.tail, graph.head, nodes + arcs + owner, nodes + arcs + np.arange(columns)]
    )
    ones = np.ones(arcs)
    entries = np.concatenate([ones, ones, -ones, reach, -table.price[table.group].astype(float)])
    matrix = coo_array((entries, (rows, where)), shape=(arcs + 1, nodes + arcs + columns)).tocsr()
    there, back = effects.distances
    lower, upper = np.zeros(nodes + arcs + columns), np.concatenate([np.full(nodes + arcs, horizon), np.ones(columns)])
    lower[:nodes] = np.minimum(there, effects.by_min) / DAY_MIN
    upper[:nodes] = np.maximum((effects.by_min - back) / DAY_MIN, lower[:nodes])
    lower[graph.source] = upper[graph.source] = 0.0
    lower[graph.sink] = upper[graph.sink] = horizon
    endless = graph.room >= UNLIMITED
    upper[nodes : nodes + arcs][endless & ~np.isin(each, table.column_arc[table.kind[owner] != DELAYED])] = 0.0
    upper[nodes + arcs + np.array(sorted(barred), dtype=int)] = 0.0
    room = np.where(endless, graph.room[~endless].sum(), graph.room).astype(float)
    cost = np.concatenate([np.zeros(nodes), room, table.fee[table.group] / DAY_MIN])
    return Programme(
        cost, matrix, np.concatenate([-graph.minutes / DAY_MIN, [-float(budget)]]), lower, upper, nodes + arcs
    )


def solve_programme(
    effects: Effects, budget: int, *, barred: frozenset[int] = frozenset(), nodes: int = 100_000
) -> tuple[float, tuple[int, ...], float]:
    """Vehicles delivered after the worst loss, the columns, and the bound that was proved within the nodes.

    Assumes
    -------
    As `programme`; whole within 1e-6.
    """
    task = programme(effects, budget, barred)
    whole = np.zeros(len(task.cost))
    whole[task.first_column :] = 1
    found = solver.solve(
        task.cost,
        whole=whole,
        bounds=Bounds(task.lower, task.upper),
        constraints=LinearConstraint(task.matrix, task.low, np.inf),
        options={"node_limit": nodes, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        return float("inf"), (), float(found.mip_dual_bound or 0.0)
    chosen = np.flatnonzero(found.x[task.first_column :] > 0.5)
    return float(found.fun), tuple(int(column) for column in chosen), float(found.mip_dual_bound)
