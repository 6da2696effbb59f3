"""How loops are compiled (numba): the one way, wherever they stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba

Loop = TypeVar("Loop", bound=Callable[..., Any])

REORDERED = {"reassoc", "contract", "nsz"}
"""For `fastmath`: sums may be reordered so that they vectorise; NaN and infinities keep their meaning."""


def compiled(**options: Any) -> Callable[[Loop], Loop]:
    """Compile on first call, without the GIL, and keep the machine code where there is a folder to keep it in."""

    def decorate(loop: Loop) -> Loop:
        try:
            result: Loop = numba.njit(nogil=True, cache=True, **options)(loop)
        except RuntimeError:  # neither the installation nor the user's cache folder can be written
            result = numba.njit(nogil=True, **options)(loop)
        return result

    return decorate
