"""One SVG drawing of several parts, each as Qt's generator writes it and cut off at its edges.

Qt's generator leaves out clips, and has lines of a fixed width by `vector-effect`, which not every viewer knows: so
each part is clipped here as a whole, and points are transformed in place of the lines through them.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence

from weights.record import record

_SVG, _LINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_PAIR = re.compile(rf"({_NUMBER})\s*,\s*({_NUMBER})")
_POINTS = {"path": "d", "polyline": "points", "polygon": "points"}  # shapes, and the attribute with their points

Matrix = tuple[float, float, float, float, float, float]
"""An affine transform, its entries in SVG's order."""


@record
class Part:
    """A drawing by Qt's generator, and where it goes: in the pixels of the whole."""

    left: int
    top: int
    width: int
    height: int
    svg: bytes


def assembled(title: str, facts: str, width: int, height: int, parts: Sequence[Part]) -> bytes:
    """The bytes of one SVG file, later parts over earlier ones."""
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _LINK)
    root = ET.Element(_tag("svg"), {"width": f"{width}", "height": f"{height}", "viewBox": f"0 0 {width} {height}"})
    ET.SubElement(root, _tag("title")).text = title
    ET.SubElement(root, _tag("desc")).text = facts
    for number, part in enumerate(parts):
        _add(root, part, f"part{number}")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _add(root: ET.Element, part: Part, name: str) -> None:
    clip = ET.SubElement(root, _tag("clipPath"), {"id": name})
    ET.SubElement(clip, _tag("rect"), {"width": f"{part.width}", "height": f"{part.height}"})
    placed = {"transform": f"translate({part.left} {part.top})", "clip-path": f"url(#{name})"}
    group = ET.SubElement(root, _tag("g"), placed)
    named = part.svg.replace(b'id="', f'id="{name}-'.encode()).replace(b"url(#", f"url(#{name}-".encode())
    for child in ET.fromstring(named):
        if child.tag in (_tag("defs"), _tag("g")):
            group.append(child)
    for inner in group.iter(_tag("g")):
        _flatten(inner)


def _flatten(group: ET.Element) -> None:
    """Where a group scales its lines, transform the points of its shapes; what has no points keeps the transform."""
    transform = group.get("transform", "")
    matrix = _matrix(transform)
    if matrix is None or matrix[:4] == (1, 0, 0, 1):
        return
    del group.attrib["transform"]
    for shape in group:
        if not _map(shape, lambda x, y: _mapped(matrix, x, y)):
            shape.set("transform", transform)


def _matrix(transform: str) -> Matrix | None:
    match = re.fullmatch(r"matrix\(([^)]*)\)", transform)
    if match is None:
        return None
    a, b, c, d, e, f = map(float, match[1].split(","))
    return a, b, c, d, e, f


def _mapped(matrix: Matrix, x: float, y: float) -> str:
    a, b, c, d, e, f = matrix
    return f"{a * x + c * y + e:.6g},{b * x + d * y + f:.6g}"


def _map(shape: ET.Element, place: Callable[[float, float], str]) -> bool:
    """Move the points of a shape; False for one that is not made of points."""
    if shape.tag == _tag("rect"):
        x, y, width, height = (float(shape.attrib.pop(key)) for key in ("x", "y", "width", "height"))
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        shape.tag = _tag("polygon")
        shape.set("points", " ".join(place(*corner) for corner in corners))
        return True
    attribute = _POINTS.get(shape.tag.removeprefix(f"{{{_SVG}}}"))
    if attribute is None:
        return False
    shape.set(attribute, _PAIR.sub(lambda pair: place(float(pair[1]), float(pair[2])), shape.get(attribute, "")))
    return True


def _tag(name: str) -> str:
    return f"{{{_SVG}}}{name}"
