"""What gets through a defence: layers, shots, channels, magazines and failures that layers share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DefenceLayer:
    """One layer of a defence as a raid meets it."""

    name: str
    channels: int
    """Targets that it can engage at once."""
    cycle_s: float
    """Seconds that one engagement occupies a channel."""
    window_s: float
    """Seconds that a target spends inside the envelope."""
    kill: float
    """Chance that one shot kills."""
    shots: int
    """Shots at each target engaged."""
    magazine: int
    """Missiles ready to fire; a raid is over before anyone reloads."""

    @property
    def capacity(self) -> int:
        """Targets of one raid that it can engage: by time on channels, and by missiles."""
        by_time = window_capacity(self.channels, window_s=self.window_s, cycle_s=self.cycle_s)
        return min(by_time, self.magazine // self.shots)

    @property
    def miss(self) -> float:
        """Chance that a target which is engaged goes on."""
        return float((1.0 - self.kill) ** self.shots)


def leak_share(misses: Sequence[float], *, common: float = 0.0) -> float:
    """Chance that one object passes every layer, given each layer's own chance to miss.

    Parameters
    ----------
    misses : sequence of float
        Chance that each layer lets an engaged object pass, 0 to 1.
    common : float
        Share of the best layer's failures that befall all layers at once (the beta factor): 0 gives the product of
        independent layers, 1 a defence that is as good as its best layer alone.

    Assumes
    -------
    One common cause for all layers; each layer's own chance to miss stays what it is whatever `common` is.

    Sources
    -------
    Product formula of layered defence; beta-factor of reliability engineering.

    Examples
    --------
    >>> round(leak_share([0.5, 0.09]), 3)
    0.045
    >>> round(leak_share([0.5, 0.09], common=0.5), 4)
    0.0664
    """
    if not misses:
        return 1.0
    shared = common * min(misses)
    if shared >= 1.0:
        return 1.0
    alone = math.prod((miss - shared) / (1.0 - shared) for miss in misses)
    return shared + (1.0 - shared) * alone


def no_leak_chance(objects: int, *, leak: float) -> float:
    """Chance that none of so many objects gets through.

    Assumes
    -------
    Objects are independent of each other.

    Examples
    --------
    >>> round(no_leak_chance(10, leak=0.045), 5)
    0.63101
    """
    return float((1.0 - leak) ** objects)


def shots_needed(objects: int, *, kill: float, wanted: float) -> float:
    """Shots at each object so that none leaks with the wanted chance; round up for the number to buy.

    Sources
    -------
    Wilkening's inventory rule for a barrage: K = wanted^(1/objects), n = ln(1-K) / ln(1-kill).

    Examples
    --------
    >>> round(shots_needed(10, kill=0.7, wanted=0.8), 3)
    3.168
    """
    each = wanted ** (1.0 / objects)
    return math.log1p(-each) / math.log1p(-kill)


def shoot_look_shoot(kill: float, *, looks: int) -> tuple[float, float]:
    """Chance to kill with so many single shots, looking after each, and the missiles that it takes on average.

    Assumes
    -------
    Every look tells truly whether the target is dead, and there is time for it.

    Examples
    --------
    >>> [round(x, 3) for x in shoot_look_shoot(0.7, looks=2)]
    [0.91, 1.3]
    """
    missed = [(1.0 - kill) ** look for look in range(looks)]
    return 1.0 - (1.0 - kill) ** looks, sum(missed)


def window_capacity(channels: int, *, window_s: float, cycle_s: float) -> int:
    """Targets that can be engaged while a raid crosses the envelope: each channel as often as its cycle fits.

    Assumes
    -------
    The raid comes at once; every channel is free when it comes.

    Examples
    --------
    >>> window_capacity(4, window_s=60, cycle_s=20)
    12
    """
    return channels * math.floor(window_s / cycle_s + 1e-9)


def window_leakers(objects: int, *, capacity: int, kill: float) -> float:
    """Expected leakers of a raid that comes at once: all beyond the capacity, and those who are missed.

    Assumes
    -------
    One shot at each object engaged; those beyond the capacity are not shot at.

    Examples
    --------
    >>> round(window_leakers(20, capacity=12, kill=0.7), 1)
    11.6
    """
    return max(0, objects - capacity) + min(objects, capacity) * (1.0 - kill)


def blocked_share(load: float, *, channels: int) -> float:
    """Share of random arrivals that find every channel busy (Erlang's loss formula).

    Parameters
    ----------
    load : float
        Arrivals in one engagement time.
    channels : int
        Engagements at once.

    Assumes
    -------
    Arrivals are random (Poisson); nobody waits: an object that finds no channel passes.

    Sources
    -------
    Erlang B, by the usual recursion.

    Examples
    --------
    >>> round(blocked_share(2.0, channels=4), 6)
    0.095238
    """
    blocked = 1.0
    for busy in range(1, channels + 1):
        blocked = load * blocked / (busy + load * blocked)
    return blocked


def random_leak(load: float, *, channels: int, kill: float) -> float:
    """Share of random arrivals that leak: those who find no channel free, and those who are missed.

    Assumes
    -------
    As `blocked_share`; one shot each.

    Examples
    --------
    >>> round(random_leak(3.0, channels=4, kill=0.8), 6)
    0.364885
    """
    return 1.0 - kill * (1.0 - blocked_share(load, channels=channels))


def raid_leakers(objects: int, *, layers: Sequence[DefenceLayer], common: float = 0.0) -> float:
    """Expected leakers of a raid through layers, outermost first, each limited by channels, time and missiles.

    Assumes
    -------
    The raid comes at once. A layer engages as many of those still flying as it can, at random, and ignores the rest.
    A share of the objects is immune to every layer (`common` times the best layer's chance to miss) but still takes
    up its channels. Nobody reloads during a raid.

    Examples
    --------
    >>> inner = DefenceLayer("inner", channels=4, cycle_s=20, window_s=60, kill=0.7, shots=1, magazine=32)
    >>> round(raid_leakers(20, layers=[inner]), 1)
    11.6
    """
    immune = objects * common * min((layer.miss for layer in layers), default=0.0)
    mortal = objects - immune
    for layer in layers:
        flying = immune + mortal
        if mortal <= 0.0 or objects <= 0:
            break
        engaged = min(1.0, layer.capacity / flying)
        share = immune / objects
        missed = (layer.miss - share) / (1.0 - share)
        mortal *= 1.0 - engaged * (1.0 - missed)
    return immune + mortal
