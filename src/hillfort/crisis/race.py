"""Who is ready first: published closed forms of warning time against mobilisation, and forces by day."""

from __future__ import annotations

import math
from collections.abc import Sequence

FAR = 12.0
"""Standard deviations beyond which a normal law holds nothing that a sum notices."""


def ready_first(rate_per_day: float, other_per_day: float) -> float:
    """Chance to be ready before the other where both times are exponential.

    >>> round(ready_first(0.1, 1 / 14), 5)
    0.58333
    """
    return rate_per_day / (rate_per_day + other_per_day)


def ready_first_lognormal(median: float, other: float, spread: float, *, delay: float = 0.0) -> float:
    """Chance to be ready before the other: both times lognormal with the same spread of ln days, ours begins later.

    Parameters
    ----------
    median, other : float
        Days until half of us, and of them, are ready.
    spread : float
        Standard deviation of ln days.
    delay : float
        Days that we take to decide, before ours begins.

    Examples
    --------
    >>> [round(ready_first_lognormal(12, 10, 0.4, delay=days), 3) for days in (0, 2, 5)]
    [0.374, 0.256, 0.131]
    """
    from scipy.integrate import quad
    from scipy.special import ndtr
    from scipy.stats import norm

    if delay <= 0.0:
        return float(ndtr(math.log(other / median) / (spread * math.sqrt(2.0))))

    def both(score: float) -> float:
        theirs = other * math.exp(spread * score)
        left = theirs - delay
        return float(norm.pdf(score) * ndtr(math.log(left / median) / spread)) if left > 0.0 else 0.0

    return float(quad(both, -FAR, FAR)[0])


def strike_first(peace: float, first: float, second: float) -> float:
    """Belief in the other's attack from which striking first pays: what it costs over what it spares.

    >>> strike_first(0.0, -50.0, -80.0)
    0.625
    """
    return (peace - first) / (peace - second)


def there_by(day: float, forces: Sequence[tuple[float, float]]) -> float:
    """Force that is there by a day: the sum of those whose day has come, as (day, size).

    >>> there_by(3.0, [(0.0, 24.0), (21.0, 10.0)])
    24.0
    """
    return sum(size for ready, size in forces if ready <= day)
