"""Numbers of a frozen record by their address: what is there, another record with others,
and the nearest right address.

A record shows its numbers and what holds numbers: fields that are evidence, plain numbers, mappings, tuples or records.
A class whose files look otherwise says so itself: `parts()` gives what it shows and `with_part(step, part)` a copy with
another, `HIDDEN` names fields that are reached elsewhere, `LIMITS` the least and most of a field, `UNITS` the units of
fields that may be unset.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from hillfort.foundation.addresses import Address, Step, advice, near_step, parse, printed
from hillfort.foundation.domains import Domain, problems_in
from hillfort.foundation.errors import InputError, Problem
from hillfort.foundation.evidence import Evidence, problems_of

Number = Evidence | int | float
Root = TypeVar("Root")


def get(root: Any, address: str) -> Number:
    """The number that stands at an address: evidence, or a plain number where the file has one.

    Parameters
    ----------
    root : a frozen record
        A scenario, as a rule.
    address : str
        As tables, files and error messages print it.

    Raises
    ------
    InputError
        Nothing stands there; the problem names the nearest right address in that place, or what there is.

    Examples
    --------
    >>> import hillfort as hf
    >>> get(hf.scenario("marrow"), "courses_of_action.middle-road.warning_h").value
    24.0
    """
    steps = _parsed(root, address)
    chain = _chain(root, steps)
    if isinstance(chain, Problem):
        raise InputError(chain)
    found = chain[-1]
    if isinstance(found, Evidence | int | float):
        return found
    if found is None:
        raise InputError(_problem(root, steps, "is not set: it is worked out.", "Set it to have another."))
    raise InputError(_not_a_number(root, steps, found))


def at(root: Any, address: str) -> Number | None:
    """The number that stands at an address, or None where none does."""
    try:
        return get(root, address)
    except InputError:
        return None


def replace(root: Root, values: Mapping[str, Number]) -> Root:
    """A copy in which other numbers stand at some addresses; the record that was given stays as it is.

    Parameters
    ----------
    root : a frozen record
    values : mapping
        Address to evidence in the unit that stands there, or to a plain number: one that is certain, in that unit.

    Raises
    ------
    InputError
        Every address at which nothing stands, and every value that cannot stand where it should.

    Examples
    --------
    >>> import hillfort as hf
    >>> war = replace(hf.scenario("marrow"), {"formations.cc-bde.notice_to_move_h": 24})
    >>> get(war, "formations.cc-bde.notice_to_move_h").high
    24
    """
    found: list[Problem] = []
    ready: list[tuple[Address, Number]] = []
    for address, value in values.items():
        try:
            ready.append(_fitting(root, _parsed(root, address), value))
        except InputError as error:
            found += error.problems
    twice = [steps for steps, _ in ready]
    found += [_problem(root, steps, "is set twice.") for steps in dict.fromkeys(twice) if twice.count(steps) > 1]
    if found:
        raise InputError(found, str(getattr(root, "name", "")))
    for steps, fitting in ready:
        root = _put(root, steps, fitting)
    return root


def nearest(root: Any, address: str) -> str:
    """The right address that is most like one that may be wrong, as far as there is one; itself where it is right.

    >>> import hillfort as hf
    >>> nearest(hf.scenario("marrow"), "formation.cc-bde.notice_h")
    'formations.cc-bde.notice_to_move_h'
    """
    try:
        steps = parse(address)
    except ValueError:
        return ""
    found: list[Step] = []
    for step in steps:
        allowed = parts_of(root)
        near = step if step in allowed else near_step(step, list(allowed))
        if near is None:
            break
        found.append(near)
        root = allowed[near]
    return printed(found)


def addresses(root: Any) -> Iterator[str]:
    """Every address at which a number stands, in the order of the record.

    >>> import hillfort as hf
    >>> "quality.AA" in set(addresses(hf.scenario("marrow")))
    True
    """
    for steps, _ in numbers(root):
        yield printed(steps)


def numbers(root: Any, above: Address = ()) -> Iterator[tuple[Address, Number]]:
    """Every number with the steps to it."""
    for step, part in parts_of(root).items():
        if isinstance(part, Evidence | int | float):
            yield (*above, step), part
        elif part is not None:
            yield from numbers(part, (*above, step))


def parts_of(thing: Any) -> Mapping[Step, Any]:
    """What a record shows, by step; nothing for a number."""
    if isinstance(thing, Evidence | int | float | str) or thing is None:
        return {}
    if hasattr(thing, "parts"):
        shown: Mapping[Step, Any] = thing.parts()
        return shown
    if isinstance(thing, Mapping):
        return {key: part for key, part in thing.items() if _shows(part)}
    if isinstance(thing, tuple):
        return {index: part for index, part in enumerate(thing) if _shows(part)}
    return fields_of(thing)


def fields_of(record: Any) -> dict[Step, Any]:
    """The fields of a record that are numbers or hold some."""
    if not dataclasses.is_dataclass(record):
        return {}
    hidden, units = getattr(record, "HIDDEN", ()), getattr(record, "UNITS", {})
    found: dict[Step, Any] = {}
    for each in dataclasses.fields(record):
        part = getattr(record, each.name)
        if each.name not in hidden and (_shows(part) or each.name in units):
            found[each.name] = part
    return found


def _shows(part: Any) -> bool:
    if isinstance(part, bool) or part is None or isinstance(part, str):
        return False
    if isinstance(part, Evidence | int | float):
        return True
    if isinstance(part, Mapping):
        return any(_shows(each) for each in part.values())
    if isinstance(part, tuple):
        return any(_shows(each) for each in part)
    return dataclasses.is_dataclass(part) and bool(parts_of(part))


def _put(thing: Any, steps: Address, value: Number) -> Any:
    if not steps:
        return value
    step = steps[0]
    part = _put(parts_of(thing)[step], steps[1:], value)
    if hasattr(thing, "with_part"):
        return thing.with_part(step, part)
    return with_field(thing, step, part)


def with_field(thing: Any, step: Step, part: Any) -> Any:
    """A copy of a mapping, tuple or record with another entry."""
    if isinstance(thing, Mapping):
        return {**thing, step: part}
    if isinstance(thing, tuple):
        return tuple(part if index == step else each for index, each in enumerate(thing))
    return dataclasses.replace(thing, **{str(step): part})


def _parsed(root: Any, address: str) -> Address:
    try:
        return parse(address)
    except (ValueError, TypeError) as error:
        advice = "Write steps with dots between them, as in formations.cc-bde.notice_to_move_h."
        raise InputError(Problem(_file(root), 0, str(address), f"{error}.", advice)) from None


def _chain(root: Any, steps: Address) -> list[Any] | Problem:
    """The record, what it leads through and what stands at the end; or what is wrong with the address."""
    chain = [root]
    for place, step in enumerate(steps):
        allowed = parts_of(chain[-1])
        if step not in allowed:
            if not allowed:
                found = f"'{printed(steps[:place])}' is a number and holds nothing."
                return Problem(_file(root), 0, printed(steps), found, f"Write '{printed(steps[:place])}'.")
            found = f"'{step}' is not there." if isinstance(step, str) else f"There is no [{step}]."
            return Problem(_file(root), 0, printed(steps), found, _advice(root, steps, place, allowed))
        chain.append(allowed[step])
    return chain


def _advice(root: Any, steps: Address, place: int, allowed: Mapping[Step, Any]) -> str:
    """The nearest address in that place, whole where the rest of it is right or can be put right."""
    said = advice(steps[place], steps[:place], list(allowed))
    near = near_step(steps[place], list(allowed))
    if near is None:
        below = (found for part, child in allowed.items() for found, _ in numbers(child, (*steps[:place], part)))
        deeper = next((found for found in below if found[-1] == steps[-1]), None)
        return f"Did you mean '{printed(deeper)}'?" if deeper else said
    whole = nearest(root, printed((*steps[:place], near, *steps[place + 1 :])))
    return f"Did you mean '{whole}'?" if whole else said


def _not_a_number(root: Any, steps: Address, found: Any) -> Problem:
    inside = [printed((step,)) if isinstance(step, str) else f"[{step}]" for step in parts_of(found)]
    listed = ", ".join(inside[:12]) + (", …" if len(inside) > 12 else "")
    return _problem(root, steps, "is not one number.", f"It holds {listed}." if listed else "")


def _problem(root: Any, steps: Address, found: str, what_to_do: str = "") -> Problem:
    return Problem(_file(root), 0, printed(steps), found, what_to_do)


def _file(root: Any) -> str:
    return str(getattr(root, "name", "") or "request")


def _fitting(root: Any, steps: Address, value: Number) -> tuple[Address, Number]:
    """The value as it will stand there; every reason why it cannot is raised."""
    chain = _chain(root, steps)
    if isinstance(chain, Problem):
        raise InputError(chain)
    now = chain[-1]
    if now is not None and not isinstance(now, Evidence | int | float):
        raise InputError(_not_a_number(root, steps, now))
    if isinstance(value, bool) or not isinstance(value, Evidence | int | float):
        found = f"{value!r} is neither evidence nor a number."
        raise InputError(_problem(root, steps, found, "Give a number or an Evidence."))
    units = getattr(chain[-2], "UNITS", {})
    unit = now.unit if isinstance(now, Evidence) else units.get(steps[-1], "")
    if isinstance(now, int | float):
        fitting: Number = _plain(root, steps, now, value)
    elif isinstance(value, Evidence):
        fitting = value if value.unit or not unit else dataclasses.replace(value, unit=unit)
    else:
        fitting = Evidence.fixed(value, unit)
    wrong = _wrong(fitting, now, unit)
    if not wrong:
        wrong = _outside(chain, steps, fitting)
    if wrong:
        raise InputError([_problem(root, steps, found) for found in wrong])
    return steps, fitting


def _plain(root: Any, steps: Address, now: float, value: Number) -> Number:
    if isinstance(value, Evidence) or (isinstance(now, int) and int(value) != value):
        kind = "a whole number" if isinstance(now, int) else "a plain number"
        raise InputError(_problem(root, steps, f"{value!r} stands where {kind} is expected."))
    return type(now)(value)


def _wrong(value: Number, now: Number | None, unit: str) -> list[str]:
    if not isinstance(value, Evidence):
        return []
    found = [f"{each}." for each in problems_of(value)]
    if unit and value.unit != unit:
        found.append(f"'{value.unit}' is not its unit, which is '{unit}'.")
    if now is None and not unit and not value.unit:
        found.append("has no unit of its own: give an Evidence with one.")
    return found


def _outside(chain: list[Any], steps: Address, value: Number) -> list[str]:
    """What lies outside what can be, by the limits of the field and by its unit and name."""
    found = problems_in(steps, value)
    unit = value.unit if isinstance(value, Evidence) else ""
    for owner, step in zip(reversed(chain[:-1]), reversed(steps), strict=True):
        limits = getattr(owner, "LIMITS", {}).get(step)
        if limits is not None and not found:
            ends = (value.low, value.high) if isinstance(value, Evidence) else (value,)
            found = [
                text for each in dict.fromkeys(ends) if (text := Domain(limits[0], limits[1], "").problem(each, unit))
            ]
    return found


def problems(root: Any) -> list[Problem]:
    """Every number of a record that cannot be what it is, with its address: for whoever made it without a file.

    >>> import hillfort as hf
    >>> problems(hf.scenario("marrow"))
    []
    """
    found = []
    for steps, number in numbers(root):
        wrong = [f"{text}." for text in problems_of(number)] if isinstance(number, Evidence) else []
        found += [_problem(root, steps, text) for text in wrong or problems_in(steps, number)]
    return found
