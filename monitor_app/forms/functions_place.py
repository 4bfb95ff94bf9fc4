"""Functions on places: distance, area, inside or outside, on a ball of 6,378,100 m. It must not know maps."""

import math
from itertools import pairwise

from monitor_app.errors import ExpressionError
from monitor_app.forms.calling import ANY, Arguments, Function
from monitor_app.forms.values import Value
from monitor_app.text import N_

RADIUS = 6_378_100.0
Point = tuple[float, float]


def points_of(texts: list[str]) -> list[Point] | None:
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
    cosine = math.sin(lat1) * math.sin(lat2) + math.cos(lat1) * math.cos(lat2) * math.cos(turn)
    return RADIUS * math.acos(max(-1.0, min(1.0, cosine)))


def _distance(a: Arguments) -> Value:
    points = points_of(a.texts())
    if not points:
        return math.nan
    return math.fsum(_between(one, other) for one, other in pairwise(points))


def _area(a: Arguments) -> Value:
    """Return the area of an outline that was answered; as in the field, text written out is refused."""
    a.nodes(0)
    points = points_of(a.texts())
    if not points:
        return math.nan
    if len(points) < 3:
        return 0.0
    return _flat_area(points)


def _flat_area(points: list[Point]) -> float:
    """Return the area of a small outline, laid flat around its first point."""
    degree = 2 * RADIUS * math.pi / 360.0
    lat, lon = points[0]
    flat = [((x - lon) * degree * math.cos(math.radians(y)), (y - lat) * degree) for y, x in points[1:]]
    return abs(math.fsum((y1 * x2 - x1 * y2) / 2 for (x1, y1), (x2, y2) in pairwise(flat)))


def _geofence(a: Arguments) -> Value:
    point, shape = points_of([a.text(0)]), points_of(a.texts(1))
    if point == [] and a.texts(1) != [""]:
        return False
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
