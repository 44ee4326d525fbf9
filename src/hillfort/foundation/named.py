"""Columns of numbers as records, so that a kernel asks for a value by its name and never by a position."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import DTypeLike


def record_of(names: Sequence[str], number: DTypeLike, double: Collection[str] = ()) -> np.dtype[np.void]:
    """Record with one field of the same kind of number for each name, but double precision for those of `double`.

    >>> record_of(("surrender_h", "fatigue_h"), "f4").names
    ('surrender_h', 'fatigue_h')
    """
    return np.dtype([(name, np.float64 if name in double else number) for name in names], align=True)


def by_name(
    values: np.ndarray, names: Sequence[str], *, among: Sequence[str] | None = None, double: Collection[str] = ()
) -> np.recarray:
    """Some columns of a matrix as records: (draw, column) numbers to (draw,) records with one field for each name.

    Parameters
    ----------
    values : (draw, column) array of float
        One row for each draw.
    names : sequence of str
        Fields of the records, in this order.
    among : sequence of str, optional
        What the columns are called; where it is not given, the first columns are those of `names`.
    double : collection of str
        Names of the fields that hold double precision, whatever the columns hold.

    Raises
    ------
    ValueError
        A name is not among the columns.

    Examples
    --------
    >>> found = by_name(np.array([[1.0, 2.0, 3.0]]), ("c", "a"), among=("a", "b", "c"))
    >>> float(found[0].c), float(found[0].a)
    (3.0, 1.0)
    """
    order = list(range(len(names))) if among is None else [_place(name, among) for name in names]
    found = np.zeros(len(values), record_of(names, values.dtype, double)).view(np.recarray)
    for name, column in zip(names, order, strict=True):
        found[name] = values[:, column]
    return found


def groups_by_name(values: np.ndarray, names: Sequence[str], *, first: int, count: int) -> np.recarray:
    """Columns that repeat for each of several things as records: (draw, column) to (draw, count) records.

    The columns of the first thing begin at `first`, in the order of `names`; those of the next thing follow.

    >>> found = groups_by_name(np.array([[9.0, 1.0, 2.0, 3.0, 4.0]]), ("a", "b"), first=1, count=2)
    >>> found.shape, float(found[0, 1].a)
    ((1, 2), 3.0)
    """
    kind = record_of(names, values.dtype)
    if count == 0:
        return np.zeros((len(values), 0), kind).view(np.recarray)
    chosen = np.ascontiguousarray(values[:, first : first + count * len(names)])
    return chosen.view(kind).view(np.recarray)


def _place(name: str, among: Sequence[str]) -> int:
    try:
        return among.index(name)
    except ValueError:
        raise ValueError(f"'{name}' is not among the {len(among)} columns.") from None
