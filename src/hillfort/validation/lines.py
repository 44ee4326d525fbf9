"""Lines of communication: published distances against the network's, and proofs that independent arithmetic checks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from hillfort.lines.flow.certificate import verify
from hillfort.lines.flow.flow import Arc, FlowNetwork, FlowSource, network_of
from hillfort.lines.loss.arrival import arrival
from hillfort.lines.loss.interdiction import worst
from hillfort.lines.network import checks
from hillfort.validation.anchors import Anchor, Given, Progress, exact

if TYPE_CHECKING:
    from hillfort.lines.network.network import LineNetwork

SUBJECT = "Lines of communication"
DAY_MIN = 1440


def anchors(given: Given, progress: Progress) -> Iterator[Anchor]:
    """Distances that have a source, crossings, and proofs on the shipped network; nothing is sampled."""
    network: LineNetwork = given.data("lines")
    for each in checks.check(network):
        found = re.fullmatch(r"([\d.]+) km", each.found)
        bounds = re.fullmatch(r"([\d.]+) to ([\d.]+) km", each.wanted)
        if each.kind == "distance" and found and bounds and each.source not in ("", "judgement"):
            km = float(found[1])
            yield Anchor(
                SUBJECT,
                f"Length {each.name}",
                (float(bounds[1]), float(bounds[2])),
                km,
                km,
                km,
                unit="km",
                rule="inside",
                source=each.source,
            )
    failing = sum(not each.ok for each in checks.check(network))
    yield exact(
        SUBJECT,
        "Checks of the network that fail",
        0.0,
        float(failing),
        digits=0,
        source="distances, crossings, cuts and connections of the theatre's file",
    )
    yield from proofs()


def toy() -> FlowNetwork:
    """Two roads and a railway from one depot over one gap: small enough to be worked out by hand."""
    arcs = [
        Arc("depot", "gap", 600, 480),
        Arc("gap", "hub", 60, 240, ("road",)),
        Arc("gap", "hub", 120, 120, ("track",)),
        Arc("depot", "hub", 2880, 120, ("rail",)),
    ]
    return network_of(arcs, sources=[("depot", FlowSource("force", 0, stock=3000))], sinks=["hub"], name="toy")


def proofs() -> Iterator[Anchor]:
    """By hand: 240 a day after 11 h, 120 more after 12 h, 120 more after 48 h; so by day 5 and after each loss."""
    net = toy()
    curve = arrival(net, days=10)
    by_hand = 240 * (5 - 660 / DAY_MIN) + 120 * (5 - 720 / DAY_MIN) + 120 * 3
    yield exact(
        SUBJECT, "Three links over a gap, vehicles by day 5", by_hand, curve.at(5), digits=6, source="worked by hand"
    )
    found = worst(net, by_day=5, k=2)
    yield exact(
        SUBJECT,
        "The same after the worst loss of one",
        by_hand - 240 * (5 - 660 / DAY_MIN),
        found.at(1).delivered,
        digits=6,
        source="worked by hand",
    )
    yield exact(
        SUBJECT, "The same after the worst loss of two", 360.0, found.at(2).delivered, digits=6, source="worked by hand"
    )
    checked = verify(net, curve.certificate(5))
    yield exact(
        SUBJECT,
        "Certificate of the same, checked by independent arithmetic",
        by_hand,
        checked.vehicles if checked.proved else -1.0,
        digits=6,
        source="worked by hand",
    )
