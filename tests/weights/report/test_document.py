"""JSON format 1, with torch as the oracle for what is in a file."""

import math
from collections.abc import Generator, Sequence
from typing import Any

import pytest
import torch

from tests.builders import tiny
from tests.weights.report.inspecting import Inspect
from weights.statistics.crew import Tick, scan_many
from weights.tensors import Readable

TOP = ["format", "path", "kind", "size_bytes", "parameters", "bytes", "tensors", "storages", "values", "imports"]
TENSOR = ["name", "path", "shape", "dtype", "strides", "numel", "bytes", "storage", "shared_with", "shared_count"]
FIGURES = "count finite nan posinf neginf zeros min max mean std abs_mean l2 rms skewness kurtosis distinct"


@pytest.mark.parametrize("kind", tiny.FILES)
def test_every_kind_of_file_makes_one_strict_document(inspect: Inspect, kind: str) -> None:
    outcome = inspect(tiny.FILES[kind](), "--json", "--values", "3")
    document = outcome.document()
    assert outcome.out.isascii()
    assert list(document) == [*TOP, "problems"]
    assert document["format"] == 1
    for row in document["tensors"]:
        assert list(row) == [*TENSOR, "problem", "stats", "values", "values_float32"]


def test_a_tensor_is_described_as_torch_has_it(inspect: Inspect) -> None:
    state = tiny.state_dict()
    rows = inspect(tiny.saved(state), "--json").tensors()
    assert list(rows) == list(state)
    for name, tensor in state.items():
        row = rows[name]
        assert row["path"] == [name]
        assert (row["shape"], row["strides"]) == (list(tensor.shape), list(tensor.stride()))
        assert (row["numel"], row["bytes"]) == (tensor.numel(), tensor.numel() * tensor.element_size())
        assert row["dtype"] == str(tensor.dtype).removeprefix("torch.")
        assert row["problem"] is row["stats"] is None


def test_sharing_names_the_others(inspect: Inspect) -> None:
    outcome = inspect(tiny.saved(tiny.state_dict()), "--json")
    first = outcome.tensors()["first.weight"]
    assert (first["shared_with"], first["shared_count"]) == (["tied.weight", "view"], 2)
    assert outcome.document()["storages"][first["storage"]] == {"bytes": 96, "file_bytes": 96, "names": 3}


def test_of_many_names_of_a_storage_sixteen_are_listed(inspect: Inspect) -> None:
    shared = torch.ones(2)
    row = inspect(tiny.saved({str(number): shared for number in range(40)}), "--json").tensors()["0"]
    assert (len(row["shared_with"]), row["shared_count"]) == (16, 39)


def test_totals_count_shared_storage_once(inspect: Inspect) -> None:
    weight = torch.ones(10, 10)
    document = inspect(tiny.saved({"a": weight, "b": weight, "c": torch.ones(50)[:5]}), "--json").document()
    assert document["parameters"] == {"listed": 205, "unique": 105}
    assert document["bytes"] == {"listed": 820, "unique": 420, "unreferenced": 180}


def test_a_tensor_as_the_root_has_an_empty_path(inspect: Inspect) -> None:
    rows = inspect(tiny.saved(torch.arange(6).reshape(2, 3)), "--json", "--values", "9").tensors()
    assert rows["(root)"]["path"] == []
    assert rows["(root)"]["values"] == [0, 1, 2, 3, 4, 5]


def test_what_is_no_tensor_is_among_the_values(inspect: Inspect) -> None:
    document = inspect(tiny.saved(tiny.training_checkpoint()), "--json").document()
    values = {row["name"]: (row["type"], row["value"]) for row in document["values"]}
    assert values["epoch"] == ("int", "12")
    assert values["name"] == ("str", "run \u202e7")
    assert values["settings.rate"] == ("float", "0.001")
    assert values["settings"][0].endswith("Settings")
    assert {"global": "collections.OrderedDict", "called": True, "known": True} in document["imports"]


def exact(values: torch.Tensor) -> list[Any]:
    words = {math.inf: "Infinity", -math.inf: "-Infinity"}
    return [
        "NaN" if isinstance(value, float) and math.isnan(value) else words.get(value, value)
        for value in values.tolist()
    ]


def test_first_values_are_torchs_own(inspect: Inspect) -> None:
    tensors = {**tiny.odd_values(), **tiny.state_dict()}
    rows = inspect(tiny.saved(tensors), "--json", "--values", "7").tensors()
    for name, tensor in tensors.items():
        first = tensor.reshape(-1)[:7]
        assert rows[name]["values"] == exact(first)
        assert rows[name]["values_float32"] == exact(first.float())


def test_first_values_of_every_dtype(inspect: Inspect) -> None:
    real = {
        name: tensor
        for name, tensor in tiny.every_dtype().items()
        if not tensor.dtype.is_complex and "float4" not in name
    }
    rows = inspect(tiny.saved(real), "--json", "--values", "5").tensors()
    for name, tensor in real.items():
        assert rows[name]["values"] == exact(tensor[:5].double() if tensor.is_floating_point() else tensor[:5])
        assert rows[name]["values_float32"] == exact(tensor[:5].float())


def test_complex_values_are_pairs(inspect: Inspect) -> None:
    tensor = torch.tensor([1.5 - 2j, complex("nan+infj")], dtype=torch.complex128)
    row = inspect(tiny.saved({"z": tensor}), "--json", "--values", "2").tensors()["z"]
    assert row["values"] == row["values_float32"] == [[1.5, -2.0], ["NaN", "Infinity"]]


def test_statistics_are_torchs(inspect: Inspect) -> None:
    values = torch.randn(1000, generator=torch.Generator().manual_seed(5)).bfloat16()
    values[:3] = torch.tensor([math.nan, math.inf, 0.0])
    stats = inspect(tiny.saved({"w": values}), "--json", "--stats").tensors()["w"]["stats"]
    finite = values[2:].double()
    assert list(stats) == [*FIGURES.split(), "quantiles", "quantile_bound"]
    assert [stats[name] for name in FIGURES.split()[:6]] == [1000, 998, 1, 1, 0, 1]
    assert (stats["min"], stats["max"]) == (finite.min().item(), finite.max().item())
    assert stats["mean"] == pytest.approx(finite.mean().item(), rel=1e-12)
    assert stats["std"] == pytest.approx(finite.std(correction=0).item(), rel=1e-12)
    assert stats["quantiles"]["0.5"] == finite.quantile(0.5, interpolation="lower").item()


class CountedScan:
    """Scans, and remembers how many tensors it was given."""

    def __init__(self) -> None:
        self.given = 0

    def __call__(self, items: Sequence[Readable], *arguments: Any) -> Generator[Tick[Any], None, None]:
        self.given += len(items)
        return scan_many(items, *arguments)


def test_names_of_the_same_values_are_scanned_once(inspect: Inspect, monkeypatch: pytest.MonkeyPatch) -> None:
    scan = CountedScan()
    monkeypatch.setattr("weights.report.reading.scan_many", scan)
    rows = inspect(tiny.saved(tiny.state_dict()), "--json", "--stats").tensors()
    assert scan.given == len(rows) - 1
    assert rows["tied.weight"]["stats"] == rows["first.weight"]["stats"]


def test_lone_surrogates_in_names_are_escaped(inspect: Inspect) -> None:
    outcome = inspect(tiny.saved({"a\ud800b": torch.ones(1)}), "--json")
    assert "a\\ud800b" in outcome.out
    assert list(outcome.tensors()) == ["a\ud800b"]
