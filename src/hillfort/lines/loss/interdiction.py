"""The worst case: which few losses leave least to arrive by a day, exactly, for every number of losses."""

from __future__ import annotations

from dataclasses import dataclass

from hillfort.foundation.errors import InputError, Problem
from hillfort.lines.flow.certificate import Certificate
from hillfort.lines.flow.effects import Attack, Effects
from hillfort.lines.flow.flow import DAY_MIN, FlowNetwork
from hillfort.lines.flow.static import StaticGraph, minutes
from hillfort.lines.loss.arrival import certified
from hillfort.lines.loss.duel import Duel

EVERYTHING = Attack()


@dataclass(frozen=True)
class Worst:
    """The worst loss within a budget of `k`: what is delivered after it, and how far it is proved.

    `delivered` and `bound` are vehicles: nothing within the budget leaves less than `bound`, and `proved` says that
    the two are one number. `ties` are other losses that leave as little; `all_ties` that there are no more. Where it is
    not proved no equals are looked for, and the worst loss leaves something between `bound` and `delivered`.
    """

    k: int
    groups: tuple[str, ...]
    delivered: float
    bound: float
    proved: bool
    ties: tuple[tuple[str, ...], ...]
    all_ties: bool
    iterations: int

    @property
    def gap(self) -> float:
        """Vehicles between what is known and what is proved."""
        return self.delivered - self.bound


@dataclass(frozen=True)
class Frontier:
    """The worst loss for each budget from 1, and what is delivered when nothing is lost."""

    by_day: float
    undisturbed: float
    worst: tuple[Worst, ...]

    def at(self, k: int) -> Worst:
        """The worst loss within a budget of `k`."""
        return self.worst[k - 1]


def worst(
    network: FlowNetwork,
    *,
    by_day: float,
    k: int = 8,
    attack: Attack = EVERYTHING,
    ties: int = 0,
    work: int = 50_000,
) -> Frontier:
    """The least that can have arrived by `by_day` after losses worth 1 to `k`: exact, with up to `ties` equals.

    Each budget may take `work` (nodes, as `Duel.solve`), and looking for equals as much again; what gap is left is
    told. Raises InputError for an attack that names unknown groups or is larger than the network.

    Assumes
    -------
    The losses are known before anything moves and what is left is used as well as can be; everything else as `arrival`.

    Sources
    -------
    Wood (1993) and Israeli and Wood (2002) for the game; the cuts are flows over time taken apart into paths.

    >>> from hillfort.lines.flow.flow import Arc, FlowSource, network_of
    >>> arcs = [Arc("a", "b", 60, 10, ("bridge",)), Arc("a", "b", 90, 30, ("ferry",)), Arc("a", "b", 600, 5, ("rail",))]
    >>> frontier = worst(network_of(arcs, sources=[("a", FlowSource("force", 0))], sinks=["b"]), by_day=2, k=2)
    >>> [(one.groups, round(one.delivered, 1), one.proved) for one in frontier.worst]
    [(('ferry',), 27.5, True), (('bridge', 'ferry'), 7.9, True)]
    """
    effects = Effects(network, minutes(by_day), attack)
    check_size(effects, k)
    duel = Duel(effects)
    undisturbed = duel.solve(0).value / DAY_MIN
    return Frontier(by_day, undisturbed, tuple(_worst(duel, budget, ties, work) for budget in range(1, k + 1)))


def check_size(effects: Effects, k: int) -> None:
    """InputError unless losses worth `k` are possible at all.

    Assumes
    -------
    A group is lost once.
    """
    attacked = {int(group) for group in effects.columns.group if group < effects.network.n_groups}
    most = int(sum(effects.columns.price[group] for group in attacked))
    if not 0 <= k <= most:
        raise InputError(
            Problem(
                "attack",
                0,
                "k",
                f"{k} is out of range.",
                f"All that can be lost is worth {most}: allowed are 0 to {most}.",
            )
        )


def _worst(duel: Duel, budget: int, ties: int, work: int) -> Worst:
    solved = duel.solve(budget, work=work)
    equals, complete = (
        duel.alike(solved.value, budget, limit=ties + 1, work=work) if ties and solved.proved else ([], False)
    )
    names = duel.names(solved.columns)
    others = dict.fromkeys(tied for one in equals if (tied := duel.names(one)) != names)
    return Worst(
        budget,
        names,
        solved.value / DAY_MIN,
        solved.bound / DAY_MIN,
        solved.proved,
        tuple(others)[:ties],
        complete,
        solved.iterations,
    )


def certify_loss(
    network: FlowNetwork, groups: tuple[str, ...], *, by_day: float, attack: Attack = EVERYTHING
) -> tuple[FlowNetwork, Certificate]:
    """The network after the loss and the certificate of what still arrives, for `certificate.verify`.

    Assumes
    -------
    Losses for good or delays; for a group that is out for a time no certificate is made (InputError).

    >>> from hillfort.lines.flow.flow import Arc, FlowSource, network_of
    >>> from hillfort.lines.flow.certificate import verify
    >>> arcs = [Arc("a", "b", 60, 10, ("bridge",)), Arc("a", "b", 90, 30, ("ferry",))]
    >>> network = network_of(arcs, sources=[("a", FlowSource("force", 0))], sinks=["b"])
    >>> left, certificate = certify_loss(network, ("ferry",), by_day=2)
    >>> verify(left, certificate).vehicles
    19.583333333333332
    """
    if attack.mode == "out":
        raise InputError(Problem("attack", 0, "mode", "'out' has no certificate.", "Allowed: lost, delayed."))
    by_min = minutes(by_day)
    effects = Effects(network, by_min, attack)
    columns = [
        column
        for column in range(len(effects.columns.kind))
        if effects.columns.names[effects.columns.group[column]] in groups
    ]
    late: tuple[tuple[int, int], ...] = ()
    left = network if attack.mode == "delayed" else network.without(groups)
    if attack.mode == "delayed":
        added: dict[int, int] = {}
        for column in columns:
            for arc in effects.columns.arcs(column):
                added[int(arc)] = added.get(int(arc), 0) + int(effects.columns.minutes[column])
        late = tuple(sorted(added.items()))
    stocks = Duel(Effects(left, by_min, Attack(groups=()) if not late else attack))
    kept = frozenset(columns) if late else frozenset()
    free = [
        column
        for column in range(len(stocks.effects.columns.kind))
        if stocks.effects.columns.group[column] >= left.n_groups
    ]
    spent = _spent(stocks, kept, free, left)
    graph = StaticGraph(left)
    for number in spent:
        graph.room[left.n_arcs + number] = 0
    return left, certified(left, graph, by_min, spent=spent, late=late)[2]


def _spent(duel: Duel, kept: frozenset[int], stocks: list[int], network: FlowNetwork) -> tuple[int, ...]:
    """Sources whose stock runs out after the columns that are kept."""
    if not stocks:
        return ()
    barred = frozenset(range(len(duel.effects.columns.kind))) - kept - frozenset(stocks)
    budget = duel.cost(kept)
    solved = duel.solve(budget, barred=barred)
    return tuple(
        sorted(
            int(duel.effects.columns.arcs(column)[0]) - network.n_arcs for column in solved.columns if column in stocks
        )
    )
