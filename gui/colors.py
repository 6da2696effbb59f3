"""The two colour schemes, by role. No other module names a colour."""

from __future__ import annotations

from weights.record import record


@record
class Colors:
    """One scheme. `a` and `b` are the two sides of a comparison; a lone checkpoint is drawn as `a`.

    `series` are for several lines in one plot that are no sides of a comparison: told apart by those who see few
    colours, and none of them blue or orange. In a picture of values, `nan`, `infinite` and `minus_infinite` stand
    apart from every colour of a value.
    """

    page: str
    side: str
    hairline: str
    text: str
    secondary: str
    faint: str
    accent: str
    selection: str
    a: str
    b: str
    good: str
    attention: str
    bad: str
    nan: str
    infinite: str
    minus_infinite: str
    series: tuple[str, ...]


LIGHT = Colors(
    page="#ffffff",
    side="#f6f7f9",
    hairline="#e3e6ea",
    text="#1b1f24",
    secondary="#5a636e",
    faint="#69727d",
    accent="#2f6fde",
    selection="#e4edfc",
    a="#2f6fde",
    b="#d9730d",
    good="#2c7a4b",
    attention="#b35900",
    bad="#c0362c",
    nan="#0f9d58",
    infinite="#000000",
    minus_infinite="#8a8f98",
    series=("#117733", "#aa3f97", "#7d7a12", "#882255", "#258a7b", "#c2566b"),
)
DARK = Colors(
    page="#1b1d21",
    side="#222529",
    hairline="#33373d",
    text="#e6e8eb",
    secondary="#a2aab4",
    faint="#8d96a0",
    accent="#6ea3ff",
    selection="#2b3a55",
    a="#6ea3ff",
    b="#f2a35c",
    good="#6cc495",
    attention="#f0b45a",
    bad="#ff8379",
    nan="#35d07f",
    infinite="#ffffff",
    minus_infinite="#9aa1ab",
    series=("#4fb873", "#d98cca", "#c9c45c", "#c06390", "#5cc9b8", "#ee99a8"),
)
