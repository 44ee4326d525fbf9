"""References between the parts of a scenario: every name has to name something, on the right side and the right ground.

The rules read nodes, not models, so that they still see what is well formed in a file that has structure errors: one
pass finds both.
"""

from __future__ import annotations

from dataclasses import fields

from hillfort.campaign.acting import NEEDS, Present, refused
from hillfort.files.air.read import shipped_air_assumptions
from hillfort.files.forces.known import Known, Path
from hillfort.files.forces.templates import component_problems
from hillfort.files.scenario.luck_keys import luck_problems
from hillfort.files.sea.read import shipped_assumptions
from hillfort.files.yaml.lines import YamlNode, shorten
from hillfort.files.yaml.structure import where
from hillfort.forces.formation import Readiness
from hillfort.forces.template import Component, FormationTemplate, ListedFormation, Templates, expand
from hillfort.foundation.errors import Problem, did_you_mean
from hillfort.foundation.evidence import JUDGEMENT, Evidence
from hillfort.ground.reference.engagement import LAWS

MAX_BATTALIONS = 3000


def reference_problems(known: Known) -> list[Problem]:
    """Everything in a scenario that names what is not there."""
    _sides(known)
    _sources(known)
    _lifts(known)
    _barriers(known)
    _formations(known)
    _ways_in(known)
    _plan(known, ["orders"], known.section("orders"), "blue")
    _courses(known)
    for key, node in known.section("objectives").items():
        known.place(node.get("place"), ["objectives", key, "place"])
    _assumptions(known)
    known.problems += luck_problems(known.root)
    return known.problems


def _sides(known: Known) -> None:
    held: dict[str, str] = {}
    for side, node in known.section("sides").items():
        lists = {name: child.list for name in ("countries", "may_enter") if (child := node.get(name))}
        for name, entries in lists.items():
            for index, entry in enumerate(entries):
                known.one_of(entry, ["sides", side, name, index], known.countries, "a country of the theatre")
        enterable = {entry.text for entry in lists.get("may_enter", [])}
        for index, entry in enumerate(lists.get("countries", [])):
            path = where(["sides", side, "countries", index])
            if entry.text and held.setdefault(entry.text, side) != side:
                known.problems.append(entry.problem(path, f"'{entry.text}' is already held by {held[entry.text]}."))
            if entry.text and "may_enter" in lists and entry.text not in enterable:
                known.problems.append(entry.problem(path, f"'{entry.text}' is missing from may_enter of {side}."))
        supply = node.get("supply_from")
        for index, entry in enumerate(supply.list if supply else []):
            known.place(entry, ["sides", side, "supply_from", index])


def _sources(known: Known) -> None:
    listed = known.section("sources")
    if JUDGEMENT in listed:
        found = "is the built-in source of what nobody has published."
        known.problems.append(listed[JUDGEMENT].problem(where(["sources", JUDGEMENT]), found, "Choose another key."))


def _formations(known: Known) -> None:
    ways = {key: side.text for key, node in known.section("ways_in").items() if (side := node.get("side"))}
    sources = {*known.section("sources"), *known.sources, JUDGEMENT}
    _counted_twice(known)
    for key, node in known.section("formations").items():
        path: Path = ["formations", key]
        known.one_of(node.get("source"), [*path, "source"], sources, "one of the sources")
        country = node.get("country")
        if country and country.text and country.text not in known.section("quality"):
            found = f"'{shorten(country.text)}' has no entry in quality."
            known.problems.append(country.problem(where([*path, "country"]), found))
        _base(known, node, path)
        listed = node.get("ways_in")
        for index, way in enumerate(listed.list if listed else []):
            _way(known, way, [*path, "ways_in", index], ways, node.get("side"))
        _composition(known, key, node)
    battalions = sum(1 for unit in known.units if unit.endswith("#"))
    if battalions > MAX_BATTALIONS:
        found = f"make {battalions:,} battalions; at most {MAX_BATTALIONS:,} are simulated."
        known.problems.append(known.root.items["formations"].problem("formations", found))
    known.units = {unit: side for unit, side in known.units.items() if not unit.endswith("#")}


def _counted_twice(known: Known) -> None:
    """Two formations that are one: a measure brings in what the base, or another measure, has already."""
    seen: dict[str, tuple[str, YamlNode]] = {}
    for key, node in known.section("formations").items():
        named = node.get("stands_for")
        real = named.text if named is not None and named.text else key
        earlier, there = seen.setdefault(real, (key, node))
        if earlier == key:
            continue
        place = named if named is not None else node
        said = there.get("stands_for") or there
        found = f"'{shorten(real)}' is counted twice: it is also formations.{earlier} in {said.file}:{said.line}."
        advice = "Leave out one of the two, or change the one that is there."
        known.problems.append(place.problem(where(["formations", key]), found, advice))


def _base(known: Known, node: YamlNode, path: Path) -> None:
    base, ways = node.get("base"), node.get("ways_in")
    known.place(base, [*path, "base"], inside=False)
    place = known.gazetteer.find(base.text) if known.gazetteer and base and base.text else None
    if base and place and place.cell < 0 and not (ways and ways.list):
        found = f"'{place.name}' lies outside the theatre's ground, and the formation has no ways_in."
        known.problems.append(base.problem(where([*path, "base"]), found))


def _way(known: Known, way: YamlNode, path: Path, ways: dict[str, str | None], side: YamlNode | None) -> None:
    known.one_of(way, path, ways, "one of ways_in")
    if way.text in ways and side and side.text and ways[way.text] not in (None, side.text):
        known.problems.append(way.problem(where(path), f"'{way.text}' is a way in of {ways[way.text]}."))


def _composition(known: Known, key: str, node: YamlNode) -> None:
    """Check what the formation is made of, and note the ids that come out of it."""
    path: Path = ["formations", key]
    template, battalions = node.get("template"), node.get("battalions")
    if template is not None and template.value is None:
        template = None
    if template is not None and battalions is not None:
        found = "a formation has a template or battalions of its own, not both."
        known.problems.append(battalions.problem(where([*path, "battalions"]), found))
    if template is None and not (battalions is not None and battalions.list):
        found = "names neither a template nor its battalions."
        known.problems.append(node.problem(where(path), found, "Add `template: ...`."))
    known.one_of(template, [*path, "template"], known.templates.all_keys(), "one of the templates or battalion types")
    known.problems += component_problems(node, path, set(known.templates.types), set(known.templates.formations))
    side = node.get("side")
    known.units[key] = side.text if side is not None and side.text in ("blue", "red") else ""
    known.units |= _ids(known, key, node, known.units[key])


def _ids(known: Known, key: str, node: YamlNode, side: str) -> dict[str, str]:
    """Ids below a formation, its battalions also marked with '#' for counting."""
    template, listed = node.get("template"), node.get("battalions")
    composition = known.templates.find(template.text) if template is not None and template.text else None
    if composition is None and listed is not None:
        parts = [_component(entry, known.templates) for entry in listed.list]
        composition = FormationTemplate("", "", "brigade", "0" * 10, tuple(part for part in parts if part))
    if composition is None:
        return {}
    ready = Readiness(**{each.name: Evidence.fixed(0.0, "h") for each in fields(Readiness)})
    formations, units = expand(ListedFormation(key, "", "blue", "", composition, "", "", ready), known.templates)
    ids = {formation.id: side for formation in formations} | {unit.id: side for unit in units}
    return ids | {f"{unit.id}#": side for unit in units}


def _component(entry: YamlNode, templates: Templates) -> Component | None:
    kind, count = entry.get("type"), entry.get("count")
    number = count.value if count is not None else 1
    if kind is None or kind.text not in templates.types or not isinstance(number, int) or not 1 <= number <= 50:
        return None
    return Component(kind.text or "", number)


def _ways_in(known: Known) -> None:
    for key, node in known.section("ways_in").items():
        path: Path = ["ways_in", key]
        known.place(node.get("place"), [*path, "place"])
        known.place(node.get("start"), [*path, "start"], inside=False)
        through = node.get("through")
        for index, entry in enumerate(through.list if through else []):
            known.place(entry, [*path, "through", index], inside=False)


def _lifts(known: Known) -> None:
    sources = {*known.section("sources"), *known.sources, JUDGEMENT}
    for key, node in known.section("lifts").items():
        path: Path = ["lifts", key]
        known.place(node.get("start"), [*path, "start"], inside=False)
        known.one_of(node.get("source"), [*path, "source"], sources, "one of the sources")


def _barriers(known: Known) -> None:
    sources = {*known.section("sources"), *known.sources, JUDGEMENT}
    for key, node in known.section("barriers").items():
        path: Path = ["barriers", key]
        along = node.get("along")
        for index, entry in enumerate(along.list if along else []):
            known.place(entry, [*path, "along", index], inside=False)
        known.one_of(node.get("source"), [*path, "source"], sources, "one of the sources")


def _courses(known: Known) -> None:
    red = {unit for unit, side in known.units.items() if side == "red" and unit in known.section("formations")}
    for key, node in known.section("courses_of_action").items():
        path: Path = ["courses_of_action", key]
        staging, orders = node.get("staging"), node.get("orders")
        for unit, place in (staging.items if staging else {}).items():
            if unit not in red:
                found = f"'{shorten(unit)}' is not a formation of red."
                known.problems.append(place.problem(where([*path, "staging"]), found, did_you_mean(unit, red)))
            known.place(place, [*path, "staging", unit])
        _plan(known, [*path, "orders"], orders.items if orders else {}, "red")
        for field in ("opened", "takes_part"):
            named = node.get(field)
            for index, entry in enumerate(named.list if named else []):
                known.one_of(entry, [*path, field, index], known.countries, "a country of the theatre")
        aims = node.get("aims")
        for index, entry in enumerate(aims.list if aims else []):
            known.one_of(entry, [*path, "aims", index], known.section("objectives"), "an objective of the scenario")


def _plan(known: Known, path: Path, orders: dict[str, YamlNode], side: str) -> None:
    """Orders of one plan: forces of the side, each named once, and places that exist."""
    own = {unit for unit, of in known.units.items() if of in (side, "")}
    named: dict[str, str] = {}
    for key, node in orders.items():
        forces, tasks = node.get("forces"), node.get("tasks")
        for index, force in enumerate(forces.list if forces else []):
            here = [*path, key, "forces", index]
            if force.text is not None and force.text in known.units and force.text not in own:
                found = f"'{force.text}' belongs to the other side."
                known.problems.append(force.problem(where(here), found))
            else:
                known.one_of(force, here, own, f"a formation or battalion of {side}")
            if force.text is not None and named.setdefault(force.text, key) != key:
                found = f"'{force.text}' already has orders in '{named[force.text]}'."
                known.problems.append(force.problem(where(here), found))
        for index, task in enumerate(tasks.list if tasks else []):
            _task(known, task, [*path, key, "tasks", index])


def _task(known: Known, task: YamlNode, path: Path) -> None:
    for name in ("to", "at", "fallback"):
        known.place(task.get(name), [*path, name])
    known.one_of(task.get("lift"), [*path, "lift"], known.section("lifts"), "one of the scenario's lifts")
    for name in ("via", "watch"):
        listed = task.get(name)
        for index, entry in enumerate(listed.list if listed else []):
            known.place(entry, [*path, name, index])


def _assumptions(known: Known) -> None:
    present = _present(known)
    for key, node in known.section("assumptions").items():
        path: Path = ["assumptions", key]
        default = known.assumptions.get(key)
        unit = node.get("unit")
        if default is None:
            known.problems.append(node.problem(where(path), *_unknown(key, known)))
        elif lacking := refused(key, present):
            why, advice = NEEDS[lacking]
            known.problems.append(node.problem(where(path), f"cannot act in this scenario: {why}.", advice))
        elif unit is not None and unit.text is not None and unit.text != default.unit:
            found = f"'{shorten(unit.text)}' is not the unit of this assumption, which is '{default.unit}'."
            known.problems.append(unit.problem(where([*path, "unit"]), found))


def _present(known: Known) -> Present:
    """What the scenario has, as far as assumptions ask for it."""
    law = known.root.get("ground_law")
    return Present(
        air=known.root.get("air") is not None,
        sea=known.root.get("sea") is not None,
        ways_in=bool(known.section("ways_in")),
        classical=law is not None and law.text in LAWS[1:],
        cities=bool(known.section("cities")),
        month=_month(known),
        lifts=bool(known.section("lifts")),
    )


def _month(known: Known) -> int:
    """Month of D-day; 0 where the date is none."""
    node = known.root.get("date")
    month = (node.text or "")[5:7] if node is not None else ""
    return int(month) if month.isdigit() else 0


def _unknown(key: str, known: Known) -> tuple[str, str]:
    """What is wrong with the name of an assumption, and what to do: it may belong to the air or the sea."""
    for section, listed in (("air", shipped_air_assumptions()[0]), ("sea", shipped_assumptions()[0])):
        name = key.removeprefix(f"{section}.")
        if name in listed:
            if known.root.get(section) is None:
                return f"cannot act in this scenario: there is no `{section}` section.", NEEDS[f"{section} order"][1]
            return f"is an assumption of the {section}.", f"Set it as `{section}.assumptions.{name}`."
    return "is not one of the assumptions.", did_you_mean(key, known.assumptions)
