"""What a coupling is: one effect that crosses from one domain into another."""

from __future__ import annotations

from typing import NamedTuple


class Coupling(NamedTuple):
    """One effect."""

    name: str
    cause: str
    effect: str
    kernel: str
    """Package, module and function that apply it."""
    parameters: tuple[str, ...]
    """Assumptions that set its size: the function reads each of them."""
    source: str
    needs: str = ""
    """What a scenario has to have for it to act, a key of `acting.NEEDS`; '' for nothing."""
