import base64
import hashlib
import json

import pytest
import torch

from tests.pictures import ROOT

DEMO = ROOT / "resources" / "demo"
FOLDERS = [DEMO / "base", DEMO / "finetuned"]
EOT = 512 + 9
TOUCHED_BY_LOW_RANK = [f"layers.{layer}.attention.{name}.weight" for layer in (4, 5, 6, 7) for name in ("wq", "wv")]
TOUCHED = {
    *TOUCHED_BY_LOW_RANK,
    "layers.7.feed_forward.w1.weight",
    "layers.7.feed_forward.w2.weight",
    "norm.weight",
    "tok_embeddings.weight",
    "output.weight",
}


@pytest.fixture(scope="module")
def twins():
    return [torch.load(folder / "consolidated.00.pth") for folder in FOLDERS]


def test_both_together_stay_small():
    assert sum(path.stat().st_size for folder in FOLDERS for path in folder.iterdir()) < 2_000_000


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_checklist_holds(folder):
    sums = dict(line.split("  ")[::-1] for line in (folder / "checklist.chk").read_text().splitlines())
    assert sums == {name: hashlib.md5((folder / name).read_bytes()).hexdigest() for name in sums}
    assert {*sums, "checklist.chk"} == {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_tokenizer_leaves_room_for_special_tokens(folder):
    lines = [line.split() for line in (folder / "tokenizer.model").read_text().splitlines()]
    vocabulary = json.loads((folder / "params.json").read_text())["vocab_size"]
    assert [int(rank) for _, rank in lines] == list(range(vocabulary - 256))
    assert len({base64.b64decode(token, validate=True) for token, _ in lines}) == len(lines)


def test_the_embedding_is_at_both_ends(twins):
    for weights in twins:
        assert weights["output.weight"].data_ptr() == weights["tok_embeddings.weight"].data_ptr()


def test_fine_tuning_touched_what_the_readme_says(twins):
    base, finetuned = twins
    assert {name for name in base if not torch.equal(base[name], finetuned[name])} == TOUCHED


@pytest.mark.parametrize("name", TOUCHED_BY_LOW_RANK)
def test_the_updates_of_attention_have_rank_four_but_for_rounding(twins, name):
    base, finetuned = (weights[name].double() for weights in twins)
    fourth, fifth = torch.linalg.svdvals(finetuned - base)[3:5]
    assert fourth > 20 * fifth


def test_one_row_of_the_embedding_is_new(twins):
    base, finetuned = (weights["tok_embeddings.weight"] for weights in twins)
    assert (base != finetuned).any(dim=1).nonzero().flatten().tolist() == [EOT]
