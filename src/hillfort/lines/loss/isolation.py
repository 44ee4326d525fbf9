"""Isolation: the smallest set of groups whose loss stops everything, for good."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from hillfort.lines.flow.effects import Attack, Effects
from hillfort.lines.flow.flow import FlowNetwork
from hillfort.lines.flow.static import MOST_DAYS, minutes
from hillfort.lines.loss._kernels import FOUND, NONE
from hillfort.lines.loss.cutpool import NODES
from hillfort.lines.loss.duel import ROUND, Duel


@dataclass(frozen=True)
class Isolation:
    """The cheapest loss after which nothing can arrive; `groups` is None if no loss of groups does that.

    `cost` is the number of groups, or the sum of their costs; nothing cheaper than `bound` isolates, and `proved` says
    that the two are one number. `ties` are other sets of that cost, `all_ties` that there are no more; where it is not
    proved none are looked for.
    """

    groups: tuple[str, ...] | None
    cost: int
    bound: int
    ties: tuple[tuple[str, ...], ...]
    all_ties: bool
    proved: bool


def isolate(
    network: FlowNetwork,
    *,
    costs: Mapping[str, int] | None = None,
    groups: tuple[str, ...] | None = None,
    ties: int = 10,
    work: int = 2_000_000,
) -> Isolation:
    """The smallest set of groups whose loss stops everything from ever arriving, with up to `ties` equals.

    An empty set says that nothing can arrive as it is; None that some way belongs to no group that may be lost. The
    search may do `work` (nodes, as `Duel.solve`), and looking for equals as much again; where that is not enough the
    set is the best known, and `bound` and `cost` say between what the smallest one lies.

    Assumes
    -------
    Losses for good; only `groups` may be lost (all if None); several links of one group are lost together.

    >>> from hillfort.lines.flow.flow import Arc, FlowSource, network_of
    >>> arcs = [Arc("a", "m", 1, 9, ("E67",)), Arc("a", "m", 1, 9, ("DK16",)), Arc("m", "b", 1, 9, ("river",))]
    >>> isolate(network_of(arcs, sources=[("a", FlowSource("force", 0))], sinks=["b"])).groups
    ('river',)
    """
    network = dataclasses.replace(network, sources=tuple(source for source in network.sources if source.stock != 0))
    duel = Duel(Effects(network, minutes(MOST_DAYS), Attack(costs=costs or {}, groups=groups)))
    lossable = frozenset(column for column, group in enumerate(duel.effects.columns.group) if group < network.n_groups)
    stocks = frozenset(range(len(duel.effects.columns.group))) - lossable
    if duel.evaluate(lossable) > 0:
        return Isolation(None, 0, 0, (), True, True)
    found, budget = _cheapest(duel, stocks, work)
    if found is None:
        found = _without_needless(duel, lossable)
        cost = duel.cost(found)
        return Isolation(duel.names(found), cost, budget, (), False, cost <= budget)
    names = duel.names(found)
    equals, complete = (
        duel.alike(0, budget, limit=ties + 1, barred=stocks, work=work) if ties and budget else ([], budget == 0)
    )
    others = dict.fromkeys(tied for one in equals if (tied := duel.names(one)) != names)
    return Isolation(names, budget, budget, tuple(others)[:ties], complete, True)


def _cheapest(duel: Duel, stocks: frozenset[int], work: int) -> tuple[frozenset[int] | None, int]:
    """The cheapest columns after which nothing arrives, None where the work runs out, and what they cost at least."""
    budget, found, left = 0, frozenset[int](), work
    while duel.evaluate(found) > 0:
        if left <= 0:
            return None, budget
        status, columns, _, nodes = duel.pool.look(0, budget, barred=stocks, nodes=min(NODES, left))
        left -= nodes + ROUND
        if status == FOUND:
            found = frozenset(columns)
        elif status == NONE:
            budget += 1
    return found, budget


def _without_needless(duel: Duel, columns: frozenset[int]) -> frozenset[int]:
    """Columns after which nothing arrives, less every group whose loss is not needed, the dearest first."""
    table = duel.effects.columns
    members: dict[int, frozenset[int]] = {}
    for column in columns:
        group = int(table.group[column])
        members[group] = members.get(group, frozenset()) | {column}
    for group in sorted(members, key=lambda group: (-int(table.price[group]), len(members[group]), group)):
        if duel.evaluate(columns - members[group]) == 0:
            columns -= members[group]
    return columns
