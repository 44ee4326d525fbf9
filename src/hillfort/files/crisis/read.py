"""The `crisis` section of a scenario: laid on what comes with the package, turned into a `CrisisPosture`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from hillfort.campaign.scenario import Source
from hillfort.crisis.posture import CrisisPosture, Signal
from hillfort.files.crisis.schema import CrisisEntry, SignalEntry, SignalsFileEntry
from hillfort.files.evidence.entries import EvidenceEntry, luck_key
from hillfort.files.evidence.read import dated, read_assumptions, source_problems, sources_of
from hillfort.files.forces.known import Known
from hillfort.files.yaml.lines import read_yaml, shorten
from hillfort.files.yaml.shipped import DATA
from hillfort.files.yaml.structure import validated
from hillfort.foundation.errors import InputError, did_you_mean
from hillfort.foundation.evidence import Evidence

FOLDER = DATA / "crisis"
ToEvidence = Callable[[EvidenceEntry, str], Evidence]


@cache
def shipped() -> tuple[CrisisPosture, Mapping[str, Source]]:
    """What comes with the package, and its sources.

    Raises
    ------
    InputError
        Every problem of the files.
    """
    node = read_yaml(FOLDER / "signals.yaml")
    entry, problems = validated(SignalsFileEntry, node)
    problems += source_problems(node, set())
    if entry is None or problems:
        raise InputError(problems)
    own, (assumptions, file) = sources_of(entry.sources), read_assumptions(FOLDER / "assumptions.yaml")

    def evidence(said: EvidenceEntry, unit: str) -> Evidence:
        return dated(said, unit, own)

    signals = {key: _signal(key, each, evidence) for key, each in entry.signals.items()}
    consents = {country: evidence(each, "days") for country, each in entry.consents.items()}
    return CrisisPosture(signals, consents, assumptions), {**file.sources, **own}


def posture(entry: CrisisEntry | None, evidence: ToEvidence) -> CrisisPosture:
    """The domain's record of a section that has no problems; what comes with the package where there is none."""
    known = shipped()[0]
    if entry is None:
        return known
    overrides = {name: evidence(value, known.assumptions[name].unit) for name, value in entry.assumptions.items()}
    signals = {key: _signal(key, each, evidence) for key, each in entry.signals.items()}
    consents = {country: evidence(each, "days") for country, each in entry.consents.items()}
    return CrisisPosture(
        {**known.signals, **signals},
        {**known.consents, **consents},
        {**known.assumptions, **overrides},
        {name: value.why for name, value in entry.assumptions.items()},
    )


def _signal(key: str, entry: SignalEntry, evidence: ToEvidence) -> Signal:
    return Signal(
        key,
        entry.title,
        evidence(entry.hit_chance, "chance"),
        evidence(entry.false_chance, "chance"),
        evidence(entry.days_before, "days"),
        luck_key=luck_key(key, entry),
    )


def reference_problems(known: Known) -> None:
    """Assumptions of the section that nobody knows, or that are in another unit."""
    section = known.root.get("crisis")
    node = section.get("assumptions") if section is not None else None
    allowed = shipped()[0].assumptions
    for key, child in (node.items if node is not None else {}).items():
        unit = child.get("unit")
        if key not in allowed:
            found = "is not one of the assumptions about warning and decision."
            known.problems.append(
                child.problem(f"crisis.assumptions.{shorten(key)}", found, did_you_mean(key, allowed))
            )
        elif unit is not None and unit.text is not None and unit.text != allowed[key].unit:
            found = f"'{shorten(unit.text)}' is not the unit of this assumption, which is '{allowed[key].unit}'."
            known.problems.append(unit.problem(f"crisis.assumptions.{key}.unit", found))
