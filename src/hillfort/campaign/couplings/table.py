"""What acts on what: every effect that crosses from one domain into another, for an expert to review.

Each coupling has one function in the kernels that applies it and reads every assumption that sets its size, and a
source. What is not in this list has no effect in the model. To add one: its row in a file beside this one, and the line
of the kernel that reads the assumption; the value itself stands in a data file with its range and source.
"""

from __future__ import annotations

from hillfort.campaign.couplings.ashore import ASHORE
from hillfort.campaign.couplings.coupling import Coupling
from hillfort.campaign.couplings.law_and_ways import LAW_AND_WAYS
from hillfort.campaign.couplings.sky_and_sea import SKY_AND_SEA

COUPLINGS: tuple[Coupling, ...] = (*ASHORE, *SKY_AND_SEA, *LAW_AND_WAYS)
