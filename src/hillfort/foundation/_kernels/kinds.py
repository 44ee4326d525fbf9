"""What kernels are handed: kinds of arrays, by word.

A record's fields are known to numpy and to the compiler; to the type checker they are anything.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Records = np.ndarray
"""An array of records; each family of kernels says which in its own words."""
Record = np.record
"""One record."""
Numbers = NDArray[np.floating[Any]]
Integers = NDArray[np.integer[Any]]
Marks = NDArray[np.integer[Any]]
"""Whole numbers that stand for words, as small as they can be."""
