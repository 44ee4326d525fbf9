"""What the map of the lines marks, and the words of its signs."""

from __future__ import annotations

from dataclasses import dataclass

from hillfort.studies.lines.answer import LinesAnswer, asked_loss
from hillfort.studies.lines.limits import Period


@dataclass(frozen=True, slots=True)
class MapMark:
    """One group that the map marks: 'closed', 'attack', 'bottleneck' or 'fortify', and words beside it."""

    kind: str
    group: str
    text: str = ""


def marks(answer: LinesAnswer) -> tuple[MapMark, ...]:
    """Closed groups, the strongest bottlenecks, the worst loss, what to fortify."""
    request, groups = answer.request, answer.network.groups
    found = [MapMark("closed", name) for name in request.close]
    spans: dict[str, list[Period]] = {}
    for period in answer.periods:
        if period.kind == "capacity":
            for name in period.names[:2]:
                if name in groups:
                    spans.setdefault(name, []).append(period)
    strongest = sorted(spans, key=lambda name: -sum(each.vehicles for each in spans[name]))[:5]
    for name in strongest:
        first, last = spans[name][0].from_day, spans[name][-1].to_day
        found.append(MapMark("bottleneck", name, f"binds day {first:.0f}–{last:.0f}"))
    loss = asked_loss(answer.attack, request.attack)
    if answer.attack.undisturbed > 0.0 and loss is not None:
        found += [MapMark("attack", name) for name in loss.groups]
    if answer.fortified is not None and answer.fortified.proved:
        found += [MapMark("fortify", name) for name in answer.fortified.groups]
    return tuple(found)


def sign_title(answer: LinesAnswer, kind: str, title: str) -> str:
    """What a sign of the map's legend says."""
    if kind == "attack":
        return f"worst loss of {answer.request.attack}"
    if kind == "fortify":
        return f"fortify (best {answer.request.fortify})"
    return title


def colophon(answer: LinesAnswer) -> str:
    """Where a picture comes from."""
    head = answer.summary
    source = f"scenario {head['scenario']['name']} {head['scenario']['hash'][:12]}"
    return f"Hillfort {head['hillfort']}, {source}, seed {answer.request.seed}."
