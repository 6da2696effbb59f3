"""The query language, on a small tree made by hand."""

from contextlib import nullcontext, suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.generators import result_of
from weights import query
from weights.errors import BadQuery
from weights.query_fields import FIELDS, Needs
from weights.statistics.summary import Statistics
from weights.tree import Container, Node, Tensor, Value, build


def tensor(name: str, *shape: int, dtype: str = "bfloat16", size: int = 0) -> Tensor:
    numel = 1
    for dimension in shape:
        numel *= dimension
    return Tensor((name,), dtype, shape, (1,) * len(shape), numel, size or 2 * numel, None)


ROOT, _ = build(
    [
        tensor("layers.0.attention.wq.weight", 3072, 3072),
        tensor("layers.0.attention.wk.weight", 1024, 3072),
        tensor("layers.1.norm.weight", 3072, dtype="float32"),
        tensor("layers.10.attention.wq.weight", 3072, 3072),
        tensor("Conv[0].Bias", 64, 3, 3, 3, dtype="float8_e4m3fn"),
        tensor("scale"),
        Value(("epoch",), "int", "12"),
        Container(("args",), "argparse.Namespace", 2, opaque=True),
        Value(("args", "lr"), "float", "0.1"),
        Container(("state",), "dict", 0),
    ]
)
INDEX = result_of(query.index_of(ROOT))


def names(text: str) -> list[str]:
    return sorted(node.name for node in query.search_all(query.parse(text), INDEX).found)


WQ0, WQ10, WK0 = (f"layers.{name}.weight" for name in ("0.attention.wq", "10.attention.wq", "0.attention.wk"))
NORM, BIAS = "layers.1.norm.weight", "Conv[0].Bias"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("wq", [WQ0, WQ10]),
        ("WQ", [WQ0, WQ10]),
        ("bias", [BIAS]),
        ("0 wq", [WQ0]),
        ("wq 0", []),
        ("layers 10", [WQ10]),
        ("attention layers", []),
        ("wq -10", [WQ0]),
        ("-layers kind:tensor", [BIAS, "scale"]),
        ("*wq*", [WQ0, WQ10]),
        ("layers.?.*.weight", [WQ0, WK0, NORM]),
        ("conv[0]*", [BIAS]),
        ("-*weight kind:tensor", [BIAS, "scale"]),
        (r"/layers\.\d\d\./", [WQ10]),
        (r"/W[QK]\.weight$/ 0", [WK0, WQ0]),
        ("-/weight|bias/ kind:tensor", ["scale"]),
        ("shape:3072x*", [WQ0, WQ10]),
        ("shape:3072\N{MULTIPLICATION SIGN}3072", [WQ0, WQ10]),
        ("shape:*x3x3", [BIAS]),
        ("shape:3072", [NORM]),
        ("shape:scalar", ["scale"]),
        ("dtype:f32", [NORM]),
        ("dtype:float32", [NORM]),
        ("dtype:torch.float32", [NORM]),
        ("dtype:*8*e4m3*", [BIAS]),
        ("kind:value", ["args.lr", "epoch"]),
        ("KIND:Value", ["args.lr", "epoch"]),
        ("kind:object", ["args", "state"]),
        ("params>9M", [WQ0, WQ10]),
        ("params > 9M -10", [WQ0]),
        ("params>=9437184", [WQ0, WQ10]),
        ("params<1k", ["scale"]),
        ("bytes=0.006144M", [NORM]),
        ("dims=4", [BIAS]),
        ("DIMS<=0", ["scale"]),
        ("bytes>1e-3G", [WK0, WQ0, WQ10]),
    ],
)
def test_terms_find_what_they_say(text: str, found: list[str]) -> None:
    assert names(text) == sorted(found)


def test_an_empty_query_finds_everything() -> None:
    assert len(names("  ")) == len(INDEX) == 10


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("wq shap:3", "shap:3: there is no shap: here; /shap:3/ looks for it in names"),
        ("shape:", "shape:: nothing follows shape:"),
        ("shape:abc", "shape:abc: a shape is written like 3072x*"),
        ("kind:thing", "kind:thing: a kind is one of tensor, value, object"),
        ("status:only_b", "status:only_b: status belongs to a comparison of two files"),
        ("cosine<0.9", "cosine<0.9: cosine belongs to a comparison of two files"),
        ("-values_changed>5%", "-values_changed>5%: values_changed belongs to a comparison of two files"),
        ("params>many", "params>many: a number is written like 12, -0.5, 1e-6, 1.5M or 50%"),
        ("params > ", "params > : a number is written like 12, -0.5, 1e-6, 1.5M or 50%"),
        ("max>nan", "max>nan: a number is written like 12, -0.5, 1e-6, 1.5M or 50%"),
        ("max>5%", "max>5%: % goes with nan, inf, zeros only"),
        ("/wq", "/wq: a regular expression ends with /"),
        ("a /(b/ c", "/(b/: missing ): (b"),
        ("wq -", "-: there is nothing after the -"),
    ],
)
def test_a_term_that_does_not_parse_is_named(text: str, message: str) -> None:
    with pytest.raises(BadQuery) as error:
        query.parse(text)
    assert str(error.value) == message


def test_an_unknown_field_lists_the_known_ones() -> None:
    with pytest.raises(BadQuery, match="size>3: there is no size to compare; there are params, bytes, dims, nan"):
        query.parse("size>3")


def statistics(**changed: float | None) -> Statistics:
    facts = dict.fromkeys(("min", "max", "mean", "std", "abs_mean", "l2", "rms", "skewness", "kurtosis", "distinct"))
    counts = dict.fromkeys(("count", "finite", "nan", "posinf", "neginf", "zeros"), 0)
    return Statistics(**{**facts, **counts, "quantiles": {}, "quantile_bound": 0.0, **changed})  # type: ignore[arg-type]


KNOWN = {
    WQ0: statistics(count=200, nan=1, posinf=1, neginf=2, zeros=50, min=-3.0, max=2.0, mean=0.5, std=1.5, l2=9.0),
    NORM: statistics(),
}


def stats_of(node: Node) -> Statistics | None:
    return KNOWN.get(node.name)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nan>0", [WQ0]),
        ("inf=3", [WQ0]),
        ("zeros>=25%", [WQ0]),
        ("zeros>25%", []),
        ("nan>=0", [WQ0, NORM]),
        ("min<-2.5", [WQ0]),
        ("absmax=3", [WQ0]),
        ("mean<1", [WQ0]),
        ("-mean<1", [NORM]),
        ("std>1 l2<10 max=2", [WQ0]),
    ],
)
def test_statistics_compare_where_they_are_known(text: str, found: list[str]) -> None:
    matches = query.search_all(query.parse(text), INDEX, stats_of)
    assert {node.name for node in matches.found} & {WQ0, NORM} == set(found)
    assert {node.name for node in matches.not_scanned} == {WQ10, WK0, BIAS, "scale"}


def test_only_tensors_that_may_still_match_count_as_not_scanned() -> None:
    matches = query.search_all(query.parse("nan>0 wq"), INDEX, stats_of)
    assert [node.name for node in matches.not_scanned] == [WQ10]


def test_a_query_says_whether_it_needs_statistics() -> None:
    assert query.parse("wq -zeros>50%").needs_statistics
    assert not query.parse("wq params>3").needs_statistics


def test_a_search_stops_between_blocks() -> None:
    blocks = list(query.search(query.parse("weight"), INDEX * 300))
    assert len(blocks) == 3
    assert sum(len(block.found) for block in blocks) == 4 * 300


def test_a_tensor_as_root_is_found_by_its_shown_name() -> None:
    root, _ = build([Tensor((), "float32", (2,), (1,), 2, 8, None)])
    assert query.search_all(query.parse("root"), result_of(query.index_of(root))).found == (root,)


def test_what_cannot_be_read_neither_matches_nor_waits_for_a_scan() -> None:
    root, _ = build([tensor("bad")._replace(problem="its bytes are gone"), tensor("good")])
    for text in ("nan>0", "-nan>0"):
        matches = query.search_all(query.parse(text), result_of(query.index_of(root)))
        assert [node.name for node in (*matches.not_scanned, *matches.unreadable)] == ["good", "bad"]


def test_whatever_has_a_place_in_the_table_parses_or_belongs_to_a_comparison() -> None:
    for name, field in FIELDS.items():
        refused = pytest.raises(BadQuery, match="comparison") if field.needs is Needs.COMPARISON else nullcontext()
        with refused:
            assert query.parse(f"{name}>0").needs_statistics == (field.needs is Needs.DATA)


WORDS = ("wq", "0", "10")
OTHERS = (
    *("*.w?*", "/w[qk]/", "shape:3072*", "dtype:f32", "kind:value", "params>1k", "dims<=1"),
    *("nan>0", "inf>0", "zeros>25%", "absmax>=1e4", "min<-2.5", "std>1", "l2=9"),
)
TERMS = st.sampled_from((*WORDS, *OTHERS))


@given(TERMS, st.lists(st.sampled_from(OTHERS), max_size=3))
def test_negation_is_the_complement(term: str, others: list[str]) -> None:
    without, held, negated = (
        query.search_all(query.parse(" ".join([*others, *more])), INDEX, stats_of)
        for more in ([], [term], [f"-{term}"])
    )
    assert not set(held.found) & set(negated.found)
    assert {*held.found, *negated.found} == set(without.found) - {*held.not_scanned, *negated.not_scanned}


@given(TERMS, TERMS)
def test_of_two_terms_the_order_makes_no_difference(one: str, other: str) -> None:
    assume(not {one, other} <= set(WORDS))  # which are found in the order given
    assert names(f"{one} {other}") == names(f"{other} {one}")


@given(st.text("wq0 -/*?:<>=.%[(\\)kMG5" + "parmsnzeo", max_size=30))
def test_any_text_is_a_query_or_a_bad_one(text: str) -> None:
    with suppress(BadQuery):
        query.search_all(query.parse(text), INDEX)
