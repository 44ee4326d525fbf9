"""What one scenario has otherwise than another: every number by its address,
and the few other things that a campaign reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hillfort.campaign.same_luck import renamed
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.addressed import Number, numbers
from hillfort.foundation.addresses import Address, parse, printed
from hillfort.foundation.evidence import Evidence

BESIDE = ("correlations", "measures")
"""Sections of which no number is read by a campaign: what goes together, and what a measure costs."""
DEPTH = 2
"""Steps of the address of a thing that has a key: its section and the key."""


def differing(before: Scenario, after: Scenario) -> list[dict[str, Any]]:
    """Address, value before and value after of all that differs, in the order of the first;
    None where there is nothing.

    Evidence counts by value, range, unit and shape, not by its source. What was renamed and has its former key as
    luck key is told under that.

    >>> import hillfort as hf
    >>> marrow = hf.scenario("marrow")
    >>> differing(marrow, marrow.vary({"days": 20}, reason="A try."))
    [{'address': 'days', 'before': 30, 'after': 20}]
    """
    old, new = _content(before), _content(after)
    _fold(old, new)
    _fold(new, old)
    moved = _renamed(old, new)
    return [
        {"address": f"luck of {after}: same content under another key", "before": before, "after": after}
        for before, after in moved.items()
    ] + [
        {"address": each, "before": old.get(each), "after": new.get(each)}
        for each in dict.fromkeys((*old, *new))
        if old.get(each) != new.get(each)
    ]


def _renamed(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, str]:
    """Things of which the same is said under another key: their luck is other luck, since it hangs on the key."""
    before, after = _things(old), _things(new)
    gone = {key: said for key, said in before.items() if key not in after}
    come = {key: said for key, said in after.items() if key not in before}
    found: dict[str, str] = {}
    for key, said in gone.items():
        like = next((other for other in come if _same(key, said, other, come[other], found)), None)
        if like is not None:
            found[key] = like
    return found


def _same(key: str, said: Any, other: str, told: Any, taken: Mapping[str, str]) -> bool:
    return (
        said == told
        and key.split(".", maxsplit=1)[0] == other.split(".", maxsplit=1)[0]
        and other not in taken.values()
    )


def _things(content: Mapping[str, Any]) -> dict[str, dict[Address, Any]]:
    """Formations, orders, ways in and the like by their address, with every number below it."""
    found: dict[str, dict[Address, Any]] = {}
    for address, value in content.items():
        if isinstance(value, dict) and len(steps := parse(address)) > DEPTH:
            found.setdefault(printed(steps[:DEPTH]), {})[steps[DEPTH:]] = value
    return found


def _fold(whole: dict[str, Any], other: Mapping[str, Any]) -> None:
    """Say once of a section that the other has nothing of that it is there, in place of all its numbers."""
    known = {_section(each) for each in other}
    for each in [each for each in whole if _section(each) not in known]:
        del whole[each]
        whole[_section(each)] = "there"


def _section(address: str) -> str:
    return address.split(".", maxsplit=1)[0].split("[", maxsplit=1)[0]


def _content(scenario: Scenario) -> dict[str, Any]:
    """Everything that is compared, by address."""
    found: dict[str, Any] = {
        "date": scenario.date,
        "theatre": scenario.theatre.name,
        "ground_law": scenario.ground_law,
        "objectives": [each.name for each in scenario.objectives],
        "formations": sorted({each.luck.split("/")[0] for each in scenario.battalions}),
        "measures": [each.name for each in scenario.measures],
    }
    former = renamed(scenario)
    found |= {
        printed(_under(former, steps)): _plain(number) for steps, number in numbers(scenario) if steps[0] not in BESIDE
    }
    pairs = {" and ".join(sorted(each.between)): each.rank for each in scenario.correlations}
    return found | {f"correlations.{pair}": rank for pair, rank in pairs.items()}


def _under(former: Mapping[Address, str], steps: Address) -> Address:
    """An address with every key of something that was renamed as it was before."""
    return tuple(former.get(steps[: place + 1], step) for place, step in enumerate(steps))


def _plain(number: Number) -> Any:
    if not isinstance(number, Evidence):
        return number
    return {name: getattr(number, name) for name in ("value", "low", "high", "unit", "shape")}
