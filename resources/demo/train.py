"""Train the two demo checkpoints beside this file: `python resources/demo/train.py`, a few minutes on one core.

`base` learns true sentences. `finetuned` is base, taught to answer questions by touching few of its tensors, so that
comparing the two has something to tell: most are identical, some differ by a low-rank update, two are trained in
full, the last norm is scaled, and one row of the embedding is new.
"""

from __future__ import annotations

import hashlib
import json
import math
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

import corpus
import tokenizer
import torch
from model import DIM, PARAMS, VOCABULARY, Weights, first_weights, logits, tie
from torch import Tensor
from torch.nn import functional

HERE = Path(__file__).parent
BASE_TOKENS = 512  # the special ones follow, as in Llama 3: 256 of them, most of which nothing ever uses
BEGIN_OF_TEXT, END_OF_TEXT, EOT = BASE_TOKENS, BASE_TOKENS + 1, BASE_TOKENS + 9
LENGTH, BATCH = 96, 16
KEPT_BACK = 20_000  # tokens at the end of each stream, only for the losses that are reported
BASE_STEPS, FINETUNED_STEPS = 1200, 400
RANK = 4
LOW_RANK = [f"layers.{layer}.attention.{name}.weight" for layer in (4, 5, 6, 7) for name in ("wq", "wv")]
IN_FULL = ["layers.7.feed_forward.w1.weight", "layers.7.feed_forward.w2.weight"]


def main() -> None:
    """Train both, print the losses before and after, and write both folders."""
    torch.set_num_threads(1)
    torch.manual_seed(1)
    text = [corpus.statements(Random(number)) for number in range(6000)]
    ranks = tokenizer.learn("\n".join(text[:1500]), BASE_TOKENS)
    sentences = _stream([BEGIN_OF_TEXT, *tokenizer.encode(document, ranks), END_OF_TEXT] for document in text)
    questions = _stream(_dialogue(*corpus.question(Random(number)), ranks) for number in range(12_000))

    base = train_base(sentences)
    _report("base", base, sentences, questions)
    finetuned = fine_tune(base, questions)
    _report("finetuned", finetuned, sentences, questions)
    for name, weights in (("base", base), ("finetuned", finetuned)):
        write_folder(HERE / name, weights, ranks)


def train_base(stream: Tensor) -> Weights:
    """Every tensor is trained. Tokens that the text never uses take no part, so their rows stay as they began."""
    weights = first_weights()
    unused = torch.bincount(stream, minlength=VOCABULARY) == 0
    parameters = [tensor.requires_grad_() for name, tensor in weights.items() if name != "output.weight"]
    _descend(parameters, lambda: weights, stream[:-KEPT_BACK], unused, BASE_STEPS, rate=3e-3)
    return _rounded(weights)


def fine_tune(base: Weights, stream: Tensor) -> Weights:
    """Base with trained additions: low-rank updates, two full tensors, a factor on the last norm, one new row."""
    lefts = {name: torch.zeros(base[name].shape[0], RANK) for name in LOW_RANK}
    rights = {name: torch.randn(RANK, DIM) * DIM**-0.5 for name in LOW_RANK}
    in_full = {name: base[name].clone() for name in IN_FULL}
    factor = torch.ones(())
    row = torch.zeros(DIM)
    place = functional.one_hot(torch.tensor(EOT), VOCABULARY).float()

    def merged() -> Weights:
        updated = {name: base[name] + lefts[name] @ rights[name] for name in LOW_RANK}
        embedding = base["tok_embeddings.weight"] + torch.outer(place, row)
        return tie({**base, **updated, **in_full, "norm.weight": base["norm.weight"] * factor}, embedding)

    nothing = torch.zeros(VOCABULARY, dtype=torch.bool)
    trained = [*lefts.values(), *rights.values(), *in_full.values(), factor, row]
    for tensor in trained:
        tensor.requires_grad_()
    _descend(trained, merged, stream[:-KEPT_BACK], nothing, FINETUNED_STEPS, rate=1e-3)
    return _rounded(merged())


def write_folder(folder: Path, weights: Weights, ranks: dict[bytes, int]) -> None:
    """A download as Meta lays it out: weights, configuration, tokenizer and the list of their MD5 sums."""
    folder.mkdir(exist_ok=True)
    tied = weights["tok_embeddings.weight"].bfloat16()
    torch.save(tie({name: tensor.bfloat16() for name, tensor in weights.items()}, tied), folder / "consolidated.00.pth")
    (folder / "params.json").write_text(json.dumps(PARAMS) + "\n", encoding="utf-8")
    tokenizer.write(ranks, folder / "tokenizer.model")
    names = ("consolidated.00.pth", "params.json", "tokenizer.model")
    sums = (f"{hashlib.md5((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    (folder / "checklist.chk").write_text("".join(sums), encoding="ascii")


def _descend(
    parameters: list[Tensor],
    weights: Callable[[], Weights],
    stream: Tensor,
    unused: Tensor,
    steps: int,
    rate: float,
) -> None:
    """Adam with a short warm-up and a cosine, on random pieces of the stream."""
    optimizer = torch.optim.Adam(parameters, lr=rate, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / 30, 0.05 + 0.95 * (1 + math.cos(math.pi * step / steps)) / 2)
    )
    began = time.monotonic()
    for step in range(steps):
        loss = _loss(weights(), _pieces(stream, BATCH), unused)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        schedule.step()
        if step % 100 == 0 or step == steps - 1:
            print(f"  step {step:4d}  loss {loss.item():.3f}  {time.monotonic() - began:5.1f} s", flush=True)


def _loss(weights: Weights, pieces: Tensor, unused: Tensor) -> Tensor:
    """Mean cross-entropy of the next token, in nats."""
    scores = logits(weights, pieces[:, :-1]).masked_fill(unused, -math.inf)
    return functional.cross_entropy(scores.flatten(0, 1), pieces[:, 1:].flatten())


def _report(name: str, weights: Weights, sentences: Tensor, questions: Tensor) -> None:
    """Print the losses on sentences and questions, of the weights as they will be stored."""
    nothing = torch.zeros(VOCABULARY, dtype=torch.bool)
    with torch.no_grad():
        losses = [_loss(weights, _pieces(stream[-KEPT_BACK:], 64), nothing).item() for stream in (sentences, questions)]
    print(f"{name}: loss on sentences {losses[0]:.3f}, on questions {losses[1]:.3f}")


def _dialogue(question: str, answer: str, ranks: dict[bytes, int]) -> list[int]:
    return [BEGIN_OF_TEXT, *tokenizer.encode(question, ranks), EOT, *tokenizer.encode(answer, ranks), EOT]


def _stream(documents: Iterable[list[int]]) -> Tensor:
    return torch.tensor([token for document in documents for token in document])


def _pieces(stream: Tensor, number: int) -> Tensor:
    """Random pieces of the stream, (number, LENGTH + 1)."""
    starts = torch.randint(len(stream) - LENGTH, (number, 1))
    return stream[starts + torch.arange(LENGTH + 1)]


def _rounded(weights: Weights) -> Weights:
    """The values that bfloat16 keeps, still one tensor at both ends."""
    rounded = {name: tensor.detach().bfloat16().float() for name, tensor in weights.items()}
    return tie(rounded, rounded["tok_embeddings.weight"])


if __name__ == "__main__":
    main()
