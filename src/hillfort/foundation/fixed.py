"""Mappings that stay as they are, and a digest of what frozen records hold."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn, TypeVar

import numpy as np

Key = TypeVar("Key")
Value = TypeVar("Value")


class Fixed(dict[Key, Value]):
    """A mapping that cannot be changed: a copy with other entries is a plain one, as in `{**fixed, key: value}`.

    >>> held = Fixed({"EE": 1.0})
    >>> held["EE"] = 2.0
    Traceback (most recent call last):
    TypeError: this mapping is part of a frozen record; make a copy with other entries, for a scenario with `vary`
    """

    def _refused(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError(
            "this mapping is part of a frozen record; make a copy with other entries, for a scenario with `vary`"
        )

    __setitem__ = __delitem__ = __ior__ = _refused
    clear = pop = popitem = setdefault = update = _refused

    def __reduce__(self) -> tuple[Any, ...]:
        return Fixed, (dict(self),)


def fix(record: Any) -> None:
    """Make every mapping among the fields of a frozen record one that cannot be changed; for its `__post_init__`."""
    for each in dataclasses.fields(record):
        value = getattr(record, each.name)
        if isinstance(value, dict) and not isinstance(value, Fixed):
            object.__setattr__(record, each.name, Fixed(value))


def content_digest(thing: Any) -> str:
    """SHA-256 of what a record holds: the same for equal content, on any machine and in any process.

    Fields that do not count when records are compared (`compare=False`), or that a record names in `BESIDE`, do not
    count here. Mappings count as sets of pairs but for those that a record names in `ORDERED`. Numbers count by value
    to twelve digits, so that another machine's last digit in a computed one does not.

    >>> content_digest({"b": 1, "a": (2.0, "x")}) == content_digest({"a": (2, "x"), "b": 1.0})
    True
    """
    total = hashlib.sha256()
    for part in _parts(thing):
        total.update(part)
        total.update(b"\\x1f")
    return total.hexdigest()


def _parts(thing: Any) -> Iterator[bytes]:
    if isinstance(thing, np.ndarray):
        yield f"{thing.dtype.str}{thing.shape}".encode()
        yield np.ascontiguousarray(thing).tobytes()
    elif thing is None or isinstance(thing, bool | str):
        yield f"{type(thing).__name__}:{thing}".encode()
    elif isinstance(thing, int | float | np.integer | np.floating):
        yield f"number:{float(thing):.12g}".encode()
    elif isinstance(thing, Mapping):
        yield b"{"
        for key in sorted(thing, key=str):
            yield f"key:{key}".encode()
            yield from _parts(thing[key])
        yield b"}"
    elif isinstance(thing, tuple | list | frozenset | set):
        yield b"["
        for each in sorted(thing, key=str) if isinstance(thing, frozenset | set) else thing:
            yield from _parts(each)
        yield b"]"
    elif dataclasses.is_dataclass(thing):
        yield from _record(thing)
    else:
        raise TypeError(f"{type(thing).__name__} is no content that has a digest")


def _record(record: Any) -> Iterator[bytes]:
    own = getattr(record, "content_digest", None)
    if own is not None:
        yield f"digest:{own}".encode()
        return
    ordered, beside = getattr(record, "ORDERED", ()), getattr(record, "BESIDE", ())
    yield f"record:{type(record).__name__}".encode()
    for each in dataclasses.fields(record):
        if not each.compare or each.name in beside:
            continue
        value = getattr(record, each.name)
        if each.name in getattr(record, "IF_ANY", ()) and not value:
            continue
        yield f"field:{each.name}".encode()
        if each.name in ordered:
            yield from _parts(tuple(value))
        yield from _parts(value)
    yield b"end"
