"""A plugin for pytest: kernels run as the Python that they are written in, and still know themselves as `py_func`.

Used with `NUMBA_DISABLE_JIT=1`, under which numba hands back the function itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

os.environ["NUMBA_DISABLE_JIT"] = "1"

import numba

_njit: Any = numba.njit


def _known_to_itself(*given: Any, **options: Any) -> Callable[[Any], Any]:
    decorate = _njit(*given, **options)

    def compile_(function: Any) -> Any:
        made = decorate(function)
        made.py_func = made
        return made

    return compile_


numba.njit = _known_to_itself
