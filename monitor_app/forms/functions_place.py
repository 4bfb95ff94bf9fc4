"""Functions on places: distance, area, inside or outside. The earth is a ball of 6,378,100 m. It must not know maps."""

import math
from itertools import pairwise

from monitor_app.errors import ExpressionError
from monitor_app.forms.calling import ANY, Arguments, Function
from monitor_app.forms.values import Value
from monitor_app.text import N_

RADIUS = 6_378_100.0
Point = tuple[float, float]


def _points(texts: list[str]) -> list[Point] | None:
    """Return latitude and longitude in degrees of each point; None if a point is none."""
    found: list[Point] = []
    for text in (part.strip() for whole in texts for part in whole.split(";")):
        if not text:
            continue
        try:
            numbers = [float(n) for n in text.split()]
        except ValueError:
            return None
        if len(numbers) < 2 or abs(numbers[0]) > 90 or abs(numbers[1]) > 180:
            return None
        found.append((numbers[0], numbers[1]))
    return found


def _between(one: Point, other: Point) -> float:
    lat1, lat2 = math.radians(one[0]), math.radians(other[0])
    turn = math.radians(other[1] - one[1])
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin(turn / 2) ** 2
    return 2 * RADIUS * math.asin(math.sqrt(min(1.0, half)))


def _distance(a: Arguments) -> Value:
    points = _points(a.texts())
    if not points:
        return math.nan
    return math.fsum(_between(one, other) for one, other in pairwise(points))


def _area(a: Arguments) -> Value:
    points = _points(a.texts())
    if points is None or not points:
        return math.nan
    if len(points) < 3:
        return 0.0
    total = 0.0
    for one, other in pairwise([*points, points[0]]):
        width = math.radians(other[1]) - math.radians(one[1])
        total += width * (2 + math.sin(math.radians(one[0])) + math.sin(math.radians(other[0])))
    return abs(total) * RADIUS * RADIUS / 2


def _geofence(a: Arguments) -> Value:
    point, shape = _points([a.text(0)]), _points(a.texts(1))
    if not point or not shape or len(shape) < 4 or shape[0] != shape[-1]:
        raise ExpressionError(
            N_("geofence() needs a point and a closed outline."),
            N_("Give it a geopoint and a geoshape question."),
        )
    return _inside(point[0], shape)


def _inside(point: Point, shape: list[Point]) -> bool:
    y, x = point
    crossings = 0
    for (y1, x1), (y2, x2) in pairwise(shape):
        if (x1 > x) != (x2 > x) and y < (y2 - y1) * (x - x1) / (x2 - x1) + y1:
            crossings += 1
    return crossings % 2 == 1


TABLE = {
    "distance": Function(1, ANY, _distance),
    "area": Function(1, ANY, _area),
    "geofence": Function(2, 2, _geofence),
}
