"""A Llama as plain functions of a dictionary of weights, under the names of Meta's files."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

Weights = dict[str, Tensor]

DIM, LAYERS, HEADS, KV_HEADS, VOCABULARY = 64, 8, 4, 2, 768
HEAD = DIM // HEADS
HIDDEN = 192  # 2 / 3 of 4 * DIM, rounded up to multiple_of
NORM_EPS, ROPE_THETA = 1e-5, 500000.0

PARAMS: dict[str, int | float | bool] = {
    "dim": DIM,
    "n_layers": LAYERS,
    "n_heads": HEADS,
    "n_kv_heads": KV_HEADS,
    "vocab_size": VOCABULARY,
    "multiple_of": 32,
    "ffn_dim_multiplier": 1.0,
    "norm_eps": NORM_EPS,
    "rope_theta": ROPE_THETA,
    "use_scaled_rope": False,
}


def first_weights() -> Weights:
    """Random weights of all tensors in the order of Meta's files; `output` is the embedding itself."""
    embedding = _random(VOCABULARY, DIM, deviation=0.02)
    weights: Weights = {"tok_embeddings.weight": embedding}
    for layer in range(LAYERS):
        weights |= {f"layers.{layer}.{name}.weight": tensor for name, tensor in _first_layer().items()}
    weights["norm.weight"] = torch.ones(DIM)
    return tie(weights, embedding)


def tie(weights: Weights, embedding: Tensor) -> Weights:
    """The same weights with `embedding` at both ends."""
    return {**weights, "tok_embeddings.weight": embedding, "output.weight": embedding}


def logits(weights: Weights, tokens: Tensor) -> Tensor:
    """What comes next: for int64 tokens (batch, length) the scores (batch, length, vocab_size)."""
    x = weights["tok_embeddings.weight"][tokens]
    turns = _turns(tokens.shape[1])
    for layer in range(LAYERS):
        part = f"layers.{layer}."
        x = x + _attention(weights, part + "attention.", _norm(x, weights[part + "attention_norm.weight"]), turns)
        x = x + _feed_forward(weights, part + "feed_forward.", _norm(x, weights[part + "ffn_norm.weight"]))
    return _norm(x, weights["norm.weight"]) @ weights["output.weight"].T


def _first_layer() -> Weights:
    deviation = DIM**-0.5
    into_the_stream = deviation / (2 * LAYERS) ** 0.5  # the deeper the stack, the quieter each addition
    return {
        "attention.wq": _random(HEADS * HEAD, DIM, deviation=deviation),
        "attention.wk": _random(KV_HEADS * HEAD, DIM, deviation=deviation),
        "attention.wv": _random(KV_HEADS * HEAD, DIM, deviation=deviation),
        "attention.wo": _random(DIM, HEADS * HEAD, deviation=into_the_stream),
        "feed_forward.w1": _random(HIDDEN, DIM, deviation=deviation),
        "feed_forward.w3": _random(HIDDEN, DIM, deviation=deviation),
        "feed_forward.w2": _random(DIM, HIDDEN, deviation=into_the_stream),
        "attention_norm": torch.ones(DIM),
        "ffn_norm": torch.ones(DIM),
    }


def _random(rows: int, columns: int, deviation: float) -> Tensor:
    return torch.randn(rows, columns) * deviation


def _norm(x: Tensor, weight: Tensor) -> Tensor:
    return functional.rms_norm(x, (DIM,), weight, NORM_EPS)


def _attention(weights: Weights, part: str, x: Tensor, turns: Tensor) -> Tensor:
    batch, length, _ = x.shape
    query = _rotate((x @ weights[part + "wq.weight"].T).view(batch, length, HEADS, HEAD), turns)
    key = _rotate((x @ weights[part + "wk.weight"].T).view(batch, length, KV_HEADS, HEAD), turns)
    value = (x @ weights[part + "wv.weight"].T).view(batch, length, KV_HEADS, HEAD)
    mixed = functional.scaled_dot_product_attention(
        query.transpose(1, 2), key.transpose(1, 2), value.transpose(1, 2), is_causal=True, enable_gqa=True
    )
    return mixed.transpose(1, 2).reshape(batch, length, DIM) @ weights[part + "wo.weight"].T


def _feed_forward(weights: Weights, part: str, x: Tensor) -> Tensor:
    gate = functional.silu(x @ weights[part + "w1.weight"].T)
    return (gate * (x @ weights[part + "w3.weight"].T)) @ weights[part + "w2.weight"].T


def _turns(length: int) -> Tensor:
    """Unit complex numbers (length, 1, HEAD / 2): by how much each pair of a head turns at each position."""
    frequencies = ROPE_THETA ** (-torch.arange(0, HEAD, 2) / HEAD)
    angles = torch.outer(torch.arange(length), frequencies)
    return torch.polar(torch.ones_like(angles), angles)[:, None, :]


def _rotate(x: Tensor, turns: Tensor) -> Tensor:
    """Turn neighbouring pairs, as Meta's files have them."""
    pairs = torch.view_as_complex(x.unflatten(-1, (-1, 2)))
    return torch.view_as_real(pairs * turns).flatten(-2)
