"""Findings planted in real files, and none where there is nothing."""

from pathlib import Path

import pytest
import torch

from tests.builders import tiny
from tests.builders.odd import ODD
from tests.generators import result_of
from tests.gui.places import structure_of
from tests.weights.findings.looking import found_in, inquire, opened
from weights.checkpoint import Found, assemble
from weights.errors import FileChanged
from weights.findings.finding import FindingKind
from weights.findings.inquiry import Inquiry
from weights.opening import open_checkpoint
from weights.source import FileSource, Memory
from weights.statistics.scan import scan_now
from weights.tensors import Storage

THIN = "\N{NARROW NO-BREAK SPACE}"

Said = list[tuple[FindingKind, str, str, object]]


def said(folder: Path, content: object) -> Said:
    found = found_in(folder, content)
    return [(each.kind, each.nodes[0].name, each.evidence.replace(THIN, " "), each.index) for each in found]


def ordinary(*shape: int) -> torch.Tensor:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(5))


def test_nan_and_infinities_are_counted_and_the_first_is_named(tmp_path: Path) -> None:
    tensor = ordinary(40, 30)
    tensor[7, 3] = tensor[30, 0] = float("nan")
    tensor[9, 9] = -float("inf")
    expected = "2 NaN and 1 infinity of 1 200 values; the first at [7, 3]"
    assert said(tmp_path, {"w": tensor}) == [(FindingKind.NOT_FINITE, "w", expected, (7, 3))]


def test_a_nan_in_a_broadcast_tensor_is_found_without_walking_it(tmp_path: Path) -> None:
    tensor = torch.tensor([[1.0], [float("nan")]]).expand(2, 1 << 40)
    (finding,) = found_in(tmp_path, {"w": tensor})
    assert finding.index == (1, 0)


def test_all_zero_and_constant_tensors_are_said_once(tmp_path: Path) -> None:
    found = said(tmp_path, {"ones": torch.ones(8, 4), "zeros": torch.zeros(8, 4), "w": ordinary(8, 4)})
    assert found == [
        (FindingKind.ALL_ZERO, "zeros", "all 32 values are 0", None),
        (FindingKind.CONSTANT, "ones", "all 32 values are 1", None),
    ]


def test_values_at_the_limit_are_counted(tmp_path: Path) -> None:
    tensor = ordinary(20, 20).half()
    tensor[3, 4], tensor[3, 9] = -65504, 65504
    expected = "2 float16 values at ±65504; the first at [3, 4]"
    assert said(tmp_path, {"w": tensor}) == [(FindingKind.AT_LIMIT, "w", expected, (3, 4))]


def test_zero_rows_and_columns_are_counted(tmp_path: Path) -> None:
    tensor = ordinary(40, 30)
    tensor[[5, 9, 10]] = 0
    tensor[:, 28] = -0.0
    assert said(tmp_path, {"w": tensor}) == [
        (FindingKind.ZERO_ROWS, "w", "3 of 40 rows are all zero, the first at index 5", (5, 0)),
        (FindingKind.ZERO_COLUMNS, "w", "1 of 30 columns is all zero, at index 28", (0, 28)),
    ]


def test_a_zero_slice_of_a_kernel_is_found(tmp_path: Path) -> None:
    kernel = ordinary(8, 3, 5, 5)
    kernel[6] = 0
    expected = "1 of 8 slices along the first axis is all zero, at index 6"
    assert said(tmp_path, {"w": kernel}) == [(FindingKind.ZERO_ROWS, "w", expected, (6, 0, 0, 0))]


def test_the_same_bytes_in_two_storages_are_one_finding(tmp_path: Path) -> None:
    content = {"b": ordinary(10, 10), "a": ordinary(10, 10), "other": ordinary(10, 10) + 1}
    (finding,) = found_in(tmp_path, content)
    assert [node.name for node in finding.nodes] == ["b", "a"]
    assert finding.kind is FindingKind.DUPLICATE
    assert finding.evidence.replace(THIN, " ") == "2 tensors hold the same 400 B, each its own copy"


def test_a_tied_tensor_is_no_duplicate_and_is_looked_at_once(tmp_path: Path) -> None:
    tensor = ordinary(10, 10)
    tensor[0, 0] = float("nan")
    assert len(found_in(tmp_path, {"a": tensor, "b": tensor})) == 1


def test_a_slice_saved_with_its_whole_storage_is_said(tmp_path: Path) -> None:
    expected = "360 B (90.00 %) of its storage is reached by no tensor"
    assert said(tmp_path, {"w": ordinary(10, 10)[3]}) == [(FindingKind.UNREFERENCED, "w", expected, None)]


def test_half_a_storage_is_not_mostly_unreferenced(tmp_path: Path) -> None:
    assert found_in(tmp_path, {"w": ordinary(10, 10)[:5]}) == []


@pytest.mark.parametrize("file", ["state dict", "training checkpoint", "safetensors"])
def test_an_ordinary_file_holds_constants_only(tmp_path: Path, file: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(tiny.FILES[file]())
    checkpoint = open_checkpoint(path)
    kinds = {finding.kind for finding in inquire(checkpoint).findings}
    checkpoint.close()
    assert kinds <= {FindingKind.ALL_ZERO, FindingKind.CONSTANT}


@pytest.mark.parametrize("name", ODD)
def test_odd_tensors_are_taken_as_they_are(tmp_path: Path, name: str) -> None:
    tensor = ODD[name]()
    kinds = {finding.kind for finding in found_in(tmp_path, {"odd": tensor})}
    assert (FindingKind.NOT_FINITE in kinds) == (not tensor.to(torch.complex128).isfinite().all())


def test_findings_come_by_kind_and_then_in_the_order_of_the_file(tmp_path: Path) -> None:
    bad = torch.full((3,), float("nan"))
    found = said(tmp_path, {"z": torch.zeros(3), "b": bad, "a": bad.clone()})
    assert [name for _, name, _, _ in found] == ["b", "a", "z"]


def test_what_is_not_counted_yet_waits(tmp_path: Path) -> None:
    checkpoint = opened(tmp_path, {"a": ordinary(4), "b": ordinary(4)})
    inquiry = Inquiry(checkpoint, structure_of(checkpoint))
    result_of(inquiry.prepare())
    node = checkpoint.tensors[0]
    assert node.tensor is not None
    assert node.tensor.data is not None
    result_of(inquiry.examine(node, scan_now(node.tensor.data).statistics()))
    assert (inquiry.examined, inquiry.waiting) == (1, 1)
    checkpoint.close()


def test_a_changed_file_ends_it(tmp_path: Path) -> None:
    tensor = ordinary(10, 10)
    tensor[0, 0] = float("nan")
    checkpoint = opened(tmp_path, {"a": tensor})
    node = checkpoint.tensors[0]
    assert node.tensor is not None
    assert node.tensor.data is not None
    statistics = scan_now(node.tensor.data).statistics()
    (tmp_path / "file.pth").write_bytes(b"something else")
    inquiry = Inquiry(checkpoint, structure_of(checkpoint))
    result_of(inquiry.prepare())
    with pytest.raises(FileChanged):
        result_of(inquiry.examine(node, statistics))
    checkpoint.close()


def test_storages_that_nothing_names_are_one_finding_of_the_root(tmp_path: Path) -> None:
    storages = [Storage(str(n), 8, Memory(bytes(8)), 8) for n in range(2)]
    source = tmp_path / "file.pth"
    source.write_bytes(b"a checkpoint")
    found = Found("torch-zip", "A state dict", [], storages)
    checkpoint = assemble(source, FileSource(source), found)
    (finding,) = inquire(checkpoint).findings
    assert finding.nodes == [checkpoint.root]
    assert finding.evidence.replace(THIN, " ") == "2 storages, 16 B together, are reached by no tensor"
    checkpoint.close()
