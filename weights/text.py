"""Numbers, sizes, shapes and foreign text, as people read them.

`visible` is the one function through which text from a file reaches a screen or a terminal.
"""

import math
import unicodedata
from collections.abc import Iterable, Sequence

MINUS = "\N{MINUS SIGN}"
TIMES = "\N{MULTIPLICATION SIGN}"
THIN = "\N{NARROW NO-BREAK SPACE}"
NONE = "\N{EM DASH}"
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
NAMELESS = "(empty name)"

_SHORT_UNITS = ((10**12, "T"), (10**9, "B"), (10**6, "M"))
_SIZE_UNITS = ((10**12, "TB"), (10**9, "GB"), (10**6, "MB"), (10**3, "kB"))
# Cc control, Cf format (bidi, zero width), Cs surrogate, Co private, Cn unassigned, Zl and Zp line ends.
_HIDDEN_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_NAMED_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}
_MAX_STACKED_MARKS = 2


def visible(text: str, limit: int = 200) -> str:
    """Foreign text made safe: what is invisible becomes an escape, and at most `limit` characters remain."""
    if text.isascii() and text.isprintable():
        return text if len(text) <= limit else text[: limit - 1] + ELLIPSIS
    shown: list[str] = []
    length = 0
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        piece = _escape(character) if _is_hidden(character) or marks > _MAX_STACKED_MARKS else character
        if length + len(piece) > limit - 1 and length + len(piece) + 1 > limit:
            return "".join(shown) + ELLIPSIS
        shown.append(piece)
        length += len(piece)
    return "".join(shown)


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN_CATEGORIES


def _escape(character: str) -> str:
    code = ord(character)
    if character in _NAMED_ESCAPES:
        return _NAMED_ESCAPES[character]
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def count(number: int) -> str:
    """A whole number in groups of three: 9 437 184."""
    return f"{number:,}".replace(",", THIN).replace("-", MINUS)


def short_count(number: int) -> str:
    """A count in three figures: 3.21 B, 394 M; below a million in full."""
    return _in_units(number, _SHORT_UNITS) or count(number)


def size(number: int) -> str:
    """A number of bytes in decimal units: 18.9 MB."""
    return _in_units(number, _SIZE_UNITS) or f"{number}{THIN}B"


def _in_units(number: int, units: Sequence[tuple[int, str]]) -> str | None:
    larger = None
    for scale, unit in units:
        if number >= scale:
            figures = _three_figures(number / scale)
            return f"1.00{THIN}{larger}" if figures == "1000" and larger else f"{figures}{THIN}{unit}"
        larger = unit
    return None


def _three_figures(value: float) -> str:
    digits = 2 if value < 9.995 else 1 if value < 99.95 else 0
    return f"{value:.{digits}f}"


def shape(dimensions: Sequence[int]) -> str:
    """A shape: 3072 × 3072; a tensor without dimensions is a scalar."""
    return f" {TIMES} ".join(str(d) for d in dimensions) if dimensions else "scalar"


def number(value: float | None, figures: int = 4) -> str:
    """A measured value to so many significant figures, with a real minus sign; a dash where there is none."""
    if value is None:
        return NONE
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return f"{MINUS}Inf" if value < 0 else "Inf"
    return f"{value:.{figures}g}".replace("e+", "e").replace("e0", "e").replace("e-0", "e-").replace("-", MINUS)


def share(part: int, whole: int) -> str:
    """A share in per cent; never 0 % or 100 % unless it is exactly that."""
    if whole == 0:
        return NONE
    percent = 100 * part / whole
    if 0 < percent < 0.005:
        return f"<{THIN}0.01{THIN}%"
    if 99.995 < percent < 100 and part != whole:
        return f">{THIN}99.99{THIN}%"
    return f"{percent:.2f}{THIN}%" if 0 < part < whole else f"{percent:.0f}{THIN}%"


def plural(number_of: int, one: str, many: str | None = None) -> str:
    """`1 tensor`, `255 tensors`."""
    return f"{count(number_of)} {one if number_of == 1 else many or one + 's'}"


def dotted(parts: Iterable[str]) -> str:
    """The name of a place: its keys joined with dots, or `(root)` where there are none."""
    return ".".join(parts) or "(root)"


def duration(seconds: float) -> str:
    """How long something takes: 1.2 s, 45 s, 3 min, 2 h 5 min."""
    if seconds < 9.95:
        return f"{seconds:.1f}{THIN}s"
    if seconds < 99.5:
        return f"{seconds:.0f}{THIN}s"
    minutes = round(seconds / 60)
    hours = f"{minutes // 60}{THIN}h {minutes % 60}" if minutes >= 60 else str(minutes)
    return f"{hours}{THIN}min"
