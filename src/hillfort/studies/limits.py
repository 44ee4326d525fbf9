"""What the model leaves out, in the words that go under every answer."""

from __future__ import annotations

LEAVES_OUT = (
    "Air, missile and naval warfare as campaigns of their own: strikes on ground forces are one daily rate a side; "
    "air defence, bases, bridges and convoys are not fought over.",
    "Capacity, gauge changes and interdiction of the ways in: a way is open or not, with a plain daily rate.",
    "Politics after the first decision: no third state changes its mind, nobody negotiates, nobody escalates.",
    "Nuclear weapons, cyber operations, hybrid action before H-hour and resistance in occupied territory.",
    "Civilians: evacuation, refugees on the roads and damage to towns are not counted.",
    "Commanders who learn: both sides follow the orders of the scenario until the draw ends.",
)
"""Shown with every answer; the order is by how much each could change it, in judgement."""

CONDITION = (
    "These are shares of simulated campaigns under the assumptions of the scenario, not forecasts of events. "
    "They answer 'if these forces fought under these assumptions', not 'how likely is a war'."
)
