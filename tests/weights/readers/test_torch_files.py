"""Files that torch itself wrote, in each of its containers, against what torch reads from them."""

from __future__ import annotations

import argparse
import warnings
from pathlib import Path

import numpy as np
import pytest
import torch

from tests.weights.readers.reading import Opened, names, node, text, values
from weights.opening import open_checkpoint

CONTAINERS = [{}, {"legacy": True}, {"plain": True, "protocol": 2}, {"plain": True, "protocol": 4}]
KINDS = ["torch-zip", "torch-legacy", "pickle", "pickle"]
DTYPES = [
    *(torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.float8_e4m3fn, torch.float8_e5m2),
    *(torch.float8_e4m3fnuz, torch.float8_e5m2fnuz, torch.float8_e8m0fnu, torch.complex64, torch.complex128),
    *(
        torch.int64,
        torch.int32,
        torch.int16,
        torch.int8,
        torch.uint8,
        torch.uint16,
        torch.uint32,
        torch.uint64,
        torch.bool,
    ),
]


@pytest.fixture
def module() -> torch.nn.Module:
    torch.manual_seed(0)
    return torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.BatchNorm1d(2))


@pytest.mark.parametrize(("container", "kind"), [*zip(CONTAINERS, KINDS, strict=True)])
def test_a_state_dict_is_listed_as_torch_loads_it(
    opened: Opened, module: torch.nn.Module, container: dict[str, bool], kind: str
) -> None:
    state = module.state_dict()
    checkpoint = opened(state, **container)
    assert checkpoint.kind == kind
    assert names(checkpoint) == list(state)
    assert all(torch.equal(values(checkpoint, name), tensor) for name, tensor in state.items())
    assert not checkpoint.values
    assert not checkpoint.problems


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
@pytest.mark.parametrize("legacy", [False, True])
def test_every_protocol_is_read(opened: Opened, protocol: int, legacy: bool) -> None:
    checkpoint = opened({"w": torch.arange(6.0).view(2, 3)}, legacy=legacy, protocol=protocol)
    assert values(checkpoint, "w").tolist() == [[0, 1, 2], [3, 4, 5]]


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
def test_every_type_is_called_as_torch_calls_it(opened: Opened, dtype: torch.dtype) -> None:
    raw = torch.arange(64, dtype=torch.uint8)
    checkpoint = opened({"w": raw.view(dtype)})
    tensor = node(checkpoint, "w").tensor
    assert tensor is not None
    assert (f"torch.{tensor.dtype}", tensor.size) == (str(dtype), 64)
    assert values(checkpoint, "w").view(torch.uint8).equal(raw)


@pytest.mark.parametrize("legacy", [False, True])
def test_views_keep_their_strides(opened: Opened, legacy: bool) -> None:
    whole = torch.arange(24.0).view(2, 3, 4)
    views = {
        "whole": whole,
        "turned": whole.permute(2, 0, 1),
        "part": whole[1, 1:, ::2],
        "one": whole[0, 0, :1].expand(5),
    }
    checkpoint = opened(views, legacy=legacy)
    assert all(values(checkpoint, name).equal(view) for name, view in views.items())
    assert len(checkpoint.storages) == 1


def test_tied_weights_are_listed_under_both_names(opened: Opened) -> None:
    weight = torch.nn.Parameter(torch.ones(4, 4))
    checkpoint = opened({"a": weight, "b": weight, "c": weight.detach()})
    assert names(checkpoint) == ["a", "b", "c"]
    assert [other.name for other in checkpoint.shared_with(node(checkpoint, "a"))] == ["b", "c"]
    assert (checkpoint.totals.parameters_listed, checkpoint.totals.parameters_unique) == (48, 16)


def test_a_training_checkpoint_is_listed_whole(opened: Opened, module: torch.nn.Module) -> None:
    optimizer = torch.optim.Adam(module.parameters())
    module(torch.ones(4, 3)).sum().backward()
    optimizer.step()
    state = {"model": module.state_dict(), "optimizer": optimizer.state_dict(), "epoch": 3}
    checkpoint = opened({**state, "args": argparse.Namespace(rate=0.5)})
    assert values(checkpoint, "optimizer.state.0.exp_avg").equal(optimizer.state_dict()["state"][0]["exp_avg"])
    assert (text(checkpoint, "epoch"), text(checkpoint, "args.rate")) == ("3", "0.5")
    assert text(checkpoint, "optimizer.param_groups.0.betas") == "(0.9, 0.999)"
    assert "training checkpoint" in checkpoint.about
    assert ("argparse.Namespace", True, False) in [(i.name, i.called, i.known) for i in checkpoint.imports]


@pytest.mark.parametrize("legacy", [False, True])
def test_a_whole_module_shows_the_names_of_its_state_dict(
    opened: Opened, module: torch.nn.Module, legacy: bool
) -> None:
    checkpoint = opened(module, legacy=legacy)
    assert names(checkpoint) == list(module.state_dict())
    assert "whole pickled module" in checkpoint.about
    assert text(checkpoint, "0.in_features") == "3"
    weight = node(checkpoint, "0.weight").tensor
    assert weight is not None
    assert weight.is_parameter
    assert weight.requires_grad


def test_a_tensor_by_itself_has_an_empty_path(opened: Opened) -> None:
    checkpoint = opened(torch.ones(3))
    assert [tensor.content.path for tensor in checkpoint.tensors if tensor.content] == [()]


@pytest.mark.filterwarnings("ignore:torch.quantize")
def test_quantised_tensors_carry_scale_and_zero_point(opened: Opened) -> None:
    tensor = torch.quantize_per_tensor(torch.arange(4.0), 0.5, 1, torch.qint8)
    checkpoint = opened({"q": tensor})
    assert values(checkpoint, "q").equal(tensor.int_repr())
    assert (text(checkpoint, "q.scale"), text(checkpoint, "q.zero_point")) == ("0.5", "1")


@pytest.mark.filterwarnings("ignore:torch.quantize")
def test_quantised_channels_carry_their_scales(opened: Opened) -> None:
    scales = torch.tensor([0.5, 0.25])
    tensor = torch.quantize_per_channel(torch.ones(2, 2), scales, torch.tensor([0, 1]), 0, torch.quint8)
    checkpoint = opened({"q": tensor})
    assert values(checkpoint, "q").equal(tensor.int_repr())
    assert values(checkpoint, "q.scales").equal(scales.double())
    assert text(checkpoint, "q.axis") == "0"


@pytest.mark.filterwarnings("ignore:torch.quantize")
def test_two_values_a_byte_are_listed_with_a_reason(opened: Opened) -> None:
    tensor = torch.quantize_per_channel(torch.ones(2, 4), torch.ones(2), torch.zeros(2), 0, torch.quint4x2)
    found = node(opened({"q": tensor}), "q").tensor
    assert found is not None
    assert (found.dtype, found.size) == ("quint4x2", 4)
    assert found.problem is not None


@pytest.mark.parametrize("layout", [torch.sparse_coo, torch.sparse_csr, torch.sparse_csc])
@pytest.mark.filterwarnings("ignore:Sparse")
def test_sparse_tensors_show_their_parts(opened: Opened, layout: torch.layout) -> None:
    tensor = torch.eye(3).to_sparse(layout=layout)
    checkpoint = opened({"s": tensor, "p": torch.nn.Parameter(tensor)})
    assert checkpoint.problems == []
    for name in ("s", "p"):
        assert values(checkpoint, f"{name}.values").tolist() == [1, 1, 1]
        assert text(checkpoint, f"{name}.size") == "(3, 3)"


@pytest.mark.filterwarnings("ignore:The PyTorch API of nested")
def test_a_tensor_that_a_function_of_its_class_rebuilds_shows_what_it_takes(opened: Opened) -> None:
    checkpoint = opened({"n": torch.nested.nested_tensor([torch.ones(2), torch.ones(3)], layout=torch.jagged)})
    assert checkpoint.problems == []
    assert values(checkpoint, "n._values").tolist() == [1] * 5
    assert [row.called for row in checkpoint.imports if row.name.endswith("_rebuild_njt")] == [True]


def test_a_tensor_from_the_meta_device_has_a_shape_and_a_reason(opened: Opened) -> None:
    tensor = node(opened({"m": torch.empty(2, 3, device="meta")}), "m").tensor
    assert tensor is not None
    assert (tensor.shape, tensor.data) == ((2, 3), None)
    assert tensor.problem is not None


@pytest.mark.parametrize("dtype", [torch.complex64, torch.complex128])
def test_conjugated_and_negated_views_have_their_own_signs(opened: Opened, dtype: torch.dtype) -> None:
    plain = torch.tensor([[1 + 2j, 3 - 4j, 5j]]).to(dtype)
    views = {"conj": plain.mH, "neg": torch._neg_view(plain), "both": torch._neg_view(plain.conj())}
    checkpoint = opened(views)
    for name, view in views.items():
        assert values(checkpoint, name).equal(view.resolve_conj().resolve_neg())


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16, torch.int16])
def test_a_negated_real_view_is_read_with_its_signs(opened: Opened, dtype: torch.dtype) -> None:
    view = torch._neg_view(torch.tensor([[1, -2], [0, 3]], dtype=dtype))
    assert values(opened({"n": view}), "n").view(dtype).equal(view.resolve_neg())


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("dtype", ["<f4", ">i4", "?", "<c8"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_numpy_arrays_are_tensors(opened: Opened, container: dict[str, bool], dtype: str, order: str) -> None:
    array = np.asarray(np.arange(3000).reshape(2, 1500), dtype=dtype, order="F" if order == "F" else "C")
    checkpoint = opened({"a": array, "n": np.float64(0.5)}, **container)
    native = array.astype(np.uint8 if dtype == "?" else array.dtype.newbyteorder("="))
    assert np.array_equal(values(checkpoint, "a").numpy(), native)
    assert text(checkpoint, "n") == "0.5"


@pytest.mark.filterwarnings("ignore:the matrix subclass")
def test_an_array_of_a_class_of_its_own_is_an_array(opened: Opened) -> None:
    checkpoint = opened({"m": np.matrix([[1, 2], [3, 4]])})
    assert values(checkpoint, "m").tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("dtype", ["<U5", ">U3", "S4"])
def test_arrays_of_texts_are_values(opened: Opened, container: dict[str, bool], dtype: str) -> None:
    classes = np.array(["cat", "", "dog"], dtype=dtype)
    checkpoint = opened({"classes": classes, "many": np.tile(classes, 1000)}, **container)
    assert text(checkpoint, "classes") == "['cat', '', 'dog']"
    assert text(checkpoint, "many").endswith("…] (3000 items)")
    assert checkpoint.problems == []


def test_types_and_devices_are_values_and_a_bare_storage_is_a_tensor(opened: Opened) -> None:
    checkpoint = opened(
        {
            "dtype": torch.float16,
            "size": torch.Size([2]),
            "device": torch.device("cpu"),
            "bare": torch.UntypedStorage(4),
        }
    )
    assert text(checkpoint, "dtype") == "torch.float16"
    assert text(checkpoint, "device") == "device('cpu')"
    assert names(checkpoint) == ["bare"]


def test_a_big_endian_file_is_swapped(tmp_path: Path) -> None:
    path = tmp_path / "big.pth"
    torch.save({"w": torch.tensor([1.5, -2.0])}, path)
    data = path.read_bytes().replace(b"little", b"big   ")
    values_at = data.index(np.array([1.5, -2.0], "<f4").tobytes())
    swapped = np.array([1.5, -2.0], ">f4").tobytes()
    path.write_bytes(data[:values_at] + swapped + data[values_at + 8 :])
    checkpoint = open_checkpoint(path)
    assert values(checkpoint, "w").tolist() == [1.5, -2.0]
    checkpoint.close()


def test_torchscript_shows_its_tensors_and_constants(tmp_path: Path, module: torch.nn.Module) -> None:
    path = tmp_path / "script.pt"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.jit.save(torch.jit.trace(module.eval(), torch.ones(1, 3)), path)
    checkpoint = open_checkpoint(path)
    assert checkpoint.kind == "torchscript"
    assert set(module.state_dict()) <= set(names(checkpoint))
    assert values(checkpoint, "0.weight").equal(module.state_dict()["0.weight"])
    checkpoint.close()


def test_a_legacy_file_that_ends_early_keeps_what_it_has(opened: Opened, tmp_path: Path) -> None:
    opened({"a": torch.ones(4), "b": torch.zeros(4)}, legacy=True).close()
    path = tmp_path / "short.pth"
    path.write_bytes((tmp_path / "model.pth").read_bytes()[:-20])
    checkpoint = open_checkpoint(path)
    # torch orders the storages by their addresses, so either may be the last.
    assert sorted(node.tensor.problem is None for node in checkpoint.tensors if node.tensor) == [False, True]
    checkpoint.close()
