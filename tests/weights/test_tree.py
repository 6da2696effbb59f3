"""The tree of a checkpoint: every item once, in natural order, with sums, chains, stacks and roles."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weights import tree
from weights.tree import Container, Content, Node, Tensor, Value

KEYS = st.text(st.sampled_from("a.b0129"), max_size=5)
PATHS = st.lists(KEYS, min_size=1, max_size=3).map(tuple)


def tensor(*path: str, numel: int = 1, problem: str | None = None) -> Tensor:
    return Tensor(path, "float32", (numel,), (1,), numel, 4 * numel, None, problem=problem)


def built(*names: str) -> Node:
    return tree.build(tensor(name) for name in names)[0]


def at(root: Node, name: str) -> Node:
    return next(node for node in root.walk() if node.name == name)


def labels(node: Node) -> list[str]:
    return [child.label for child in node.children]


def test_an_empty_key_is_not_the_root() -> None:
    root = built("")
    assert [tree.full_name(node) for node in root.walk()] == ["(root)", "(empty name)"]


def test_dots_in_keys_make_levels() -> None:
    root = built("layers.0.wq.weight", "layers.0.wk.weight", "norm")
    assert labels(root) == ["layers", "norm"]
    assert labels(at(root, "layers.0")) == ["wq", "wk"]
    assert at(root, "layers.0.wq.weight").content is not None
    assert at(root, "layers.0.wq").content is None


@pytest.mark.parametrize("key", ["", ".", "a..b", ".a", "a.", "x." * 100])
def test_keys_that_are_no_dotted_names_stay_whole(key: str) -> None:
    root = built(key)
    assert labels(root) == [key]


@given(st.lists(st.tuples(PATHS, st.sampled_from([Tensor, Value, Container]))))
def test_every_item_is_in_the_tree_exactly_once(items: list[tuple[tree.Path, type]]) -> None:
    kinds = {Tensor: lambda path: tensor(*path), Value: lambda path: Value(path, "int", "1")}
    contents: list[Content] = [kinds.get(kind, lambda path: Container(path, "dict", 0))(path) for path, kind in items]
    root, listed = tree.build(contents)
    assert [node.content for node in listed] == contents
    reachable = [node for node in root.walk() if node.content is not None]
    assert len(reachable) == len(set(reachable)) == len(contents)
    assert set(reachable) == set(listed)
    assert all(child.parent is node for node in root.walk() for child in node.children)


@given(st.lists(PATHS, unique=True))
def test_a_name_is_the_path_joined_with_dots(paths: list[tree.Path]) -> None:
    for path, node in zip(paths, tree.build(tensor(*path) for path in paths)[1], strict=True):
        assert node.name == ".".join(path)


@given(st.lists(st.tuples(PATHS, st.integers(0, 1000))))
def test_a_branch_sums_what_lies_below(items: list[tuple[tree.Path, int]]) -> None:
    root, _ = tree.build(tensor(*path, numel=numel, problem="bad" if numel % 2 else None) for path, numel in items)
    for node in root.walk():
        below = [found.tensor for found in node.walk() if found.tensor]
        assert node.sums.tensors == len(below)
        assert node.sums.parameters == sum(found.numel for found in below)
        assert node.sums.size == 4 * node.sums.parameters
        assert node.sums.problems == sum(found.problem is not None for found in below)


@pytest.mark.parametrize(
    ("stored", "arranged"),
    [
        (["10", "9", "1"], ["1", "9", "10"]),
        (["conv1", "bn1", "conv2", "bn2"], ["conv1", "bn1", "conv2", "bn2"]),
        (["embed", "h10", "h2", "norm", "h1"], ["embed", "h1", "h2", "norm", "h10"]),
        (["wq", "wk", "wv", "wo"], ["wq", "wk", "wv", "wo"]),
    ],
)
def test_the_order_is_the_files_but_for_numbers(stored: list[str], arranged: list[str]) -> None:
    root = built(*(f"h.{label}" for label in stored))
    assert labels(at(root, "h")) == arranged


@given(st.lists(st.from_regex(re.compile(r"[a-c]{0,2}[0-9]{0,30}\Z", re.ASCII))))
def test_natural_order_goes_by_the_number(names: list[str]) -> None:
    keys = [tree.natural_key(name) for name in names]
    assert sorted(keys) == sorted(keys, reverse=True)[::-1]
    for number in (name for name in names if name.isascii() and name.isdigit() and len(name) < 19):
        assert tree.natural_key(number) < tree.natural_key(str(int(number) + 1))
        assert tree.natural_key("x" + number) < tree.natural_key(f"x{int(number) + 1}")


def test_two_items_of_one_name_are_two_nodes() -> None:
    root, listed = tree.build([tensor("a.b"), tensor("a", "b"), Value(("a",), "int", "1"), tensor("a", "c")])
    assert len({id(node) for node in listed}) == 4
    assert root.sums.tensors == 3
    assert root.sums.values == 1


def test_a_tensor_as_the_root() -> None:
    root, listed = tree.build([tensor(numel=7)])
    assert listed == [root]
    assert root.sums.parameters == 7


def test_a_chain_of_single_children_is_one_row() -> None:
    root = built("model.layers.0.attention.wq.weight", "model.layers.1.attention.wq.weight")
    label, layers = tree.compact(at(root, "model"))
    assert (label, layers.name) == ("model.layers", "model.layers")
    label, end = tree.compact(layers.children[0])
    assert (label, end.name) == ("0.attention.wq.weight", "model.layers.0.attention.wq.weight")
    with_content = tree.build([Container(("a",), "dict", 1), tensor("a", "b")])[0]
    assert tree.compact(with_content.children[0]) == ("a", with_content.children[0])


def test_stacks_and_roles() -> None:
    names = [f"h.{i}.mlp.{j}.w" for i in range(3) for j in range(2)]
    root = built(*names, "h.3.other", "sizes.0", "lm.0.w", "norm")
    found = tree.stacks(root)
    assert {node.name for node in found} == {"h", *(f"h.{i}.mlp" for i in range(3))}
    assert tree.role(at(root, "h.1.mlp.0.w"), found) == "h.N.mlp.N.w"
    assert tree.role(at(root, "lm.0.w"), found) == "lm.0.w"
    assert tree.role(root, found) == "(root)"


def test_walking_a_deep_tree() -> None:
    root = tree.build([tensor(*["a"] * 5000)])[0]
    assert sum(1 for _ in root.walk()) == 5001
    assert tree.stacks(root) == set()
