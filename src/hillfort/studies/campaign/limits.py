"""What the model leaves out, in the words that go under every answer."""

from __future__ import annotations

LEAVES_OUT = (
    (
        "What the fighting ashore does to the sea: coastal batteries that are overrun go on shooting. Without an "
        "air or a sea order in the scenario, "
        "aircraft are one daily rate a side and the sea is open or closed."
    ),
    (
        "Strikes on depots, headquarters and railways far behind the front; losses of vehicles on the way, "
        "traffic of civilians, weather on the roads."
    ),
    "Politics after the first decision: no third state changes its mind, nobody negotiates, nobody escalates.",
    "Nuclear weapons, cyber operations, hybrid action before H-hour and resistance in occupied territory.",
    "Civilians: evacuation, refugees on the roads and damage to towns are not counted.",
    (
        "Commanders who learn or make a new plan: both sides follow the orders of the scenario and, where these "
        "do not say, standing rules (reinforce, relieve, "
        "go on, clear, guard) that are judgement. Nobody falls back on a line of his choice, and an attack is "
        "decided cell by cell, not as one operation."
    ),
)
"""Shown with every answer; the order is by how much each could change it, in judgement."""

CONDITION = (
    "These are shares of simulated campaigns under the assumptions of the scenario, not forecasts of events. "
    "They answer 'if these forces fought under these assumptions', not 'how likely is a war'."
)
