"""The answer on lines of communication as plain numbers by name: what `lines.json` holds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import numpy as np

from hillfort.foundation.version import VERSION
from hillfort.lines.loss.interdiction import Frontier
from hillfort.lines.schedule.schedule import Schedule

if TYPE_CHECKING:
    from hillfort.lines.loss.fortification import Fortified
    from hillfort.studies.lines.answer import LinesAnswer

FORMAT = 1
"""Version of the layout of `lines.json`."""
DEFINITIONS = {
    "day": "Days count from the warning: the moment the defender understands. The alliance decides, permissions and "
    "notice to move follow.",
    "vehicles": "Vehicles of all formations from outside the region, with "
    "their support; the most that can have arrived "
    "at its destinations.",
    "battalions": "Vehicles divided by the mean number of vehicles that a battalion brings with its support.",
    "arrival": "The exact upper curve: nobody can bring in more over this "
    "network. A schedule can come close, not above.",
    "group": "Links that are lost, attacked or made safe together under one name; wide ones contain narrow ones.",
    "target": "A group that is a single point: a crossing, bridge, port, strait, airfield, railhead or transload.",
    "isolating set": "The smallest set of groups whose loss stops everything for good.",
    "worst loss": "The loss of up to k groups after which least has arrived "
    "by the day, whatever is done with what is left.",
    "proved": "The search ended: the value is its bound. Otherwise the "
    "right value lies between the two, and nothing is "
    "advised.",
    "work": "What one search may do, in choices looked at, the same on every machine; no clock ends a search.",
    "fortify": "Groups that, if they cannot be lost, leave most after the worst loss of the others.",
}
LEAVES_OUT = (
    "Losses of vehicles on the way: a link carries or it does not.",
    "Traffic of civilians and hosts: daily capacities are what is left for moves of forces, with wide ranges.",
    "Time of day, weather and season; a daily capacity holds at every minute.",
    (
        "Where one vehicle cannot take the place of another: the exact curve takes vehicles as alike, the "
        "schedule does not."
    ),
    "Dependence of doubts on each other: every doubted number is drawn by itself.",
)


def summarise(answer: LinesAnswer) -> dict[str, Any]:
    """All numbers of an answer. Days count from the warning; nothing is rounded."""
    scenario, request = answer.scenario, answer.request
    base: dict[str, Any] = {
        "format": FORMAT,
        "hillfort": VERSION,
        "complete": True,
        "scenario": {
            "name": scenario.name,
            "hash": scenario.hash,
            "title": scenario.title,
            "date": scenario.date,
            "theatre": scenario.theatre.name,
        },
        "measures": [measure.name for measure in scenario.measures],
        "close": list(request.close),
        "by_day": request.by,
        "work": request.work,
        "attack_size": request.attack,
        "fortify_size": request.fortify,
        "seed": request.seed,
        "draws": request.draws,
    }
    battalions = sum(len(mover.battalions) for mover in answer.made.demand.movers)
    vehicles = sum(source.stock or 0 for source in answer.made.flow.sources)
    per = vehicles / max(battalions, 1)
    days, amounts = answer.curve.curve()
    return base | {
        "wanted": {
            "vehicles": vehicles,
            "battalions": battalions,
            "vehicles_per_battalion": per,
            "formations": len(answer.made.demand.movers),
        },
        "first_day": answer.curve.first_day,
        "arrival": _arrival(days, amounts, per),
        "destinations": [_destination(each, per) for each in answer.places],
        "bottlenecks": [_bottleneck(each) for each in answer.periods],
        "schedule": _schedule(
            answer.schedule,
            {mover.formation: mover.name for mover in answer.made.demand.movers},
            {mover.formation: len(mover.battalions) for mover in answer.made.demand.movers},
        ),
        "gap": {
            "mean_share": answer.gap.mean,
            "worst_day": answer.gap.worst[0],
            "worst_share": answer.gap.worst[1],
            "by_day": [
                {"day": _day(day), "scheduled": a, "exact": b}
                for day, a, b in zip(answer.gap.days, answer.gap.scheduled, answer.gap.exact, strict=True)
            ],
        },
        "isolating_set": _isolation(answer.isolation),
        "isolating_targets": _isolation(answer.isolation_targets),
        "undisturbed": answer.attack.undisturbed,
        "attack": _frontier(answer.attack),
        "attack_targets": _frontier(answer.attack_targets),
        "attack_repaired": _frontier(answer.attack_repaired),
        "fortify": _fortified(answer.fortified),
        "quick_repair": _fortified(answer.prepared),
        "levers": [_lever(each) for each in answer.levers],
        "supply": {
            "tonnes_per_day": answer.supply.tonnes_per_day,
            "trucks_per_day": answer.supply.trucks_per_day,
            "carried_per_day": answer.supply.carried_per_day,
            "carried_per_day_after_loss": answer.supply.carried_after_loss,
        },
        "certificate": {
            "proved": all(proof.proved for proof in answer.proofs),
            "checked": [
                {"what": p.what, "vehicles": p.vehicles, "proved": p.proved, "problems": list(p.problems)}
                for p in answer.proofs
            ],
        },
        "chance": answer.chances.as_dict() if answer.chances is not None else None,
        "definitions": dict(DEFINITIONS),
        "leaves_out": list(LEAVES_OUT),
    }


def _arrival(days: Iterable[float], amounts: Iterable[float], per: float) -> list[dict[str, Any]]:
    """Vehicles of each day, and the battalions that they are."""
    return [
        {"day": _day(day), "vehicles": float(amount), "battalions": float(amount) / per}
        for day, amount in zip(days, amounts, strict=True)
    ]


def _destination(place: Any, per: float) -> dict[str, Any]:
    return {
        "name": place.name,
        "scheduled": place.scheduled,
        "arrival": _arrival(place.days, place.vehicles, per),
    }


def _bottleneck(period: Any) -> dict[str, Any]:
    return {
        "from_day": period.from_day,
        "to_day": period.to_day,
        "kind": period.kind,
        "names": list(period.names),
        "vehicles": period.vehicles,
        "vehicles_per_day": period.rate_per_day,
    }


def _lever(lever: Any) -> dict[str, Any]:
    return {
        "name": lever.name,
        "kind": lever.kind,
        "undisturbed": lever.undisturbed,
        "attacked": lever.attacked,
        "bound": lever.bound,
        "gain": lever.gain,
        "gain_attacked": lever.gain_attacked,
        "gain_attacked_most": lever.gain_attacked_most,
        "proved": lever.proved,
    }


def _day(day: float) -> float | int:
    return int(day) if float(day).is_integer() else float(day)


def _isolation(found: Any) -> dict[str, Any]:
    return {
        "groups": None if found.groups is None else list(found.groups),
        "size": None if found.groups is None else found.cost,
        "bound": None if found.groups is None else found.bound,
        "ties": [list(each) for each in found.ties],
        "all_ties": found.all_ties,
        "proved": found.proved,
    }


def _frontier(found: Frontier) -> list[dict[str, Any]]:
    return [
        {
            "k": each.k,
            "groups": list(each.groups),
            "delivered": each.delivered,
            "bound": each.bound,
            "gap": each.delivered - each.bound,
            "proved": each.proved,
            "ties": [list(tie) for tie in each.ties],
            "all_ties": each.all_ties,
        }
        for each in found.worst
    ]


def _fortified(found: Fortified | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "groups": list(found.groups),
        "delivered": found.delivered,
        "unprotected": found.unprotected,
        "bound": found.bound,
        "proved": found.proved,
        "worth": dict(found.worth),
        "then_lost": list(found.attack),
    }


def _schedule(found: Schedule, names: dict[str, str], battalions: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {
            "formation": each.formation,
            "name": names[each.formation],
            "battalions": battalions[each.formation],
            "vehicles": each.vehicles,
            "release_day": each.release_h / 24.0,
            "depart_day": each.depart_h / 24.0 if np.isfinite(each.depart_h) else None,
            "close_day": each.close_day if each.closes else None,
            "delivered": each.delivered,
            "route": each.route,
            "modes": list(each.modes),
            "limited_by": each.limited_by,
        }
        for each in sorted(found.movements, key=lambda each: (each.close_h, each.formation))
    ]
