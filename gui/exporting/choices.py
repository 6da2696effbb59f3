"""The kinds of files that can be saved, and what writes each. Nothing heavy is imported before it is written."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from gui.exporting.caption import Caption
from gui.exporting.drawings import drawing_of
from gui.exporting.pictures import image_of, png
from gui.exporting.saving import Choice, Writing
from gui.shown import Shown
from weights import text
from weights.tensors import Readable


def npy_choices(data: Readable) -> Sequence[Choice]:
    """A tensor as a NumPy array: as it is or, where numpy lacks its type, widened or as bits."""

    def writing(as_codes: bool) -> Callable[[Path, bool], Writing]:
        def write(path: Path, may_replace: bool) -> Writing:
            from weights.export.npy import write_npy  # heavy: numpy

            return write_npy(data, path, as_codes=as_codes, may_replace=may_replace)

        return write

    dtype = data.dtype
    if dtype.in_numpy:
        return (Choice("NumPy array", ".npy", writing(as_codes=False)),)
    wide, bits = f"{dtype.name} widened to {dtype.decoded}", f"bits of {dtype.name} as uint{8 * dtype.itemsize}"
    return (
        Choice(f"NumPy array, {wide}", ".npy", writing(as_codes=False), wide),
        Choice(f"NumPy array, {bits}", ".npy", writing(as_codes=True), bits),
    )


def csv_choices(data: Readable) -> Sequence[Choice]:
    """A tensor's values as comma-separated text."""

    def write(path: Path, may_replace: bool) -> Writing:
        from weights.export.csv import write_csv  # heavy: numpy

        return write_csv(data, path, may_replace=may_replace)

    rank = len(data.shape)
    form = "an index and a value a line" if rank > 2 else "a row a line" if rank == 2 else "a value a line"
    return (Choice(f"Comma-separated values, {form}", ".csv", write),)


def text_size(data: Readable) -> int:
    """About how many bytes a tensor takes as comma-separated text."""
    from weights.export.csv import estimated_size  # heavy: numpy, which is loaded long before anybody asks

    return estimated_size(data)


def statistics_choices(shown: Shown) -> Sequence[Choice]:
    """The statistics of all tensors; what is not counted yet is counted for it."""

    def write(path: Path, may_replace: bool) -> Writing:
        from weights.export.statistics import write_statistics  # heavy: numpy and numba

        workers = max(2, (os.cpu_count() or 2) - 1)
        return write_statistics(shown.checkpoint, shown.known.statistics, path, workers, may_replace=may_replace)

    counted = text.plural(len(shown.checkpoint.tensors), "tensor")
    return (
        Choice("Comma-separated values, a tensor a line", ".csv", write, counted),
        Choice("JSON, as weighbridge inspect prints it", ".json", write, counted),
    )


def png_choices(widgets: Sequence[QWidget], caption: Caption) -> Sequence[Choice]:
    """Widgets as they are now, in pixels."""
    image = image_of(widgets, caption)
    return (Choice("PNG image", ".png", _writing(lambda: png(image))),)


def svg_choices(widgets: Sequence[QWidget], caption: Caption) -> Sequence[Choice]:
    """Widgets as they are now, in lines."""
    return (Choice("SVG drawing", ".svg", _writing(drawing_of(widgets, caption))),)


def _writing(encode: Callable[[], bytes]) -> Callable[[Path, bool], Writing]:
    def write(path: Path, may_replace: bool) -> Writing:
        from weights.export.writing import draft  # not before the first paint

        with draft(path, may_replace=may_replace) as file:
            yield None
            file.write(encode())

    return write
