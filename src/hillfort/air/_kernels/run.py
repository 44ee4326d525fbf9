"""Many draws of the air situation alone, day by day: for tables and charts of the air without a ground campaign."""

from __future__ import annotations

from hillfort.air._kernels.hour import begin, step
from hillfort.air._kernels.records import MOST_REGIONS, Assumptions, Bases, Elements, HourGiven, Regions, Rows, State
from hillfort.foundation._kernels.chance import uniform
from hillfort.foundation._kernels.kinds import Numbers
from hillfort.foundation.jit import njit

STREAM_AIR_PRESENCE = 40
STREAM_AIR_WEATHER = 41


@njit()
def luck_of(seed: int, draw: int, e: Elements, luck: Numbers) -> None:
    """One uniform for each element: is it there by chance."""
    for i in range(e.shape[0]):
        luck[i] = uniform(seed=seed, stream=STREAM_AIR_PRESENCE, draw=draw, hour=0, unit=e[i]["luck"])


@njit()
def many(
    s: State,
    e: Elements,
    b: Bases,
    r: Regions,
    p: Assumptions,
    own: Rows,
    warning_h: Numbers,
    decision_h: Numbers,
    weight: Numbers,
    seed: int,
    first_draw: int,
    luck: Numbers,
    o: HourGiven,
    days: Numbers,
) -> None:
    """Each record of `p` and row of `own` is a draw, `weight` says where sorties are wanted; fills `days` (draw, day,
    region, what): see `DAILY` in `war`.

    Columns are means over the day of superiority, slow-down of blue and of red, airlift, share of airfields, ports,
    rail crossings and bridges open; then sums of battalion equivalents lost by blue and by red, of sorties that blue
    and red fly there, and of aircraft that they lose, told apart by region as their sorties are.
    """
    now, out = s[0], o[0]
    for row in range(p.shape[0]):
        draw = first_draw + row
        luck_of(seed=seed, draw=draw, e=e, luck=luck)
        begin(s, e, b, r, p[row], own[row], warning_h=warning_h[row], decision_h=decision_h[row], presence_luck=luck)
        for region in range(min(now.regions, MOST_REGIONS)):
            now.weight[0, region], now.weight[1, region] = weight[region], weight[region]
        for day in range(days.shape[1]):
            weather = uniform(seed=seed, stream=STREAM_AIR_WEATHER, draw=draw, hour=day, unit=0)
            for hour in range(24):
                step(s, e, b, r, p[row], 24 * day + hour, weather, o)
                for region in range(min(now.regions, MOST_REGIONS)):
                    days[row, day, region, 0] += out.superiority[region] / 24.0
                    days[row, day, region, 1] += out.slow[0, region] / 24.0
                    days[row, day, region, 2] += out.slow[1, region] / 24.0
                    days[row, day, region, 3] += out.airlift[region] / 24.0
                    for group in range(4):
                        days[row, day, region, 4 + group] += out.open[region, group] / 24.0
                    for side in range(2):
                        days[row, day, region, 8 + side] += out.ground_loss[side, region]
                        flown = now.flown[side, region]
                        days[row, day, region, 10 + side] += flown
                        if out.sorties[side] > 0.0:
                            days[row, day, region, 12 + side] += out.lost[side] * flown / out.sorties[side]
