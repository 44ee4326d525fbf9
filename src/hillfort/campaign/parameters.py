"""Which assumptions the kernels of a campaign read: all that the tables of couplings and steps name."""

from __future__ import annotations

from hillfort.campaign._kernels.records import SINGLE
from hillfort.campaign.acting import listed
from hillfort.ground.fitted import FITTED

OF_OTHERS = ("air_", "sea.")
"""How names of those begin that belong to an order for the air or the sea."""
WARNING = "warning_h"
"""Of the course of action, not of the file of assumptions."""


def _double() -> tuple[str, ...]:
    known = {*SINGLE, *FITTED, WARNING}
    return tuple(dict.fromkeys(name for name, _ in listed() if name not in known and not name.startswith(OF_OTHERS)))


DOUBLE = _double()
"""Assumptions that kernels read in double precision: all but `SINGLE`, the fitted ones and the warning."""
PARAMETERS = (*SINGLE, *DOUBLE)
"""Assumptions of the campaign that stand in `data/assumptions.yaml`."""
