from pathlib import Path

import pytest

from gui.branches import BranchFigures, Spread
from gui.models.facts import Facts
from gui.models.marks import Mark
from tests.builders.checkpoints import Parts, llama
from tests.generators import result_of
from tests.gui.places import node_of, statistics
from weights.findings.finding import Finding, FindingKind
from weights.structure import examine
from weights.tree import Value


def marks(facts: Facts, name: str = "") -> list[tuple[Mark, str]]:
    return [(marked.mark, marked.words) for marked in facts.marks(node_of(facts.checkpoint, name))]


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        (statistics(nan=3), (Mark.NOT_FINITE, "Holds 3 NaN")),
        (statistics(zeros=32, least=0.0, greatest=0.0), (Mark.ALL_ZERO, "All values are zero")),
        (statistics(least=1.0, greatest=1.0), (Mark.CONSTANT, "All values are the same")),
    ],
)
def test_numbers_make_marks_in_words(tmp_path: Path, figures: object, expected: tuple[Mark, str]) -> None:
    facts = Facts(Parts().tensor("a").tensor("b").checkpoint(tmp_path / "file.pth"))
    facts.learn(node_of(facts.checkpoint, "a"), figures)  # type: ignore[arg-type]
    assert marks(facts, "a") == [expected]


def test_ordinary_numbers_make_no_mark(tmp_path: Path) -> None:
    facts = Facts(Parts().tensor("a").tensor("b").checkpoint(tmp_path / "file.pth"))
    facts.learn(node_of(facts.checkpoint, "a"), statistics(zeros=5))
    assert marks(facts, "a") == marks(facts) == []


def test_one_value_alone_is_not_called_constant(tmp_path: Path) -> None:
    facts = Facts(Parts().tensor("a", ()).tensor("b").checkpoint(tmp_path / "file.pth"))
    facts.learn(node_of(facts.checkpoint, "a"), statistics(count=1, least=1.0, greatest=1.0))
    assert marks(facts, "a") == []


def test_marks_climb_as_a_count(tmp_path: Path) -> None:
    facts = Facts(llama().checkpoint(tmp_path / "file.pth"))
    for layer in (0, 2):
        facts.learn(node_of(facts.checkpoint, f"layers.{layer}.ffn_norm.weight"), statistics(nan=1))
    assert marks(facts, "layers") == [(Mark.NOT_FINITE, "2 tensors hold NaN or infinities")]
    assert marks(facts, "layers.0") == [(Mark.NOT_FINITE, "1 tensor holds NaN or infinities")]


def test_new_numbers_replace_the_old_mark_everywhere(tmp_path: Path) -> None:
    facts = Facts(llama().checkpoint(tmp_path / "file.pth"))
    norm = node_of(facts.checkpoint, "norm.weight")
    facts.learn(norm, statistics(nan=1))
    facts.learn(norm, statistics())
    assert marks(facts, "norm.weight") == marks(facts) == []


def test_a_tensor_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    facts = Facts(Parts().tensor("a", problem="its bytes are gone").tensor("b").checkpoint(tmp_path / "file.pth"))
    assert marks(facts, "a") == [(Mark.UNREADABLE, "Cannot be read: its bytes are gone")]
    assert marks(facts) == [(Mark.UNREADABLE, "1 tensor cannot be read")]


def test_a_value_that_was_cut_says_why(tmp_path: Path) -> None:
    value = Value(("args",), "dict", "{…}", problem="it is too deep")
    facts = Facts(Parts().add(value).tensor("b").checkpoint(tmp_path / "file.pth"))
    assert marks(facts, "args") == [(Mark.UNREADABLE, "it is too deep")]


def test_shared_storage_is_said_with_whom(tmp_path: Path) -> None:
    facts = Facts(llama().checkpoint(tmp_path / "file.pth"))
    facts.structure = result_of(examine(facts.checkpoint))
    assert marks(facts, "tok_embeddings.weight") == [(Mark.SHARED, "Shares its storage with output.weight")]
    assert marks(facts) == [(Mark.SHARED, "2 tensors share storage")]


def test_a_branch_does_not_count_second_names(tmp_path: Path) -> None:
    parts = Parts().tensor("m.a", (8,)).tensor("m.b", (8,), same_as="m.a").tensor("c")
    facts = Facts(parts.checkpoint(tmp_path / "file.pth"))
    facts.structure = result_of(examine(facts.checkpoint))
    branch = node_of(facts.checkpoint, "m")
    assert (facts.parameters(branch), facts.size(branch)) == (8, 16)


def test_the_scale_of_the_small_drawings_grows(tmp_path: Path) -> None:
    facts = Facts(Parts().tensor("a").tensor("b").checkpoint(tmp_path / "file.pth"))
    assert facts.learn(node_of(facts.checkpoint, "a"), statistics(least=-4.0, greatest=1.0))
    assert not facts.learn(node_of(facts.checkpoint, "b"), statistics(least=0.0, greatest=2.0))
    assert facts.largest == 4.0
    spread = facts.spread(node_of(facts.checkpoint, "b"))
    assert spread == Spread(low=0.0, low_percent=0.02, median=1.0, high_percent=1.98, high=2.0)


def finding(facts: Facts, kind: FindingKind, *names: str) -> Finding:
    nodes = [node_of(facts.checkpoint, name) for name in names]
    return Finding(kind, nodes, 0, "3 of 40 rows are all zero")


def test_a_finding_is_a_mark_with_its_evidence_and_climbs(tmp_path: Path) -> None:
    facts = Facts(llama().checkpoint(tmp_path / "file.pth"))
    norm = "layers.1.ffn_norm.weight"
    assert facts.take_in([finding(facts, FindingKind.ZERO_ROWS, norm)]) == [node_of(facts.checkpoint, norm)]
    assert marks(facts, norm) == [(Mark.ZERO_ROWS, "3 of 40 rows are all zero")]
    assert marks(facts, "layers") == [(Mark.ZERO_ROWS, "1 tensor has zero rows")]


def test_a_finding_told_again_changes_nothing(tmp_path: Path) -> None:
    facts = Facts(llama().checkpoint(tmp_path / "file.pth"))
    zero_rows = finding(facts, FindingKind.ZERO_ROWS, "norm.weight")
    facts.take_in([zero_rows])
    assert facts.take_in([zero_rows]) == []
    assert marks(facts) == [(Mark.ZERO_ROWS, "1 tensor has zero rows")]


def test_a_duplicate_says_of_what(tmp_path: Path) -> None:
    facts = Facts(Parts().tensor("a").tensor("b").tensor("c").checkpoint(tmp_path / "file.pth"))
    facts.take_in([finding(facts, FindingKind.DUPLICATE, "a", "b")])
    facts.take_in([finding(facts, FindingKind.DUPLICATE, "a", "b", "c")])
    assert marks(facts, "b") == [(Mark.DUPLICATE, "Holds the same bytes as a, c")]
    assert marks(facts) == [(Mark.DUPLICATE, "3 tensors hold the same bytes as others")]


def test_both_names_of_a_tensor_are_marked(tmp_path: Path) -> None:
    facts = Facts(llama().checkpoint(tmp_path / "file.pth"))
    facts.structure = result_of(examine(facts.checkpoint))
    facts.take_in([finding(facts, FindingKind.ZERO_ROWS, "tok_embeddings.weight")])
    assert (Mark.ZERO_ROWS, "3 of 40 rows are all zero") in marks(facts, "output.weight")


def test_what_figures_tell_is_not_marked_twice(tmp_path: Path) -> None:
    facts = Facts(llama().checkpoint(tmp_path / "file.pth"))
    assert facts.take_in([finding(facts, FindingKind.NOT_FINITE, "norm.weight")]) == []


def test_forgotten_numbers_leave_no_trace(tmp_path: Path) -> None:
    facts = Facts(llama().checkpoint(tmp_path / "file.pth"))
    norm = node_of(facts.checkpoint, "norm.weight")
    facts.learn(norm, statistics(nan=1))
    facts.branches = {facts.checkpoint.root: BranchFigures(1, 0, 0, facts.spread(norm))}
    facts.forget_numbers()
    assert (facts.largest, facts.statistics) == (0.0, {})
    assert facts.spread(norm) is facts.spread(facts.checkpoint.root) is None
    assert marks(facts, "norm.weight") == marks(facts) == []
