"""Records that the campaign kernels read and write.

Sides are 0 (blue) and 1 (red). Each array has one letter in every kernel: `w` ground, `f` fields, `u` units, `k` tasks,
`v` watched places, `b` depots, `y` ways in, `g` objectives, `c` what changes in a cell, `q` commands, `x` the clock and
running sums, `h` changes of control, `m` power by square of the map, `s` truck fleets, `z` landings, `r` lifts, `e`
barriers, `p` one draw's values of the assumptions, read by name (`p.surrender_h`).

Arrays of records keep all that an hour needs of a unit or cell on one or two cache lines, and each is a single
argument; records of plain arrays took seven times as long to compile.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hillfort.foundation._kernels.kinds import Integers, Numbers, Record, Records

SINGLE = (
    "preparation_h",
    "fortification_h",
    "wet_share",
    "air_superiority",
    "least_attack_ratio",
    "forest_factor",
    "urban_factor",
    "river_factor",
    "fires_bonus_limit",
    "unready_factor",
    "surprise_chance",
    "cohesion_per_loss",
    "cohesion_per_retreat",
    "cohesion_recovery_per_day",
    "break_cohesion",
    "retreat_loss_share",
    "destroyed_share",
    "surrender_h",
    "fatigue_h",
    "fatigue_floor",
    "stack_limit_bneq",
    "delay_ratio",
    "bypass_ratio",
    "road_kmh_tracked",
    "road_kmh_wheeled",
    "road_kmh_light",
    "march_share",
    "night_speed_share",
    "local_road_share",
    "cross_country_share_tracked",
    "cross_country_share_wheeled",
    "forest_slow_share",
    "wetland_slow_share",
    "hostile_speed_share",
    "obstacle_h",
    "column_veh_per_km",
    "bridge_blown_chance",
    "bridging_h",
    "supply_reach_km_blue",
    "supply_reach_km_red",
    "supply_idle_share",
    "no_supply_factor",
    "air_loss_bneq_per_day_blue",
    "air_loss_bneq_per_day_red",
    "air_start_h",
    "host_decision_h",
    "alliance_decision_h",
    "sea_closes_h",
    "sea_closed_days",
    "air_closed_days",
    "reroute_h",
    "travel_factor",
    "rear_unit_bneq",
    "gun_reach_km",
    "stocks_days",
    "overrun_ratio",
)
"""Assumptions that are read in single precision, and the first of the doubt's columns;
all others are in double precision.

The order and the precision of arithmetic belong to published results, so that none is added here."""

WAITING, ACTIVE, BROKEN, DESTROYED = 0, 1, 2, 3
AMMUNITION, FUEL = 0, 1
"""Classes of supply: ammunition, and fuel."""
RANKS = 3
"""Ranks in which trucks serve units: those who attack, those who fight, all others."""
LIGHT = 2
"""Mobility of those who go on without fuel, on foot."""
ENGAGED = 4
"""Trace only: active and in contact."""
MANOEUVRE, FIRES, SUPPORT = 0, 1, 2
ATTACK, HOLD, DELAY, COUNTER, MOVE, CARRY = 0, 1, 2, 3, 4, 5
AGGRESSOR, HOST, OUTSIDE = 0, 1, 2
MODE_LAND, MODE_SEA, MODE_AIR = 0, 1, 2
NOBODY = -1
DISOBEYS, WITHIN_COUNTRY, EVERYWHERE = 0, 1, 2
"""Which standing rules a unit follows."""
FIGHTING, RETREAT, AIRCRAFT, SURRENDER, PASSAGE = 0, 1, 2, 3, 4
"""What persons and strength are lost to; every loss has one of these causes."""
CAUSES = PASSAGE + 1
FOUGHT_BACK, GAVE_UP, ABANDONED = 1, 2, 3
"""How a place was regained: by fighting, because its besieger gave up, or because he had left."""
CROSSED, BLOWN = 1, 2
"""A way over a river was used; its bridge was found blown."""
SQUARE_KM = 10.0
"""Side of a square of the map."""

MOST_WAYS = 8
"""Ways in that one unit may name."""
MOST_THROUGH = 8
"""Places that one way in may depend on."""
MOST_ENTRANCES = 32
"""Ways in of a scenario."""
MOST_BARRIERS = 24
"""Barriers of a scenario."""
MOST_SKIES = 8
"""Regions of the air situation."""

CELL = np.dtype(
    [
        # asked for by whoever marches, looks around or goes by rail: one cache line
        ("neighbours", np.int32, 6),  # -1 beyond the edge
        ("kind", np.int8, 6),  # 0 impassable, 1 cross country, 2 local, 3 main, 4 dual carriageway
        ("enter", np.uint8, 2),  # by side
        (
            "rails",
            np.int32,
            2,
        ),  # by gauge, standard and broad: the sides that a railway crosses, packed (`BITS_OF_A_SIDE`)
        ("river", np.int8, 6),  # 0 none, 1 bridged, 2 no bridge
        ("holder", np.int8),  # at the start: 0, 1 or -1
        ("region", np.uint8),  # 1 in the region to be defended
        ("sky", np.int8),  # region of the air situation, or -1
        ("country", np.int8),
        ("strong", np.uint8),  # 1 at an objective: not taken in passing
        ("border", np.uint8),  # 1 beside ground that is the other side's at the start
        ("depot", np.int8, 2),  # nearest supply source of each side, or -1
        ("x_km", np.float32),
        ("y_km", np.float32),
        ("belt", np.int8),  # barrier that the obstacles in it are, as `line`
        # a second one
        ("zone", np.int64),  # bit j set in the outskirts of objective j
        ("km", np.float32, 6),  # along the road where there is one
        ("city", np.int32),  # next cell of its city, round and round; -1 outside cities
        ("forest", np.float32),
        ("wetland", np.float32),
        ("urban", np.float32),  # shares
        ("row", np.int16),
        ("column", np.int16),  # of its square in `m`
        ("back", np.int8, 6),
        ("line", np.int8, 6),  # barrier that the river on a side is, counted from 1; 0 for none
    ],
    align=True,
)
"""Ground (`w`): one record a cell, of two cache lines; nothing here changes during a campaign."""
Ground = Records

STEP = np.dtype([("cost", np.float32), ("next", np.int8)], align=True)
"""Fields (`f`, field by cell): hours (supply: kilometres) to the goal, and the side to leave by: 6 there, -1 no way."""
Fields = Records

UNIT = np.dtype(
    [
        # asked for in every hour: one cache line
        ("status", np.int8),
        ("engaged", np.int8),
        ("moved", np.int8),
        ("phase", np.int8),
        ("heading", np.int8),
        ("side", np.int8),
        ("role", np.int8),
        ("mobility", np.int8),
        ("kind", np.int8),
        ("way", np.int8),
        ("outside", np.uint8),
        ("convoyed", np.uint8),
        ("closing", np.uint8),
        ("homeward", np.uint8),  # 1 on its way back: it takes no ground
        ("obeys", np.uint8),  # standing rules: DISOBEYS, WITHIN_COUNTRY, EVERYWHERE
        ("country", np.int8),
        ("allied", np.uint8),  # 1 for a defender's unit of a country outside the region
        ("duty", np.int8),  # objective that a standing rule sends it to, or -1
        ("wake_h", np.float32),
        ("field", np.int32),
        ("aim", np.int32),
        ("cell", np.int32),
        ("task", np.int32),
        ("strength", np.float32),
        ("cohesion", np.float32),
        ("fatigue", np.float32),
        ("supply", np.float32),
        ("static_h", np.float32),
        ("progress", np.float32),
        ("power", np.float32),
        ("fuel", np.float32),  # kilometres of march that its fuel is good for
        ("gone_km", np.float32),  # since the last step of supply
        ("attack_h", np.float32),
        ("defend_h", np.float32),  # hours of fighting since then
        ("paused", np.uint8),  # 1 while it waits to be supplied before it goes on attacking
        # asked for by those who move, fight or are supplied
        ("previous", np.int32),
        ("rear", np.int32),
        ("next_here", np.int32),
        ("next_attacker", np.int32),
        ("battle", np.int32),  # of the entry with this number: a cell that a command of `q` fights for
        ("next_battle", np.int32),  # the command's next entry, -1 after the last
        ("strength0", np.float32),
        ("ready_h", np.float32),
        ("arrive_h", np.float32),
        ("fought_h", np.float32),  # last hour in which it fought
        ("dry_h", np.float32),
        ("line_share", np.float32),
        ("busy_h", np.float32),
        ("persons", np.float32),
        ("vehicles", np.float32),
        ("fires", np.float32),
        ("tanks", np.float32),
        ("wealth", np.float32),  # wealth: logarithm of its country's product per head
        ("supply_days", np.float32),
        ("guns", np.float32),
        ("fighting_vehicles", np.float32),
        ("day_t", np.float32),  # tonnes of ammunition of a day's attack, at full strength
        ("km_t", np.float32),  # tonnes of fuel of a kilometre of march, at full strength
        ("line_km", np.float32),  # along the road from the nearest railhead or depot
        ("asked_t", np.float32, 2),  # by class
        ("short_h", np.float32),
        ("short_km", np.float32),  # hour and line at which it first stopped attacking for want of supply, or NaN
        ("source", np.int16),  # depot that its line leads to, or -1
        ("fleet", np.int16),
        ("rank", np.int8),
        ("load", np.float32),
        ("quality", np.float32),
        ("command", np.int16),  # load: vehicles on the network at full strength
        ("quality_column", np.int16),
        ("power_column", np.int16),
        ("fires_column", np.int16),
        ("permit_column", np.int16),  # columns of the doubt, or -1: read once, at the start of a draw
        ("home", np.int32),
        ("task_first", np.int32),
        ("task_count", np.int32),  # home: field towards its own rear
        ("contested", np.int32),  # a list of cells, not this unit's
        # asked for once
        ("luck", np.int64),
        ("gave_up", np.uint8),  # 1 once it has surrendered
        ("reserve", np.uint8),  # 1 where its people are called up
        ("called", np.float32),  # share of full strength that comes an hour while they come in
        ("start_cell", np.int32),
        ("notice_to_move_h_column", np.int16),
        ("manning_share_column", np.int16),  # notice: -1 for a unit that stands ready
        ("ways", np.int8, MOST_WAYS),
        ("travel_h", np.float32, MOST_WAYS),  # best first, -1 filler
    ],
    align=True,
)
"""Units (`u`): one record a battalion."""
Units = Records

TASK = np.dtype(
    [
        ("kind", np.int8),
        ("bypass", np.uint8),
        ("cell", np.int32),
        ("field", np.int32),
        ("fallback_cell", np.int32),
        ("fallback_field", np.int32),
        ("watch_first", np.int32),
        ("watch_count", np.int32),
        ("start_column", np.int16),  # of the doubt, or -1: read once, at the start of a draw
        ("begin", np.float32),
    ],
    align=True,
)
"""Tasks (`k`)."""
Tasks = Records

WATCH = np.dtype(
    [
        ("cell", np.int32),
        ("field", np.int32),
        ("within_km", np.float32),
        ("side", np.int8),
        ("alert", np.int8),
        ("held", np.int8),  # 1 once it has been in own hands: losing it is then an alert
    ],
    align=True,
)
"""Watched places of counter-attack tasks (`v`)."""
Watches = Records

DEPOT = np.dtype([("cell", np.int32), ("field", np.int32), ("side", np.int8), ("region", np.uint8)], align=True)
"""Places that supply flows from (`b`); region: 1 where it lives on what comes into the region."""
Depots = Records

FLEET = np.dtype(
    [
        ("side", np.int8),
        ("battalions", np.float32),  # in the theatre: trucks come with them
        ("asked", np.float64, (2, RANKS)),  # by class and rank: tonnes times the hours of a round trip
        ("share", np.float32, (2, RANKS)),  # of that which the trucks manage
    ],
    align=True,
)
"""Truck fleets (`s`): one for each nation of a side."""
Fleets = Records

WAY = np.dtype(
    [
        ("side", np.int8),
        ("mode", np.int8),
        ("counts", np.uint8),
        ("open", np.int8),
        ("cell", np.int32),
        ("through", np.int32, MOST_THROUGH),
        ("free_h", np.float32),
        ("rate_column", np.int16),
        ("limit_column", np.int16),
        ("pool_column", np.int16),  # of the doubt, or -1: read once, at the start of a draw
        ("rate", np.float32),
        ("limit", np.float32),
        ("slot", np.float32),  # vehicles of the mean battalion that may use it
        ("pool_limit", np.float32),  # battalions a day; vehicles a day here, and of all ways that share a queue
        ("pool", np.int8),
        ("pool_free_h", np.float32),  # pool: the way that keeps the queue for the ships or aircraft that several share
        ("turn_h", np.float32, MOST_ENTRANCES),  # to each other way after this one is lost under way, -1 not known
        ("sky", np.int8),
        ("group", np.int8),
        ("sea", np.int8),  # group: airfields, ports, rail, bridges; sea: 0 open, 1 contested, 2 closed
        ("shut", np.int8),  # the network has closed it
        ("spared", np.float32),  # share of what strikes would take that they do not
        ("share", np.float32),
        ("survival", np.float32),
        ("delay_h", np.float32),
    ],
    align=True,
)
"""Ways in (`y`)."""
Ways = Records

GOAL = np.dtype(
    [
        ("cell", np.int32),
        ("side", np.int8),
        ("protect", np.uint8),
        ("country", np.int8),
        ("allied", np.int16),  # allied fighting battalions in its country when it was first lost
        ("how", np.int8),  # how it was regained: FOUGHT_BACK, GAVE_UP, ABANDONED
        ("fields", np.int32, (2, 3)),  # towards it, by side and mobility, -1 where nobody is sent
        ("outskirts_h", np.float32),
        ("lost_h", np.float32),
        ("retaken_h", np.float32),
        ("gone", np.int8),  # 1 while it is in enemy hands
        ("gone_h", np.float32),  # since when
        ("enemy_h", np.float32),  # hours in enemy hands until then, over all losses
        ("gave_up_h", np.float32),  # last hour in which a besieger gave up in its outskirts
    ],
    align=True,
)
"""Objectives (`g`)."""
Goals = Records

GROUND = np.dtype(
    [
        # asked for by whoever looks at a cell: one cache line
        ("head", np.int32, 2),
        ("load", np.float32, 2),
        ("count", np.int16, 2),
        ("control", np.int8),
        ("at_front", np.uint8),
        ("unorganised", np.uint8),  # 1 in a city in which nobody has organised a defence
        ("repulses", np.int8),
        ("city", np.int32),  # as of the ground; -1 where cities are switched off
        ("attackers", np.int32),
        ("rail_h", np.int32, (2, 2)),  # by side and gauge: last hour at which trains of its own could come here
        ("line_stamp", np.int32),
        ("line_field", np.int32),
        ("round_stamp", np.int32),
        ("line_open", np.int8),
        ("used", np.uint8),  # 1 while it is on the list of enemy ground that convoys have just used
        ("obstacle", np.uint8),
        ("surprise", np.uint8),
        # the others
        ("line_part", np.float32),
        ("line_km", np.float32),  # along the road from the nearest railhead or depot
        ("round_part", np.float32),  # share of the convoys that get through from here
        ("next_front", np.int32),  # next cell on the list of those at a front, -1 at its end
        ("next_used", np.int32),  # likewise, on that of enemy ground that convoys have just used
        ("attack_power", np.float32),
        ("command", np.int32),
        ("off_until", np.int32),
        ("mass_first", np.int32),
        ("mass_last", np.int32),  # hours in which somebody has stood ready to attack it
        ("fought_last", np.int32),
        ("fight_last", np.int32),
        ("fight_day", np.int32),
        ("fight_first", np.int32),
        ("ordinal", np.int32),
        ("place", np.int32),  # command whose luck stands here
        ("edge_sum", np.float32),
        ("lasting", np.float32, 4),
        ("daily", np.float32, 4),
        ("pushed", np.float32),  # luck: margin, exchange, intensity, advance
        ("law_first", np.float32),
        ("law_second", np.float32),  # what a classical law carries on
        ("free_at", np.float32, 6),
        ("work_h", np.float32, 6),  # hours of work that the crossing on a side still takes where nobody hinders it
        ("belt_h", np.float32),  # likewise, the obstacles in it
        ("worked", np.int32),  # last hour in which somebody worked at either
        ("crossed", np.uint8, 6),
        ("spare", np.uint8, 16),  # to four whole cache lines
    ],
    align=True,
)
"""What changes in a cell (`c`): who is there, who holds it, roads in use, the fight for it."""
Cells = Records

COMMAND = np.dtype(
    [
        ("pool", np.float32),
        ("need", np.float32),
        ("noted", np.int32),  # cell that was last entered among its battles of this hour
        ("battles", np.int32),  # first of these entries (`battle` of units), or -1
        ("cells", np.float32),
        ("attackers", np.float32),
        ("defenders", np.float32),  # of the battle it attacks in: cells, persons
        ("fight_last", np.int32),
        ("fight_day", np.int32),
        ("fight_first", np.int32),
        ("ordinal", np.int32),
        ("place", np.int32),  # part of the map whose luck stands here
        ("lasting", np.float32, 4),
        ("daily", np.float32, 4),
        ("address", np.int64),
    ],
    align=True,
)
"""A command (`q`): its fires, and the battle that it attacks in with the luck that all its cells share."""
Commands = Records

CLOCK = np.dtype(
    [
        ("seed", np.int64),
        ("draw", np.int64),
        ("t", np.int64),
        ("lead_h", np.int64),
        ("changes", np.int64),
        ("keep", np.int8),
        ("day", np.int8),
        ("surprised", np.int8),
        ("law", np.int8),
        ("air", np.int8),
        ("sea", np.int8),
        ("entered", np.int8),
        ("starved", np.int8),  # 1 if some way in counts; 1 while the region's depots have nothing left
        ("stocks_days", np.float32),
        ("stock_t", np.float32, 2),
        ("full_t", np.float32, 2),  # by class: what the region's depots hold, and can hold
        ("taken_t", np.float64, 2),  # by class: what trucks take from there in this step
        ("rail_km", np.float32),  # repaired and not yet a whole cell
        ("rail_t", np.int64),  # hour at which trains were last looked after
        ("short_h", np.float64, (2, 2)),  # by side and class: hours that fighting battalions were short
        ("lifted_t", np.float64, (2, 2)),
        ("delivered_t", np.float64, (2, 2)),
        ("imported_t", np.float64),
        ("sea_closes_h", np.float32),
        ("sea_opens_h", np.float32),
        ("air_opens_h", np.float32),
        ("first_brigade_h", np.float32),
        ("arrived", np.float32),
        ("arrived_manoeuvre", np.float32),
        ("lost", np.float64, 2),
        ("by_cause", np.float64, (CAUSES, 2, 2)),  # of each side: persons, battalion equivalents
        ("front", np.int32),  # first cell on the list of those at a front
        ("used", np.int32),  # first on the list of enemy ground that convoys have just used
        ("worn", np.uint8, 2),  # 1 once a side has paid its price
        ("taken", np.int64, 2),  # taken: cells of the other side's
        ("speed", np.float32, (3, 5)),
        ("unit_hours", np.float64),
        ("blown_chance", np.float32, MOST_BARRIERS),
        ("barrier_h", np.float32, MOST_BARRIERS),  # of this draw, barrier by barrier
        ("superiority", np.float32, MOST_SKIES),
        ("slow", np.float32, (2, MOST_SKIES)),
        ("exposed", np.float32, (2, MOST_SKIES)),
        ("line_open", np.float32, (MOST_SKIES, 4)),
        ("airlift", np.uint8, MOST_SKIES),
    ],
    align=True,
)
"""One record (`x[0]`): the address of chance, the hour (from H-hour), running sums, speeds of this draw."""
Clock = Records

CHANGE = np.dtype([("hour", np.int32), ("cell", np.int32), ("side", np.int8)], align=True)
"""Changes of control (`h`), kept for one draw."""
Changes = Records

TRACK = np.dtype(
    [
        ("cell", np.int32),
        ("aim", np.int32),  # cell it attacks or stands ready to attack, or -1
        ("strength", np.float32),
        ("power", np.float32),  # battalion equivalents that it can bring when rested and supplied; 0 off the map
        ("line_share", np.float32),
        ("status", np.int8),
        ("duty", np.int8),
        ("bridge", np.int8),  # side of its cell on which it stands before a bridge that was blown, or -1
        ("repulses", np.int16),  # of the cell it aims at
        ("gave_up", np.uint8),
    ],
    align=True,
)
"""Where a unit is in an hour and what it is about (hour by unit), kept for one draw."""
Track = Records

Assumed = Record
"""One draw's values by name (`p`)."""
Row = Numbers
"""One draw's values of all columns: only where a unit, a way in or an element knows its own."""
Queue = Integers
"""Room for a queue of cells (`n`)."""
Squares = Numbers
"""Power of either side in each square of the map (`m`): (side, row, column) battalion equivalents,
then what stays of it."""
STAYING = 2
"""First of those in `m` that tell what stays once standing rules have sent some away."""


class Arrays(NamedTuple):
    """All that a batch of draws works on; see the module's first lines for the letters."""

    w: np.ndarray
    f: np.ndarray
    u: np.ndarray
    k: np.ndarray
    v: np.ndarray
    b: np.ndarray
    y: np.ndarray
    s: np.ndarray
    g: np.ndarray
    q: np.ndarray
    c: np.ndarray
    x: np.ndarray
    n: np.ndarray  # (cells,) int32: room for a queue of cells
    m: np.ndarray  # (2 * side, row, column) float32: power in each square of the map, and what of it stays
    daylight: np.ndarray  # (hours,) uint8
    elements: np.ndarray  # records of `air._kernels`, empty without an air order: squadrons, batteries, missiles
    bases: np.ndarray
    skies: np.ndarray  # regions of the air situation
    sky: np.ndarray  # its state
    hour: np.ndarray  # what an hour of it gives
    presence: np.ndarray  # (element,) float64: luck of rotations
    base_cells: np.ndarray  # (base,) int32, -1 off the map
    landings: np.ndarray  # records of this module, empty where nobody is carried
    lifts: np.ndarray
    barriers: np.ndarray


class Doubt(NamedTuple):
    """Values of a batch of draws: by name for all kernels,
    and whole rows for what differs from scenario to scenario."""

    assumed: np.ndarray  # (draw,) records: `prepare.SHARED`, by name
    columns: np.ndarray  # (draw, column): units and ways in know theirs
    air: np.ndarray  # (draw,) records: the parameters of the air
    air_columns: np.ndarray  # (draw, column): squadrons, batteries and missiles know theirs


class Batch(NamedTuple):
    """Which draws, for how long, under which law."""

    seed: int
    first_draw: int
    days: int
    lead_h: int
    keep: int  # 1 to keep the track of each hour
    law: int
    off_road_share: float


class Sea(NamedTuple):
    """The sea of a batch of draws, made before the campaign ashore; empty without a sea order."""

    state: np.ndarray  # (draw, step, way, then lane of a landing) int8: 0 open, 1 contested, 2 closed
    survival: np.ndarray  # likewise, float32
    delay_h: np.ndarray  # likewise, float32
    of_way: np.ndarray  # (way,) int8: 1 where the way is a lane of the sea order


DAY_ARRIVED, DAY_POWER, DAY_LOST, DAY_ISOLATED = 0, 1, 3, 5
"""Columns of `per_day`: arrived battalions, power (2 sides), lost persons (2 sides), isolated hours."""
