"""Isolation: the smallest set of groups whose loss stops everything, for good."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Mapping
from dataclasses import dataclass

from hillfort.lines.flow.effects import Attack, Effects
from hillfort.lines.flow.flow import FlowNetwork
from hillfort.lines.flow.static import MOST_DAYS, minutes
from hillfort.lines.loss._kernels import FOUND
from hillfort.lines.loss.duel import Duel


@dataclass(frozen=True)
class Isolation:
    """The cheapest loss after which nothing can arrive; `groups` is None if no loss of groups does that.

    `cost` is the number of groups, or the sum of their costs; no cheaper set isolates when `proved`. `ties` are other
    sets of that cost, `all_ties` that there are no more.
    """

    groups: tuple[str, ...] | None
    cost: int
    ties: tuple[tuple[str, ...], ...]
    all_ties: bool
    proved: bool
    seconds: float


def isolate(
    network: FlowNetwork,
    *,
    costs: Mapping[str, int] | None = None,
    groups: tuple[str, ...] | None = None,
    ties: int = 10,
) -> Isolation:
    """The smallest set of groups whose loss stops everything from ever arriving, with up to `ties` equals.

    An empty set says that nothing can arrive as it is; None that some way belongs to no group that may be lost.

    Assumes
    -------
    Losses for good; only `groups` may be lost (all if None); several links of one group are lost together.

    >>> from hillfort.lines.flow.flow import Arc, FlowSource, network_of
    >>> arcs = [Arc("a", "m", 1, 9, ("E67",)), Arc("a", "m", 1, 9, ("DK16",)), Arc("m", "b", 1, 9, ("river",))]
    >>> isolate(network_of(arcs, sources=[("a", FlowSource("force", 0))], sinks=["b"])).groups
    ('river',)
    """
    start = time.perf_counter()
    network = dataclasses.replace(network, sources=tuple(source for source in network.sources if source.stock != 0))
    duel = Duel(Effects(network, minutes(MOST_DAYS), Attack(costs=costs or {}, groups=groups)))
    lossable = frozenset(column for column, group in enumerate(duel.effects.columns.group) if group < network.n_groups)
    stocks = frozenset(range(len(duel.effects.columns.group))) - lossable
    if duel.evaluate(lossable) > 0:
        return Isolation(None, 0, (), True, True, time.perf_counter() - start)
    budget, found = 0, frozenset[int]()
    while duel.evaluate(found) > 0:
        status, columns, _, _ = duel.pool.look(0, budget, barred=stocks)
        if status == FOUND:
            found = frozenset(columns)
        else:
            budget += 1
    names = duel.names(found)
    equals, complete = duel.alike(0, budget, limit=ties + 1, barred=stocks) if ties and budget else ([], budget == 0)
    others = dict.fromkeys(tied for one in equals if (tied := duel.names(one)) != names)
    return Isolation(names, budget, tuple(others)[:ties], complete, True, time.perf_counter() - start)
