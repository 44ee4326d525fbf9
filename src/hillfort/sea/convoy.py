"""Convoys: what sailing together does to the chance of being found, and escorts to what follows."""

from __future__ import annotations


def expected_losses(*, sightings: float, lost_per_sighting: float) -> float:
    """Ships lost: chance of being sighted, times those lost when sighted, summed over what sails by itself.

    Sources
    -------
    The published example of the worth of convoys: 50 ships, one convoy sighted with 0.67 and 5 lost against 50
    independents each sighted, and then lost, with 0.25.

    Examples
    --------
    >>> round(expected_losses(sightings=0.67, lost_per_sighting=5), 2), expected_losses(sightings=50 * 0.25,
    ...     lost_per_sighting=1)
    (3.35, 12.5)
    """
    return sightings * lost_per_sighting


def convoy_losses(ships: int, *, convoys: int, lost_per_convoy: float = 0.9) -> float:
    """Ships lost when so many sail in so many convoys: the number of convoys counts, not their size.

    Sources
    -------
    Operational research of 1943, as told in Budiansky, "Blackett's War": about 0.9 ships lost a convoy.

    Examples
    --------
    >>> convoy_losses(90, convoys=3), convoy_losses(90, convoys=2)
    (2.7, 1.8)
    """
    return min(float(ships), round(convoys * lost_per_convoy, 12))


def escorts_needed(ships: float) -> float:
    """Escorts of a convoy by the Admiralty's rule of the time: 3 and one for each ten ships.

    Sources
    -------
    As told in Budiansky, "Blackett's War".

    Examples
    --------
    >>> escorts_needed(40)
    7.0
    """
    return 3.0 + ships / 10.0


def perimeter_ratio(ships: float, other_ships: float) -> float:
    """How much longer the edge of one convoy is than that of another: the square root of the ratio of ships.

    Sources
    -------
    Blackett: area grows with ships, and escorts guard the edge.

    Examples
    --------
    >>> round(7.0 / 6.0, 3), round(perimeter_ratio(78, 40), 2)
    (1.167, 1.4)
    """
    return float((ships / other_ships) ** 0.5)


def transit_survival(*, found: float, attacked: float, lost: float, ships: float) -> float:
    """Chance that one ship gets through: 1 - P(found) P(attacked if found) E[lost if attacked] / ships.

    Assumes
    -------
    Losses fall on every ship of the convoy alike.

    Examples
    --------
    >>> round(transit_survival(found=0.67, attacked=1.0, lost=5.0, ships=50), 3)
    0.933
    """
    return max(0.0, 1.0 - found * attacked * lost / ships)


def escort_factor(escorts: float, half: float) -> float:
    """What escorts leave of a submarine's chance to attack: a half at `half` escorts.

    Assumes
    -------
    Each escort more adds less; the form is judgement.

    Examples
    --------
    >>> escort_factor(0, 3.0), escort_factor(3, 3.0)
    (1.0, 0.5)
    """
    return half / (half + escorts)
