"""Records: what can be asked of them, and what they refuse."""

import pickle

import pytest

from weights.record import record


@record
class Place:
    """A record with a default."""

    path: str
    line: int = 1

    @property
    def shown(self) -> str:
        return f"{self.path}:{self.line}"


@pytest.mark.parametrize("place", [Place("a", 2), Place("a", line=2), Place(line=2, path="a")])
def test_fields_are_given_by_place_or_by_name(place: Place) -> None:
    assert (place.path, place.line, place.shown) == ("a", 2, "a:2")


def test_a_field_that_is_not_given_has_its_default() -> None:
    assert Place("a").line == Place(path="a").line == 1


@pytest.mark.parametrize(
    ("values", "named"), [((), {}), (("a", 1, 2), {}), (("a",), {"path": "b"}), (("a",), {"column": 3})]
)
def test_a_record_takes_its_fields_and_no_others(values: tuple[object, ...], named: dict[str, object]) -> None:
    with pytest.raises(TypeError):
        Place(*values, **named)  # type: ignore[arg-type]


def test_fields_do_not_change() -> None:
    place = Place("a")
    with pytest.raises(AttributeError, match="the fields of a Place do not change"):
        place.line = 3  # type: ignore[misc]
    with pytest.raises(AttributeError):
        del place.line
    with pytest.raises(AttributeError):
        place.column = 3  # type: ignore[attr-defined]


def test_records_equal_each_other_by_their_fields() -> None:
    assert Place("a") == Place("a", 1)
    assert hash(Place("a")) == hash(Place("a", 1))
    assert Place("a") != Place("b")
    assert Place("a") != ("a", 1)


def test_a_record_can_be_pickled() -> None:
    assert pickle.loads(pickle.dumps(Place("a", 7))) == Place("a", 7)


def test_a_record_shows_its_fields() -> None:
    assert repr(Place("a")) == "Place(path='a', line=1)"
