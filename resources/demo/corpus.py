"""The demo's training text: true sentences about sums, days and lorries, made up by a small grammar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

COLOURS = ("red", "green", "blue", "grey", "yellow", "white")
LOADS = ("gravel", "sand", "wheat", "timber", "coal", "scrap iron", "clay", "straw")
ADJECTIVES = ("old", "young", "tired", "quiet", "careful", "tall", "clever", "late")
PEOPLE = ("driver", "clerk", "farmer", "miller", "ferryman", "smith", "carter", "inspector")
VERBS = ("waits for", "thanks", "follows", "greets", "pays", "calls", "helps")
PLACES = ("at the gate", "by the river", "behind the barn", "on the bridge", "near the mill", "under the clock")
SMALL = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
FIRST_DAY = date(1990, 1, 1)
DAYS = 12_000


def statements(rng: Random) -> str:
    """What the base model reads: a few true sentences in a row."""
    return " ".join(rng.choice(_STATEMENTS)(rng) for _ in range(rng.randint(2, 5)))


def question(rng: Random) -> tuple[str, str]:
    """What the fine-tuned model reads: a question and its right answer."""
    return rng.choice(_QUESTIONS)(rng)


def _sum(rng: Random) -> str:
    a, b = rng.randint(0, 60), rng.randint(0, 60)
    return rng.choice((f"{a} + {b} = {a + b}.", f"{a + b} - {b} = {a}.", f"{a} plus {b} is {a + b}."))


def _order(rng: Random) -> str:
    a, b = sorted(rng.sample(range(100), 2))
    return rng.choice((f"{a} is less than {b}.", f"{b} is more than {a}."))


def _counting(rng: Random) -> str:
    start = rng.randint(0, len(SMALL) - 4)
    return ", ".join(SMALL[start : start + 4]).capitalize() + "."


def _weekday(rng: Random) -> str:
    return f"{_long(day := _day(rng))} was a {day:%A}."


def _tomorrow(rng: Random) -> str:
    day = _day(rng)
    return f"After {day:%A} comes {day + timedelta(days=1):%A}."


def _weighing(rng: Random) -> str:
    colour, load, empty, net = _lorry(rng)
    return (
        f"The {colour} lorry weighs {empty + net} tonnes full and {empty} tonnes empty, "
        f"so it carries {net} tonnes of {load}."
    )


def _scene(rng: Random) -> str:
    first, second = rng.sample(PEOPLE, 2)
    return f"The {rng.choice(ADJECTIVES)} {first} {rng.choice(VERBS)} the {second} {rng.choice(PLACES)}."


def _ask_sum(rng: Random) -> tuple[str, str]:
    a, b = rng.randint(0, 60), rng.randint(0, 60)
    return f"How much is {a} + {b}?", f"It is {a + b}."


def _ask_weekday(rng: Random) -> tuple[str, str]:
    return f"Which day was {_long(day := _day(rng))}?", f"It was a {day:%A}."


def _ask_load(rng: Random) -> tuple[str, str]:
    colour, load, empty, net = _lorry(rng)
    return (
        f"How much {load} is on a {colour} lorry of {empty} tonnes that weighs {empty + net} tonnes?",
        f"It carries {net} tonnes.",
    )


def _lorry(rng: Random) -> tuple[str, str, int, int]:
    return rng.choice(COLOURS), rng.choice(LOADS), rng.randint(5, 15), rng.randint(1, 30)


def _day(rng: Random) -> date:
    return FIRST_DAY + timedelta(days=rng.randrange(DAYS))


def _long(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


_STATEMENTS: tuple[Callable[[Random], str], ...] = (_sum, _order, _counting, _weekday, _tomorrow, _weighing, _scene)
_QUESTIONS: tuple[Callable[[Random], tuple[str, str]], ...] = (_ask_sum, _ask_weekday, _ask_load)
