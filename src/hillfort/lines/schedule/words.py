"""Ways of a schedule in words: where they begin, turn and end, and by which modes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence

from hillfort.lines.movers.assembly import Assembly

HANDLING = ("ramp", "transload", "port", "airfield")
"""Links that change the mode and are none themselves."""


def told_by(made: Assembly) -> Callable[[Sequence[int]], tuple[str, tuple[str, ...]]]:
    """What tells `schedule` the words and modes of a way over the network of an assembly.

    Assumes
    -------
    The way from a base to the network is by road.
    """
    flow, nodes, links = made.flow, made.network.nodes, made.network.links

    def told(arcs: Sequence[int]) -> tuple[str, tuple[str, ...]]:
        way = [int(flow.tail[arcs[0]]), *(int(flow.head[arc]) for arc in arcs)]
        layers = [nodes[made.node_of[node]].layer if made.node_of[node] >= 0 else "base" for node in way]
        numbers = [int(made.link_of_arc[arc]) for arc in arcs]
        modes = [links[number].mode if number >= 0 else "" for number in numbers]
        return place_words([flow.node_name(node) for node in way], layers, modes)

    return told


def place_words(names: Iterable[str], layers: Iterable[str], modes: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """A way in words: named places where the way begins, ends or changes its mode, and the modes in their order.

    `names` and `layers` are those of the nodes, `modes` those of the links; junctions without a name are left out.

    Assumes
    -------
    Names of nodes end with their layer in brackets; those that begin with a figure are junctions.

    >>> place_words(["Munster (road)", "53.1N 12.0E (road 7)", "Kaunas (road)"], ["road", "road", "road"],
    ...     ["road", "road"])
    ('Munster - Kaunas', ('road',))
    """
    plain = [name.rsplit(" (", 1)[0] for name in names]
    kinds = list(layers)
    last = len(plain) - 1
    turning = [index in (0, last) or len({*kinds[index - 1 : index + 2]}) > 1 for index in range(len(plain))]
    shown = [name for name, turn in zip(plain, turning, strict=True) if turn and name and not name[0].isdigit()]
    used = [mode for mode in modes if mode and mode not in HANDLING]
    return " - ".join(name for name, _ in itertools.groupby(shown)), tuple(mode for mode, _ in itertools.groupby(used))
