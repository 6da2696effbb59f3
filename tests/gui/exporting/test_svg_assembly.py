"""Drawings put together from what Qt's generator writes."""

import xml.etree.ElementTree as ET

from gui.exporting.svg_assembly import Part, assembled

SVG = "{http://www.w3.org/2000/svg}"


def part(content: str) -> Part:
    """A part at (10, 20), 100 by 50 pixels."""
    return Part(10, 20, 100, 50, f'<svg xmlns="http://www.w3.org/2000/svg"><title/>{content}</svg>'.encode())


def whole(*contents: str) -> ET.Element:
    return ET.fromstring(assembled("a & <b>", "facts", 300, 200, [part(content) for content in contents]))


def test_what_it_shows_is_said() -> None:
    root = whole()
    assert (root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")) == ("a & <b>", "facts")
    assert root.get("viewBox") == "0 0 300 200"


def test_each_part_ends_at_its_edges() -> None:
    root = whole("<g/>", "<g/>")
    assert [clip.get("id") for clip in root.iter(f"{SVG}clipPath")] == ["part0", "part1"]
    groups = root.findall(f"{SVG}g")
    assert [group.get("clip-path") for group in groups] == ["url(#part0)", "url(#part1)"]
    assert {group.get("transform") for group in groups} == {"translate(10 20)"}
    assert next(root.iter(f"{SVG}rect")).attrib == {"width": "100", "height": "50"}


def test_points_are_scaled_instead_of_lines() -> None:
    shapes = '<path d="M0,0 L1,2e1 Z"/><polyline points="1,1 2,-3.5"/><rect x="1" y="2" width="3" height="4"/>'
    (group,) = whole(f'<g transform="matrix(10,0,0,-2,5,7)">{shapes}</g>').findall(f"{SVG}g/{SVG}g")
    path, line, rectangle = group
    assert group.get("transform") is None
    assert path.get("d") == "M5,7 L15,-33 Z"
    assert line.get("points") == "15,5 25,14"
    assert (rectangle.tag, rectangle.get("points")) == (f"{SVG}polygon", "15,3 45,3 45,-5 15,-5")


def test_texts_and_images_keep_their_transform() -> None:
    (group,) = whole('<g transform="matrix(0,-1,1,0,5,7)"><text>a</text><path d="M1,2"/></g>').findall(f"{SVG}g/{SVG}g")
    assert group[0].get("transform") == "matrix(0,-1,1,0,5,7)"
    assert (group[1].get("transform"), group[1].get("d")) == (None, "M7,6")


def test_what_is_only_moved_is_left_alone() -> None:
    (group,) = whole('<g transform="matrix(1,0,0,1,5,7)"><path d="M1,2"/></g>').findall(f"{SVG}g/{SVG}g")
    assert (group.get("transform"), group[0].get("d")) == ("matrix(1,0,0,1,5,7)", "M1,2")


def test_patterns_of_two_parts_are_kept_apart() -> None:
    pattern = '<defs><pattern id="fill"/></defs><g fill="url(#fill)"/>'
    root = whole(pattern, pattern)
    assert [found.get("id") for found in root.iter(f"{SVG}pattern")] == ["part0-fill", "part1-fill"]
    assert [group[-1].get("fill") for group in root.findall(f"{SVG}g")] == ["url(#part0-fill)", "url(#part1-fill)"]
