"""What is offered to be typed next."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.generators import result_of
from weights import query
from weights.completion import Vocabulary, offer, vocabulary_of
from weights.tree import Tensor, Value, build


def tensor(name: str, *shape: int, dtype: str = "bfloat16") -> Tensor:
    return Tensor((name,), dtype, shape, (1,) * len(shape), 1, 2, None)


ROOT, _ = build(
    [
        *(tensor(f"layers.{n}.attention.wq.weight", 8, 4) for n in range(3)),
        tensor("Model.norm.weight", 4, dtype="float32"),
        tensor("two words.-odd.\u202ebidi.7"),
        Value(("epoch",), "int", "12"),
    ]
)
VOCABULARY = result_of(vocabulary_of(result_of(query.index_of(ROOT))))


def offered(typed: str) -> list[str]:
    return [choice.term for choice in offer(typed, len(typed), VOCABULARY).choices]


def test_words_are_parts_of_names_that_can_be_typed_the_most_frequent_first() -> None:
    assert VOCABULARY.words == ["weight", "layers", "attention", "wq", "Model", "norm", "epoch"]


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("w", ["weight", "wq"]),
        ("0 W", ["weight", "wq"]),
        ("m", ["min", "max", "mean", "Model"]),
        ("-st", ["std"]),
        ("d", ["dims", "dtype:"]),
        ("dtype:", ["dtype:bf16", "dtype:f32", "dtype:bfloat16", "dtype:float32"]),
        ("-dtype:fl", ["dtype:float32"]),
        ("shape:", ["shape:8x4", "shape:4", "shape:scalar"]),
        ("kind:v", ["kind:value"]),
        ("status:", []),
        ("chan", []),
        ("wq", []),
        ("wq ", []),
        ("", []),
        ("/w", []),
        ("params>1", []),
    ],
)
def test_what_begins_as_the_last_term_does_is_offered(typed: str, choices: list[str]) -> None:
    assert offered(typed) == choices


def test_a_choice_says_what_it_means() -> None:
    meanings = {term: offer(term[:-1], len(term) - 1, VOCABULARY).choices[0].meaning for term in ("std", "shape:8x4")}
    assert meanings == {"std": "standard deviation", "shape:8x4": "3 tensors"}


def test_only_the_term_at_the_cursor_is_replaced() -> None:
    found = offer("layers -w norm", 9, VOCABULARY)
    assert (found.start, found.end) == (8, 9)
    assert not offer("layers -wq norm", 9, VOCABULARY).choices


@given(st.text("wqdtypeshape:-/*x3 ", max_size=20), st.integers(0, 20))
def test_whatever_is_chosen_makes_another_query(typed: str, cursor: int) -> None:
    found = offer(typed, min(cursor, len(typed)), VOCABULARY)
    assert all(choice.term not in ("", typed[found.start : found.end]) for choice in found.choices)
    assert typed[found.start : found.end].strip() == typed[found.start : found.end]


def test_without_a_checkpoint_there_are_the_words_of_the_language() -> None:
    assert [choice.term for choice in offer("d", 1, Vocabulary()).choices] == ["dims", "dtype:"]
