"""Every position that a YAML file gives, and whether it can be what was meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hillfort.files.yaml.lines import YamlNode
from hillfort.foundation.degrees import Bounds, meant
from hillfort.foundation.errors import Problem

PAIRS = ("at", "through", "line", "outline")
"""Keys under which a list of two numbers is latitude and longitude."""

Fits = Callable[[str, float, float], bool]
"""Whether a country may lie at a point; a country that is not given is ''."""


def problems(root: YamlNode, bounds: Bounds, fits: Fits = lambda country, lat, lon: True) -> list[Problem]:
    """A problem for each position out of range, or far outside the bounds while another reading of it lies inside.

    Assumes
    -------
    A position far outside is meant where no other reading lies inside, or where its country does not fit there.
    """
    found = []
    for node, where, country, lat, lon in positions(root):
        if not (-90.0 <= lat <= 90.0 and -180.0 <= lon <= 180.0):
            allowed = "Allowed: latitude -90 to 90 first, then longitude -180 to 180."
            found.append(node.problem(where, f"{lat:g}, {lon:g} is out of range.", allowed))
            continue
        likely = meant(lat, lon, bounds)
        if likely is not None and fits(country, likely[1], likely[2]):
            text = f"{lat:g}, {lon:g} lies far outside the theatre, and {likely[0]} it lies inside."
            found.append(
                node.problem(where, text, f"Probably meant: {likely[1]:g}, {likely[2]:g} (latitude, longitude).")
            )
    return found


def positions(node: YamlNode, where: str = "", key: str = "") -> Iterator[tuple[YamlNode, str, str, float, float]]:
    """Every position below a node: the node, where it stands, its country ('' where none is given), degrees."""
    lat, lon = (_number(node.get(name)) for name in ("lat", "lon"))
    if lat is not None and lon is not None:
        country = node.get("country")
        yield node.items["lat"], f"{where}.lat", (country.text or "") if country else "", lat, lon
    for name, child in node.items.items():
        yield from positions(child, f"{where}.{name}" if where else name, name)
    pair = [_number(each) for each in node.list]
    if key in PAIRS and len(pair) == 2 and pair[0] is not None and pair[1] is not None:
        yield node, where, "", pair[0], pair[1]
        return
    for index, child in enumerate(node.list):
        yield from positions(child, f"{where}[{index}]", key)


def _number(node: YamlNode | None) -> float | None:
    value = node.value if node is not None else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
