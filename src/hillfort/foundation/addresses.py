"""Addresses: where a number of a scenario stands, as one string that is read, printed and typed everywhere.

address = step, { "." step | "[" number "]" }
step    = name without . [ ] " and outer spaces | '"' any text, a quote in it doubled '"'
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence

from hillfort.foundation.errors import did_you_mean

Step = str | int
"""A key or a field, or the number of an entry of a list, from 0."""
Address = tuple[Step, ...]

_PLAIN = re.compile(r"[^.\[\]\"\s](?:[^.\[\]\"]*[^.\[\]\"\s])?\Z")
_NEXT = re.compile(r"\[(?P<number>[0-9]{1,6})\]|(?P<dot>\.?)(?:\"(?P<quoted>(?:[^\"]|\"\")*)\"|(?P<name>[^.\[\]\"]+))")
NEAR = 0.6
"""How like a word has to be to be meant (ratio of `difflib`)."""


def parse(text: str) -> Address:
    """The steps of an address.

    Raises
    ------
    ValueError
        The text is no address; the message says from where on.

    Examples
    --------
    >>> parse("orders.border.tasks[0].start_h")
    ('orders', 'border', 'tasks', 0, 'start_h')
    >>> parse('ways_in."Road by St. Anna".battalions_per_day')
    ('ways_in', 'Road by St. Anna', 'battalions_per_day')
    >>> parse("quality..EE")
    Traceback (most recent call last):
    ValueError: 'quality..EE' is no address from '..EE' on
    """
    steps: list[Step] = []
    at = 0
    while at < len(text):
        found = _NEXT.match(text, at)
        first, number = not steps, found is not None and found["number"] is not None
        if found is None or (first and number) or (not number and (found["dot"] == ".") == first):
            raise ValueError(f"'{text}' is no address from '{text[at:]}' on")
        if number:
            steps.append(int(found["number"]))
        else:
            name = found["name"] if found["name"] is not None else found["quoted"].replace('""', '"')
            if found["name"] is not None and name != name.strip():
                raise ValueError(f"'{text}' is no address from '{text[at:]}' on")
            steps.append(name)
        at = found.end()
    if not steps:
        raise ValueError("'' is no address")
    return tuple(steps)


def printed(steps: Iterable[Step]) -> str:
    """The address of some steps; `parse` gives the steps back.

    >>> printed(("orders", "border", "tasks", 0)), printed(("sea", "waters", "Irbe Strait")), printed(("a", "b.c"))
    ('orders.border.tasks[0]', 'sea.waters.Irbe Strait', 'a."b.c"')
    """
    text = ""
    for step in steps:
        if isinstance(step, int):
            text += f"[{step}]"
            continue
        quoted = '"' + step.replace('"', '""') + '"'
        text += ("." if text else "") + (step if _PLAIN.match(step) else quoted)
    return text


def near_step(step: Step, allowed: Sequence[Step]) -> Step | None:
    """The allowed step that is most like one that is not allowed; None where none is like it.

    >>> near_step("warning", ["warning_h", "orders"]), near_step(7, [0, 1]), near_step("zzz", ["a"])
    ('warning_h', 1, None)
    >>> near_step("ru", ["RU", "EE"])
    'RU'
    """
    numbers = [each for each in allowed if isinstance(each, int)]
    if isinstance(step, int):
        return min(numbers, key=lambda each: abs(each - step), default=None)
    words = {
        each.casefold(): each for each in sorted((each for each in allowed if isinstance(each, str)), reverse=True)
    }
    near = difflib.get_close_matches(step.casefold(), sorted(words), n=1, cutoff=NEAR)
    return words[near[0]] if near else None


def advice(step: Step, place: Address, allowed: Sequence[Step]) -> str:
    """What stands where an address goes wrong: the whole address of the nearest, and otherwise what is there.

    >>> advice("notice_h", ("formations", "de-bde"), ["notice_to_move_h", "manning_share"])
    "Did you mean 'formations.de-bde.notice_to_move_h'?"
    >>> advice("x", ("quality",), ["EE", "RU"])
    'Allowed in quality: EE, RU.'
    """
    near = near_step(step, allowed)
    if near is not None:
        return f"Did you mean '{printed((*place, near))}'?"
    listed = did_you_mean("", [printed((each,)) if isinstance(each, str) else f"[{each}]" for each in allowed])
    return listed.replace("Allowed:", f"Allowed in {printed(place)}:", 1) if place else listed
