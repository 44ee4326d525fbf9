"""What a campaign samples from the adjudication model: one value of each fitted parameter for each draw."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from hillfort.foundation.evidence import Evidence
from hillfort.ground.adjudication import LATENTS, LUCK_OF_MARGIN, Adjudication, Latent
from hillfort.ground.fight import TERMS

Array = NDArray[np.float64]

WITH_ARMY = ("margin", "exchange", "advance")
BY_SIZE = ("exchange", "intensity", "advance")
"""Latents whose luck falls with the size of a fight; that of the margin is the same for all."""
SHARE_SPREAD = 0.12
"""Judgement: standard deviation of the share of the margin's luck that lasts."""
SHARE_LIMITS = (0.4, 1.0)
NEIGHBOUR_SPREAD = 0.15
"""Judgement: standard deviation of the share of luck that neighbouring cells have in common."""


def _titled() -> dict[str, str]:
    """Name of each fitted parameter and what people call it, in order."""
    found: dict[str, str] = {}
    for latent in LATENTS:
        terms = ("intercept", *TERMS[latent], *(("army",) if latent in WITH_ARMY else ()))
        found |= {f"fit_{latent}_{term}": f"{CALLED[latent]}: {TERMS_CALLED[term]}" for term in terms}
    for latent in LATENTS:
        terms = ("lasting", "daily", *(("size_exponent",) if latent in BY_SIZE else ()))
        found |= {f"fit_{latent}_{term}": f"{CALLED[latent]}: {TERMS_CALLED[term]}" for term in terms}
    for row in range(1, len(LATENTS)):
        for other in LATENTS[: row + 1]:
            own = other == LATENTS[row]
            words = (
                f"by itself in {CALLED[other].lower()}"
                if own
                else f"{CALLED[LATENTS[row]].lower()} with {CALLED[other].lower()}"
            )
            found[f"fit_luck_{LATENTS[row]}_{other}"] = f"Luck: {words}"
    return found | {"fit_neighbour_share": "Luck that neighbouring cells share"}


CALLED = {
    "margin": "Who prevails",
    "exchange": "Ratio of losses",
    "intensity": "Rate of losses",
    "advance": "Rate of advance",
}
"""What the law of ground combat is about."""
TERMS_CALLED = {
    "ratio": "weight of the force ratio",
    "air": "weight of air superiority",
    "surprise": "weight of surprise",
    "wealth": "weight of wealth",
    "armour": "weight of armour",
    "delaying": "weight of a delaying defence",
    "fortified": "weight of fortification",
    "dug": "weight of digging in",
    "density": "weight of troops on a kilometre of front",
    "size": "weight of size",
    "era": "weight of the era",
    "wet": "weight of wet weather",
    "army": "difference of the two armies",
    "intercept": "level",
    "lasting": "luck that lasts for a fight",
    "daily": "luck of a day",
    "size_exponent": "how luck falls with size",
}
TITLES = _titled()
"""Name of each fitted parameter to its title."""
FITTED = tuple(TITLES)
"""Names of the fitted parameters: those by which the kernels read them."""


def sample_fitted(model: Adjudication, normals: Array, *, modern: bool = True) -> Array:
    """One joint sample of all fitted parameters for each draw: (draw, parameter).

    Parameters
    ----------
    model : Adjudication
        The fitted model, with surprise.
    normals : array of float
        Independent standard normals, (draw, `len(FITTED)`): those of a latent's weights move the weights, those of its
        daily spread the effect of the theatre, that of the margin's lasting spread the share that lasts. A parameter
        that is not doubted ignores its own.
    modern : bool
        A war after the record: a theatre's effect is wider by the square root of two.

    Returns
    -------
    array of float
        In the order of `FITTED`. `fit_*_army` is red's army over blue's.

    Assumes
    -------
    The campaign is a theatre that the record has not seen, with armies that it has not seen either. Effects of a
    theatre on the four latents go together as errors in theatres left out did.
    """
    out = np.tile(_best(model), (len(normals), 1))
    place = {name: index for index, name in enumerate(FITTED)}
    root = np.linalg.cholesky(model.theatre_correlation)
    theatre = normals[:, [place[f"fit_{name}_daily"] for name in LATENTS]] @ root.T
    for index, name in enumerate(LATENTS):
        latent = model.latents[name]
        own = [place[f"fit_{name}_intercept"], *(place[f"fit_{name}_{term}"] for term in latent.terms)]
        out[:, own] += latent.scale * normals[:, own] @ np.linalg.cholesky(latent.covariance).T
        out[:, own[0]] += latent.scale * latent.group_spread(outside=modern) * theatre[:, index]
        if name in WITH_ARMY:
            army = place[f"fit_{name}_army"]
            out[:, army] = _army_spread(latent, modern=modern) * normals[:, army]
    lasting, daily = place["fit_margin_lasting"], place["fit_margin_daily"]
    share = np.clip(_lasting_share(model) + SHARE_SPREAD * normals[:, lasting], *SHARE_LIMITS)
    out[:, lasting] = LUCK_OF_MARGIN * np.sqrt(share)
    out[:, daily] = LUCK_OF_MARGIN * np.sqrt((1.0 - share) / model.inverse_days)
    common = place["fit_neighbour_share"]
    out[:, common] = np.clip(model.neighbour_share + NEIGHBOUR_SPREAD * normals[:, common], 0.1, 0.95)
    return out


def as_evidence(model: Adjudication, *, modern: bool = True) -> dict[str, Evidence]:
    """Each fitted parameter as an evidence: best value and the range of nine draws in ten.

    Assumes
    -------
    The ranges are those of each parameter alone; `sample_fitted` draws them together.

    Sources
    -------
    The fit to CDB90; shares of luck that last or are common to neighbours are judgement.
    """
    best = _best(model)
    spread = dict.fromkeys(FITTED, 0.0)
    for name in LATENTS:
        latent = model.latents[name]
        own = np.sqrt(np.diag(latent.covariance))
        own[0] = math.hypot(own[0], latent.group_spread(outside=modern))
        for term, each in zip(("intercept", *latent.terms), own, strict=True):
            spread[f"fit_{name}_{term}"] = latent.scale * float(each)
        if name in WITH_ARMY:
            spread[f"fit_{name}_army"] = _army_spread(latent, modern=modern)
    found = {}
    for name, value in zip(FITTED, best.tolist(), strict=True):
        half = 1.645 * spread[name]
        low, high, judged = value - half, value + half, False
        if name in ("fit_margin_lasting", "fit_margin_daily"):
            low, high, judged = *_share_range(model, name), True
        elif name == "fit_neighbour_share":
            low, high, judged = (
                max(0.1, value - 1.645 * NEIGHBOUR_SPREAD),
                min(0.95, value + 1.645 * NEIGHBOUR_SPREAD),
                True,
            )
        source, grade = ("judgement", "F6") if judged else ("cdb90", "B3")
        shape = "fixed" if high <= low else "triangular"
        found[name] = Evidence(value, _unit(name), low, high, "1982", source, grade, shape, _note(name))
    return found


def _army_spread(latent: Latent, *, modern: bool) -> float:
    """Standard deviation of red's army over blue's, common to all fights of a draw."""
    return latent.scale * math.sqrt(2.0) * latent.army * latent.army_widening(outside=modern)


def _lasting_share(model: Adjudication) -> float:
    return (model.latents["margin"].lasting / LUCK_OF_MARGIN) ** 2


def _share_range(model: Adjudication, name: str) -> tuple[float, float]:
    share = _lasting_share(model)
    ends = [min(max(share + step * 1.645 * SHARE_SPREAD, SHARE_LIMITS[0]), SHARE_LIMITS[1]) for step in (-1.0, 1.0)]
    if name == "fit_margin_lasting":
        return LUCK_OF_MARGIN * math.sqrt(ends[0]), LUCK_OF_MARGIN * math.sqrt(ends[1])
    high, low = (LUCK_OF_MARGIN * math.sqrt((1.0 - each) / model.inverse_days) for each in ends)
    return low, high


def _best(model: Adjudication) -> Array:
    """Best estimates in the order of `FITTED`."""
    values: list[float] = []
    for name in LATENTS:
        latent = model.latents[name]
        weights = dict(zip(("intercept", *latent.terms), latent.weights.tolist(), strict=True))
        values += [weights.get(term, 0.0) for term in ("intercept", *TERMS[name])]
        values += [0.0] if name in WITH_ARMY else []
    for name in LATENTS:
        latent = model.latents[name]
        values += [_luck(latent, latent.lasting, name), _luck(latent, latent.daily, name)]
        values += [latent.size_exponent] if name in BY_SIZE else []
    root = np.linalg.cholesky(model.correlation)
    for row in range(1, len(LATENTS)):
        values += root[row, : row + 1].tolist()
    return np.array([*values, model.neighbour_share], dtype=np.float64)


def _luck(latent: Latent, spread: float, name: str) -> float:
    return spread if name == "margin" else latent.scale * spread


def _unit(name: str) -> str:
    if name.startswith("fit_margin"):
        return "log-odds"
    if name.startswith("fit_luck") or name.endswith("_share"):
        return "share"
    return "asinh km/day" if name.startswith("fit_advance") else "ln"


def _note(name: str) -> str:
    if name.endswith("_army"):
        return "Red's army over blue's beyond what wealth says; nil at best, doubted as armies differ."
    if name.endswith("_intercept"):
        return "The range holds what a new theatre of war adds."
    return ""
