"""Things of a scenario that have a key, and the key that stands for it wherever luck is looked up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """What has a key in a scenario: the key is part of its luck, and of the order in which things are worked through.

    One that was renamed keeps both where its former key stands here. A digest leaves it out where it is not used.
    """

    luck_key: str = ""
    """Stands for the key wherever luck is looked up and order is made; '' for the key itself."""

    IF_ANY: ClassVar[tuple[str, ...]] = ("luck_key",)

    def lucky(self, key: str) -> str:
        """The key under which luck is looked up of what has some key.

        >>> Keyed().lucky("north"), Keyed(luck_key="old-north").lucky("north")
        ('north', 'old-north')
        """
        return self.luck_key or key


KINDS: tuple[tuple[tuple[str, ...], ...], ...] = (
    (("formations",),),
    (("types",),),
    (("orders",),),
    (("courses_of_action",),),
    (("courses_of_action", "*", "orders"),),
    (("ways_in",),),
    (("lifts",),),
    (("barriers",),),
    (("air", "squadrons"), ("air", "policing"), ("air", "batteries"), ("air", "missiles")),
    (("air", "tracks"),),
    *((("sea", part),) for part in ("waters", "lanes", "strikers", "surface", "submarines", "clearance")),
    (("crisis", "signals"),),
)
"""Sections of a file whose things have luck of their own; in those of one kind a luck key stands once."""
