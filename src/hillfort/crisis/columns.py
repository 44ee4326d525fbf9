"""What is doubted of warning and decision, by address, and its values by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from hillfort.crisis.posture import RULE, CrisisPosture
from hillfort.foundation.addresses import Address, parse, printed
from hillfort.foundation.doubted import Doubted, by_address, first_sentence, title_from
from hillfort.foundation.draws import uniform_table
from hillfort.foundation.evidence import Evidence
from hillfort.foundation.streams import DOUBT

Array = NDArray[np.float64]
GROUP = "Warning and decision"
SECTION = "crisis"
_FIELDS = {
    "hit_chance": "found where an attack follows",
    "false_chance": "found where none does",
    "days_before": "days before the end at which it is looked for",
}


def columns(posture: CrisisPosture) -> dict[str, Doubted]:
    """Everything that a draw may vary, by address; switches are no doubts."""
    return by_address(_columns(posture))


def _columns(posture: CrisisPosture) -> Iterator[Doubted]:
    for name, evidence in posture.assumptions.items():
        if not name.startswith(RULE):
            meaning = first_sentence(evidence.note)
            yield _doubted(("assumptions", name), title_from(meaning), evidence, meaning)
    for key in posture.in_order():
        signal = posture.signals[key]
        for field, said in _FIELDS.items():
            luck = printed((SECTION, "signals", signal.lucky(key), field))
            found = _doubted(("signals", key, field), f"{signal.title}: {said}", getattr(signal, field))
            yield replace(found, luck=luck)
    for country in sorted(posture.consents):
        yield _doubted(("consents", country), f"Consent of parliament, {country}", posture.consents[country])


def _doubted(steps: Address, title: str, evidence: Evidence, meaning: str = "") -> Doubted:
    return Doubted(printed((SECTION, *steps)), title, GROUP, evidence, meaning)


def name_of(address: str) -> str:
    """The name by which the value at an address is read.

    >>> [name_of(f"crisis.{each}") for each in ("assumptions.nation_days", "signals.mass.hit_chance", "consents.DE")]
    ['nation_days', 'mass.hit_chance', 'consents.DE']
    """
    _, kind, *rest = (str(step) for step in parse(address))
    return ".".join(rest) if kind != "consents" else ".".join((kind, *rest))


def drawn(posture: CrisisPosture, *, seed: int, draws: int, first_draw: int = 0) -> dict[str, Array]:
    """(draw,) values of everything by name, each from its own doubt: the same as in campaigns of the same seed."""
    listed = columns(posture)
    names = [each.stream_name for each in listed.values()]
    chances = uniform_table(names, stream=DOUBT, draws=draws, first_draw=first_draw, seed=seed)
    return {
        name_of(address): each.evidence.quantiles(chances[:, place])
        for place, (address, each) in enumerate(listed.items())
    }


def best(posture: CrisisPosture, draws: int = 1) -> Mapping[str, Array]:
    """(draw,) values of everything at its best estimate."""
    return {name_of(address): np.full(draws, each.value) for address, each in columns(posture).items()}
