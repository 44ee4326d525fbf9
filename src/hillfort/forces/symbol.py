"""APP-6D symbol codes: 20 digits that name a unit's side, size and kind."""

from __future__ import annotations

_IDENTITY = {"blue": "3", "red": "6"}
_ECHELON = {"company": "15", "battalion": "16", "regiment": "17", "brigade": "18", "division": "21", "corps": "22"}


def symbol_code(side: str, *, echelon: str, kind: str) -> str:
    """The 20-digit APP-6D code of a land unit that is present.

    Parameters
    ----------
    side : str
        'blue' (friend) or 'red' (hostile).
    echelon : str
        'company', 'battalion', 'regiment', 'brigade', 'division' or 'corps'.
    kind : str
        Ten digits: the entity (6) and its two modifiers (2 + 2).

    Raises
    ------
    ValueError
        `side` or `echelon` is unknown, or `kind` is not ten digits.

    Sources
    -------
    NATO APP-6(D), 2017: set A (version, context, identity, symbol set, status, amplifiers) and set B (entity,
    modifiers), symbol set 10, land units.

    Examples
    --------
    >>> symbol_code("red", echelon="brigade", kind="1211020051")
    '10061000181211020051'
    """
    if side not in _IDENTITY or echelon not in _ECHELON:
        raise ValueError(f"no symbol for side '{side}' at echelon '{echelon}'")
    if len(kind) != 10 or not (kind.isascii() and kind.isdigit()):
        raise ValueError(f"'{kind}' is not the ten digits of an entity and its modifiers")
    return f"100{_IDENTITY[side]}1000{_ECHELON[echelon]}{kind}"
