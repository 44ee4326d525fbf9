"""Records of what is carried into a landing, and of barriers: a few a scenario, beside those of `records`."""

from __future__ import annotations

import numpy as np

from hillfort.foundation._kernels.kinds import Records

NOT_TRIED, UNDER_WAY, CALLED_OFF, LOST_ON_THE_WAY, REPULSED, ASHORE = 0, 1, 2, 3, 4, 5
"""What has become of a landing or an air assault."""

BARRIER = np.dtype([("chance_column", np.int16), ("hours_column", np.int16)], align=True)
"""Barriers (`e`): of the doubt, chance that a bridge is blown and hours of work, -1 for none; read once."""
Barriers = Records

LIFT = np.dtype(
    [
        ("ships", np.uint8),
        ("on_foot", np.uint8),  # 1 for helicopters: no vehicles go along
        ("cell", np.int32),  # where it loads, or -1 outside the theatre
        *((f"{name}_column", np.int16) for name in ("persons", "vehicles", "km_per_h", "loading_h")),  # of the doubt
        *((name, np.float32) for name in ("persons", "vehicles", "km_per_h", "loading_h")),
        ("free_h", np.float32),
        ("leaves_h", np.float32),
        ("room", np.float32),  # when it last left, and what of its loads was not taken up then
    ],
    align=True,
)
"""Lifts (`r`): ships, aircraft or helicopters that carry landings."""
Lifts = Records

LANDING = np.dtype(
    [
        ("unit", np.int32),
        ("task", np.int32),
        ("lift", np.int16),
        ("sky", np.int8),  # region of the air situation over its place, or -1
        ("state", np.int8),
        ("lane", np.int32),  # column of the sea of a draw, or -1
        ("garrison_column", np.int16),  # of the doubt, or -1: read once, at the start of a draw
        ("garrison", np.float32),
        ("cell", np.int32),
        ("km", np.float32),
        ("due_h", np.float32),  # when it arrives; ashore: when its lift brings supply next
        ("tried_h", np.float32),
        ("ashore_h", np.float32),
        ("relieved_h", np.float32),
        ("failed_h", np.float32),
        ("luck", np.int64),
    ],
    align=True,
)
"""Landings and air assaults (`z`): one record a battalion and task."""
Landings = Records
