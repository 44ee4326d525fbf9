"""Ground of states outside the alliance: whose way through may be refused."""

from __future__ import annotations

from collections.abc import Iterable

from hillfort.lines.movers.assembly import Assembly
from hillfort.lines.network.everywhere import STRUCK
from hillfort.lines.network.network import LineNetwork

JOINED = {"FI": "2023-04-04", "SE": "2024-03-07"}
"""Days on which states joined the alliance: before, their territory may be refused."""


def neutral(date: str, friends: Iterable[str]) -> frozenset[str]:
    """States that are not yet in the alliance on a day (ISO) and not among those who defend.

    Assumes
    -------
    A state that defends or sends troops refuses nothing.

    Examples
    --------
    >>> sorted(neutral("2019-06-01", ["FI"]))
    ['SE']
    >>> sorted(neutral("2025-06-01", []))
    []
    """
    return frozenset(state for state, joined in JOINED.items() if date < joined) - frozenset(friends)


def states_of(network: LineNetwork, group: str) -> frozenset[str]:
    """States in which the links of a group end.

    Assumes
    -------
    A node without a state lies in none.
    """
    links = [network.links[number] for number in network.groups[group].links]
    return frozenset(network.nodes[end].state for link in links for end in (link.start, link.end)) - {""}


def may_be_lost(made: Assembly) -> list[str]:
    """Groups on which a flow rests and that are neither closed already nor fortified, in the order of the flow.

    Assumes
    -------
    As the state of the assembly and the conditions of its groups say.
    """
    said = made.network.curation
    kept = {*made.state.closed, *said.closed, *said.fortified}
    return [name for name in made.flow.group_names if name not in kept]


def refusable(made: Assembly, neutral_states: frozenset[str]) -> dict[str, str]:
    """Group to the neutral state that may refuse it: single targets that lie wholly in neutral states.

    Assumes
    -------
    A group in two neutral states is refused with the first of them by name.
    """
    found = {name: states_of(made.network, name) for name in may_be_lost(made)}
    return {
        name: min(states)
        for name, states in found.items()
        if states and states <= neutral_states and made.network.groups[name].kind in STRUCK
    }
