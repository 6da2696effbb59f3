"""`python -m tests.builders llama-3.2-3b OUT`: write one of the big files that the project is measured on."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.builders import llama


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.builders", description=__doc__)
    parser.add_argument("name", choices=llama.NAMES)
    parser.add_argument("out", type=Path, help="the file to write, or a folder for consolidated.00.pth")
    arguments = parser.parse_args()
    out: Path = arguments.out
    llama.build(arguments.name, out / "consolidated.00.pth" if out.is_dir() else out)


if __name__ == "__main__":
    main()
