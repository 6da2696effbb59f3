"""The text of `inspect`: columns, figures, and nothing foreign that could move a cursor."""

import pytest
import torch

from tests.builders import tiny
from tests.weights.report.inspecting import Inspect


def line_of(out: str, beginning: str) -> str:
    return next(line for line in out.splitlines() if line.lstrip().startswith(beginning))


@pytest.mark.parametrize("kind", tiny.FILES)
def test_every_kind_of_file_is_listed(inspect: Inspect, kind: str) -> None:
    outcome = inspect(tiny.FILES[kind](), "--stats", "--values", "2")
    assert "parameters listed" in outcome.out
    assert outcome.out.replace("\n", "").isprintable()


def test_a_tensor_has_a_row_with_both_shapes(inspect: Inspect) -> None:
    out = inspect(tiny.saved({"wide": torch.ones(30, 50, dtype=torch.bfloat16)})).out
    cells = [cell.strip() for cell in line_of(out, "wide").split("  ") if cell]
    assert cells == ["wide", "[30, 50]", "(30, 50)", "bfloat16", "1,500", "3.00 kB"]


def test_columns_are_aligned(inspect: Inspect) -> None:
    out = inspect(tiny.saved({"a": torch.ones(1), "longer.name": torch.ones(2000, 10)})).out
    heading, short, long = (line_of(out, name) for name in ("name", "a ", "longer.name"))
    assert heading.index("dtype") == short.index("float32") == long.index("float32")
    assert heading.index("parameters") + len("parameters") == short.index(" 1 ") + 2 == long.index("20,000") + 6


def test_two_values_in_a_byte_are_two_in_numpy(inspect: Inspect) -> None:
    packed = torch.zeros(3, 4, dtype=torch.uint8).view(torch.float4_e2m1fn_x2)
    assert "[3, 4]  (3, 8)" in inspect(tiny.saved({"packed": packed})).out


def test_totals_come_last(inspect: Inspect) -> None:
    weight = torch.ones(10, 10)
    lines = inspect(tiny.saved({"a": weight, "b": weight})).out.splitlines()
    assert lines[-3:] == [
        "2 tensors",
        "200 parameters listed, 100 unique",
        "800 B (800 bytes) listed, 400 B (400 bytes) unique, 0 B (0 bytes) unreferenced",
    ]


def test_sharing_is_said(inspect: Inspect) -> None:
    out = inspect(tiny.saved(tiny.state_dict())).out
    assert line_of(out, "tied.weight").endswith("shares its storage with first.weight and 1 more")


def test_first_values_are_native_and_float32(inspect: Inspect) -> None:
    out = inspect(tiny.saved({"w": torch.tensor([0.1, -2.0], dtype=torch.bfloat16)}), "--values", "2").out
    assert line_of(out, "native:").split() == ["native:", "0.1", "-2"]
    assert line_of(out, "float32:").split() == ["float32:", "0.100097656", "-2"]


def test_statistics_are_lines_below(inspect: Inspect) -> None:
    out = inspect(tiny.saved({"w": torch.tensor([0.0, 3.0, float("nan")])}), "--stats").out
    assert line_of(out, "values: ").startswith("    values: min 0  max 3  mean 1.5  std 1.5")
    assert line_of(out, "counts: ").startswith("    counts: count 3  nan 1  +inf 0  -inf 0  zeros 1 (33.33 %)")


def test_optimizer_state_says_whose_it_is(inspect: Inspect) -> None:
    out = inspect(tiny.saved(tiny.training_checkpoint())).out
    assert "of model.first.weight (inferred)" in line_of(out, "optimizer.state.0.exp_avg ")


def test_values_and_imports_are_listed(inspect: Inspect) -> None:
    out = inspect(tiny.saved(tiny.training_checkpoint())).out
    assert line_of(out, "epoch").split() == ["epoch", "int", "12"]
    assert "would be called" in line_of(out, "collections.OrderedDict")


def test_foreign_text_is_made_visible(inspect: Inspect) -> None:
    out = inspect(tiny.saved({"a\x1b[2J\u202eb\n": torch.ones(1), "v": "x\ny"})).out
    assert line_of(out, "a").startswith("a\\x1b[2J\\u202eb\\n  [1]")
    assert line_of(out, "v ").split() == ["v", "str", "x\\ny"]


def test_an_endless_name_does_not_push_the_others_aside(inspect: Inspect) -> None:
    out = inspect(tiny.saved({"n" * 900: torch.ones(1), "short": torch.ones(1)})).out
    assert len(line_of(out, "short")) < 200
