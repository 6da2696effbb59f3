"""The window's arguments. Imports nothing heavy, so that --version and --help answer at once."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from weights import __version__

_COMMANDS = """commands, which need no display:
  weighbridge inspect PATH    what is in a checkpoint, as text or JSON
"""


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Parsed arguments; exits with status 2 on wrong usage, as argparse does."""
    parser = argparse.ArgumentParser(
        prog="weighbridge",
        description="A browser for neural-network weights. Nothing in a file is ever run.",
        epilog=_COMMANDS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("files", metavar="FILE", nargs="*", type=Path, help="a checkpoint to open; several open a window each")
    add("--demo", action="store_true", help="open the tiny checkpoint that comes with the program")
    add("--select", metavar="NAME", help="select this tensor or branch by its full name")
    add("--page", metavar="NAME", help="show this page of the selection: overview, contents, tensor")
    add("--size", metavar="WxH", type=_size, help="size of the window in pixels")
    add("--scheme", choices=("light", "dark"), help="colours; without it, those of the desktop")
    add("--screenshot", metavar="OUT.png", type=Path, help="draw the window once all is on it, and exit")
    add("--trace", metavar="OUT.jsonl", type=Path, help="write a timeline of the run")
    add("--register", action="store_true", help="make checkpoints open with a double-click (Linux desktops)")
    add("--unregister", action="store_true", help="take that back")
    add("--version", action="version", version=f"weighbridge {__version__}")
    return parser.parse_args(argv)


def _size(words: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{2,5})[xX×](\d{2,5})", words)
    if match is None:
        raise argparse.ArgumentTypeError(f"{words!r} is not a size such as 1440x860")
    return int(match[1]), int(match[2])
