"""What to fortify: the best few groups to protect before the worst loss is chosen, exactly,
and what improvements are worth."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.lines.flow.effects import DELAYED, Attack, Effects
from hillfort.lines.flow.flow import DAY_MIN, Arc, FlowNetwork, FlowSource
from hillfort.lines.flow.static import minutes
from hillfort.lines.loss.duel import Duel
from hillfort.lines.loss.interdiction import EVERYTHING, Frontier, check_size, worst

MOST_COMBINATIONS = 300
MOST_CHOICES = 20_000
"""Protections that one search looks at; more are only bounded by what arrives undisturbed."""


@dataclass(frozen=True)
class Fortified:
    """The groups to protect, the worst loss that is left, and what it is worth.

    `delivered` vehicles arrive after the worst loss of the rest: proved, so at least so many where the search did not
    end. No choice leaves more than `bound`; `proved` says that the two are one number. `unprotected` vehicles arrive
    without protection (the least that was found). `worth` is what would be lost again without each group, at least:
    empty where the choice is not proved. `attack` is what is then lost, the worst that was found.
    """

    groups: tuple[str, ...]
    delivered: float
    unprotected: float
    bound: float
    proved: bool
    worth: Mapping[str, float]
    attack: tuple[str, ...]
    solves: int


@dataclass(frozen=True)
class Improvement:
    """Something built or placed beforehand: further arcs, more capacity of groups, forces that stand elsewhere.

    `capacity` maps a group to (factor, vehicles a day more); `duplicate` gives each named group a second link that is
    not lost with it; `sources` pair a node's name with a Source.
    """

    arcs: tuple[Arc, ...] = ()
    capacity: Mapping[str, tuple[float, int]] = dataclasses.field(default_factory=dict)
    duplicate: tuple[str, ...] = ()
    sources: tuple[tuple[str, FlowSource], ...] = ()

    def applied(self, network: FlowNetwork) -> FlowNetwork:
        """The network with the improvement; InputError if it names what is not there."""
        copies = [arc for group in self.duplicate for arc in second_links(network, group)]
        better = network.with_arcs([*self.arcs, *copies]) if self.arcs or copies else network
        for group, (factor, plus) in self.capacity.items():
            better = better.with_capacity([group], factor=factor, plus_per_day=plus)
        known = {name: number for number, name in enumerate(better.node_names)}
        unknown = [
            Problem(network.name, 0, "node", f"'{node}' is not a node.", did_you_mean(node, known))
            for node, _ in self.sources
            if node not in known
        ]
        if unknown:
            raise InputError(unknown, network.name)
        placed = tuple(dataclasses.replace(source, node=known[node]) for node, source in self.sources)
        return dataclasses.replace(better, sources=(*better.sources, *placed)) if placed else better


@dataclass(frozen=True)
class Improved:
    """Improvements made together: what is delivered undisturbed and after the worst loss of `k`."""

    names: tuple[str, ...]
    frontier: Frontier

    @property
    def delivered(self) -> float:
        """Vehicles after the worst loss of the largest budget asked."""
        return self.frontier.worst[-1].delivered if self.frontier.worst else self.frontier.undisturbed


def second_links(network: FlowNetwork, group: str) -> list[Arc]:
    """Arcs beside those of the group, alike in all but the group: they are lost only one by one.

    Assumes
    -------
    The second link is as good as the first and belongs to a group of its own, `second <group>`.
    """
    (number,) = network.group_numbers([group])
    names = network.node_names or tuple(str(node) for node in range(network.n_nodes))
    return [
        Arc(
            names[network.tail[arc]],
            names[network.head[arc]],
            int(network.transit_min[arc]),
            int(network.capacity_per_day[arc]),
            (f"second {group}",),
        )
        for arc in network.arcs_in([number]).nonzero()[0]
    ]


class _Defence:
    """Which groups to protect: a tree in which every node must spoil an attack that is known to be as bad."""

    def __init__(self, duel: Duel, k: int, work: int) -> None:
        self.duel, self.k, self.work = duel, k, work
        table = duel.effects.columns
        groups = duel.effects.network.n_groups
        self.group_of = [int(group) for group in table.group]
        columns = range(len(self.group_of))
        prepared = duel.effects.prepared
        self.fallback = frozenset(
            c for c in columns if prepared and table.kind[c] == DELAYED and self.group_of[c] < groups
        )
        self.hit_by = {
            g: frozenset(c for c in members if c not in self.fallback)
            for g, members in _members(self.group_of).items()
            if g < groups
        }
        self.best, self.rank, self.chosen, self.solves = -1, (-1, -1), frozenset[int](), 0
        self.most, self.looked = -1, 0

    def barred(self, protected: frozenset[int]) -> frozenset[int]:
        """Columns that an attack may not use once the groups are protected."""
        lost = frozenset(c for group in protected for c in self.hit_by[group])
        left = frozenset(c for c in self.fallback if self.group_of[c] not in protected)
        return lost | left

    def known_attack(self, protected: frozenset[int]) -> frozenset[int] | None:
        """An attack already looked at that the protection does not touch and that leaves no more than the best."""
        barred = self.barred(protected)
        found = [
            (value, len(columns), sorted(columns))
            for columns, value in self.duel.values.items()
            if value <= self.best and not columns & barred and self.duel.cost(columns) <= self.k
        ]
        return frozenset(min(found)[2]) if found else None

    def solve(self, protected: frozenset[int]) -> frozenset[int]:
        """The worst loss after the protection, or one that is bad enough to look no further.

        A protection is only as good as what is proved to be left: what an unfinished search has not found counts
        against it, and its loss only says how much more the protection could leave.
        """
        self.solves += 1
        solved = self.duel.solve(self.k, barred=self.barred(protected), enough=self.best, work=self.work)
        self.work = max(0, self.work - solved.work)
        low = min(solved.bound, solved.value)
        if (low, solved.value) > self.rank and solved.value > self.best:
            self.best, self.rank, self.chosen = low, (low, solved.value), protected
        self.most = max(self.most, solved.value)
        return frozenset(solved.columns)

    def explore(self, protected: frozenset[int], given_up: frozenset[int], left: int) -> None:
        """Look at every protection that contains `protected`, nothing given up and at most `left` more."""
        self.looked += 1
        if self.looked > MOST_CHOICES:
            self.most = max(self.most, self.duel.values[frozenset()])
            return
        attack = self.known_attack(protected)
        if attack is None:
            attack = self.solve(protected)
        if left == 0:
            return
        choices = sorted(
            {self.group_of[c] for c in attack if c in self.hit_by.get(self.group_of[c], ())} - given_up - protected,
            key=lambda group: (-self.hope(protected | {group}), group),
        )
        for index, group in enumerate(choices):
            self.explore(protected | {group}, given_up | frozenset(choices[:index]), left - 1)

    def hope(self, protected: frozenset[int]) -> int:
        """The least that known attacks leave after the protection: what more it may be worth at most."""
        barred = self.barred(protected)
        return min(
            (
                value
                for columns, value in self.duel.values.items()
                if not columns & barred and self.duel.cost(columns) <= self.k
            ),
            default=0,
        )


def _members(group_of: Iterable[int]) -> dict[int, list[int]]:
    members: dict[int, list[int]] = {}
    for column, group in enumerate(group_of):
        members.setdefault(group, []).append(column)
    return members


def fortify(
    network: FlowNetwork,
    *,
    by_day: float,
    k: int,
    q: int,
    attack: Attack = EVERYTHING,
    prepared_days: float | None = None,
    work: int = 150_000,
) -> Fortified:
    """The `q` groups whose protection leaves most by `by_day` after the worst loss worth `k` of the others: exact.

    With `prepared_days` a protected group can still be hit, but is only that many days slower to pass ("quickly
    repairable"). Fewer groups than `q` are named when more do not help. The whole search may do `work` (nodes, as
    `Duel.solve`), and what each group is worth as much again. Raises InputError as `worst`.

    Assumes
    -------
    The adversary knows what is protected; a protected group is never lost; everything else as `worst`.

    Sources
    -------
    Brown, Carlyle, Salmerón and Wood (2006) for the game of three moves; Scaparra and Church (2008): a better
    protection has to spoil the worst attack on the present one.

    >>> from hillfort.lines.flow.flow import Arc, FlowSource, network_of
    >>> arcs = [Arc("a", "b", 60, 10, ("bridge",)), Arc("a", "b", 90, 30, ("ferry",)), Arc("a", "b", 600, 5, ("rail",))]
    >>> plan = fortify(network_of(arcs, sources=[("a", FlowSource("force", 0))], sinks=["b"]), by_day=2, k=1, q=1)
    >>> plan.groups, round(plan.unprotected, 1), round(plan.delivered, 1), plan.proved
    (('ferry',), 27.5, 66.0, True)
    """
    effects = Effects(network, minutes(by_day), attack, repaired_days=prepared_days)
    check_size(effects, k)
    if not 0 <= q <= network.n_groups:
        raise InputError(Problem("fortify", 0, "q", f"{q} is out of range.", f"Allowed: 0 to {network.n_groups}."))
    defence = _Defence(Duel(effects), k, work)
    defence.solve(frozenset())
    bare = defence.rank[1]
    defence.explore(frozenset(), frozenset(), q)
    best, chosen = defence.best, sorted(defence.chosen)
    most = max(best, defence.most)
    proved = most == best
    names = network.group_names
    worth = {names[group]: _worth(defence, group, work) / DAY_MIN for group in chosen if proved}
    final = defence.duel.solve(k, barred=defence.barred(defence.chosen), bound=best, work=work)
    return Fortified(
        tuple(names[group] for group in chosen),
        best / DAY_MIN,
        bare / DAY_MIN,
        most / DAY_MIN,
        proved,
        worth,
        defence.duel.names(final.columns),
        defence.solves,
    )


def _worth(defence: _Defence, group: int, work: int) -> int:
    """What less is left without one of the chosen groups, at least."""
    others = defence.barred(defence.chosen - {group})
    return max(0, defence.best - defence.duel.solve(defence.k, barred=others, work=work).value)


def improve(
    network: FlowNetwork,
    *,
    by_day: float,
    k: int,
    improvements: Mapping[str, Improvement],
    q: int = 1,
    attack: Attack = EVERYTHING,
) -> tuple[Improved, ...]:
    """Up to `q` improvements made together, each combination solved anew, the best after the worst loss of `k` first.

    Raises InputError if there are more than 300 combinations, or an improvement names what is not there.

    Assumes
    -------
    Improvements stand before anything is lost; what they add can be lost as far as it belongs to groups.

    >>> from hillfort.lines.flow.flow import Arc, FlowSource, network_of
    >>> net = network_of([Arc("a", "b", 60, 10, ("bridge",))], sources=[("a", FlowSource("force", 0))], sinks=["b"])
    >>> options = {"second bridge": Improvement(duplicate=("bridge",)),
    ...     "wider": Improvement(capacity={"bridge": (2.0, 0)})}
    >>> [(one.names, one.delivered) for one in improve(net, by_day=2, k=1, improvements=options)]
    [(('second bridge',), 19.583333333333332), ((), 0.0), (('wider',), 0.0)]
    """
    sets = [names for size in range(q + 1) for names in itertools.combinations(improvements, size)]
    if len(sets) > MOST_COMBINATIONS:
        raise InputError(
            Problem(
                "improve",
                0,
                "q",
                f"{len(sets)} combinations.",
                f"At most {MOST_COMBINATIONS}: fewer options or a smaller q.",
            )
        )
    found = []
    for names in sets:
        better = network
        for name in names:
            better = improvements[name].applied(better)
        found.append(Improved(names, worst(better, by_day=by_day, k=k, attack=attack)))
    return tuple(sorted(found, key=lambda one: (-one.delivered, len(one.names), one.names)))
