from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QStackedWidget, QTableView, QTreeView
from pytestqt.qtbot import QtBot

from gui.jobs import Runner
from gui.panes.tree_pane import TreePane
from gui.theme import colors
from tests.builders.checkpoints import Parts, llama
from tests.gui.panes.trees import Open, tree
from tests.gui.places import node_of, statistics


def box(pane: TreePane) -> QLineEdit:
    edit = pane.findChild(QLineEdit, "query")
    assert isinstance(edit, QLineEdit)
    return edit


def names(pane: TreePane) -> list[str]:
    """The names of the rows that can be scrolled to, from the top."""
    view = pane.findChild(QStackedWidget).currentWidget()
    indices = [view.model().index(0, 0)]
    while indices[-1].isValid():
        last = indices[-1]
        indices.append(view.indexBelow(last) if isinstance(view, QTreeView) else last.siblingAtRow(last.row() + 1))
    return [view.row_at(index).node.name for index in indices[:-1]]


def answer(pane: TreePane) -> str:
    """What is said under the query box."""
    return pane.findChild(QLabel, "answer").text()


def ask(qtbot: QtBot, pane: TreePane, runner: Runner, query: str) -> None:
    qtbot.keyClicks(box(pane), query)
    qtbot.waitUntil(lambda: not runner.is_running("index") and not runner.is_running("query"))


def test_the_tree_opens_down_to_the_stack_of_layers(pane: TreePane, opened: Open) -> None:
    opened(llama())
    stack = ["layers.0", "layers.1", "layers.2"]
    assert names(pane) == ["", "tok_embeddings.weight", "layers", *stack, "norm.weight", "output.weight"]
    assert tree(pane).currentIndex().data() == "file.pth"


def test_the_first_painting_is_announced_once(qtbot: QtBot, pane: TreePane, opened: Open) -> None:
    painted: list[bool] = []
    pane.first_painted.connect(lambda: painted.append(True))
    with qtbot.waitSignal(pane.first_painted):
        opened(llama())
    tree(pane).viewport().repaint()
    qtbot.wait(20)
    assert painted == [True]


def test_arrows_and_ends_select(qtbot: QtBot, pane: TreePane, opened: Open) -> None:
    opened(llama())
    with qtbot.waitSignal(pane.node_selected) as down:
        qtbot.keyClick(tree(pane), Qt.Key.Key_Down)
    with qtbot.waitSignal(pane.node_selected) as end:
        qtbot.keyClick(tree(pane), Qt.Key.Key_End)
    assert [signal.args[0].name for signal in (down, end)] == ["tok_embeddings.weight", "output.weight"]


def test_typing_goes_to_a_name(qtbot: QtBot, pane: TreePane, opened: Open) -> None:
    opened(llama())
    with qtbot.waitSignal(pane.node_selected) as selected:
        qtbot.keyClick(tree(pane), Qt.Key.Key_N)
    assert selected.args[0].name == "norm.weight"


def test_enter_opens_and_closes_a_branch(qtbot: QtBot, pane: TreePane, opened: Open) -> None:
    checkpoint = opened(llama())
    pane.select_node(node_of(checkpoint, "layers.1"))
    qtbot.keyClick(tree(pane), Qt.Key.Key_Return)
    assert "layers.1.attention" in names(pane)
    qtbot.keyClick(tree(pane), Qt.Key.Key_Return)
    assert "layers.1.attention" not in names(pane)


def test_a_click_selects(qtbot: QtBot, pane: TreePane, opened: Open) -> None:
    opened(llama())
    view = tree(pane)
    place = view.visualRect(view.indexBelow(view.currentIndex())).center()
    with qtbot.waitSignal(pane.node_selected) as selected:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert selected.args[0].name == "tok_embeddings.weight"


def test_selecting_for_the_user_opens_the_way_without_an_echo(qtbot: QtBot, pane: TreePane, opened: Open) -> None:
    checkpoint = opened(llama())
    with qtbot.assertNotEmitted(pane.node_selected):
        pane.select_node(node_of(checkpoint, "layers.2.attention.wk.weight"))
    assert tree(pane).currentIndex().data() == "wk.weight"
    assert "layers.2.attention.wk.weight" in names(pane)


def test_copying_takes_the_full_names_of_all_selected(qtbot: QtBot, pane: TreePane, opened: Open) -> None:
    checkpoint = opened(llama())
    pane.select_node(node_of(checkpoint, "norm.weight"))
    below = tree(pane).indexBelow(tree(pane).currentIndex())
    rows = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    tree(pane).selectionModel().select(below, rows)
    pane.focus_tree()
    qtbot.keyClick(tree(pane), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "norm.weight\noutput.weight"


def test_matches_stand_with_what_is_above_them(qtbot: QtBot, pane: TreePane, opened: Open, runner: Runner) -> None:
    opened(llama())
    ask(qtbot, pane, runner, "wq")
    assert names(pane) == ["", "layers", *(f"layers.{layer}.attention.wq.weight" for layer in range(3))]
    assert answer(pane) == "3 of 30 tensors match"


def test_escape_shows_everything_as_it_was(qtbot: QtBot, pane: TreePane, opened: Open, runner: Runner) -> None:
    checkpoint = opened(llama())
    pane.select_node(node_of(checkpoint, "layers.1.attention.wv.weight"))
    before = names(pane)
    ask(qtbot, pane, runner, "norm")
    qtbot.keyClick(box(pane), Qt.Key.Key_Escape)
    assert names(pane) == before
    assert tree(pane).currentIndex().data() == "wv.weight"


def test_a_term_that_does_not_parse_is_named(qtbot: QtBot, pane: TreePane, opened: Open, runner: Runner) -> None:
    opened(llama())
    before = names(pane)
    ask(qtbot, pane, runner, "shape:wide")
    assert answer(pane) == "shape:wide: a shape is written like 3072x*"
    assert names(pane) == before


def test_selecting_what_a_filter_hides_clears_the_filter(
    qtbot: QtBot, pane: TreePane, opened: Open, runner: Runner
) -> None:
    checkpoint = opened(llama())
    ask(qtbot, pane, runner, "wq")
    pane.select_node(node_of(checkpoint, "norm.weight"))
    assert box(pane).text() == ""
    assert tree(pane).currentIndex().data() == "norm.weight"


def test_the_flat_list_holds_all_tensors(qtbot: QtBot, pane: TreePane, opened: Open, runner: Runner) -> None:
    checkpoint = opened(llama())
    pane.select_node(node_of(checkpoint, "layers.1.attention.wv.weight"))
    pane.set_flat(True)
    qtbot.waitUntil(lambda: not runner.is_running("order"))
    flat = pane.findChild(QTableView, "flat_list")
    assert flat.model().rowCount() == len(checkpoint.tensors)
    assert flat.currentIndex().data() == "layers.1.attention.wv.weight"
    assert names(pane)[:2] == ["tok_embeddings.weight", "layers.0.attention.wq.weight"]


def test_the_flat_list_is_filtered_too(qtbot: QtBot, pane: TreePane, opened: Open, runner: Runner) -> None:
    opened(llama())
    pane.set_flat(True)
    ask(qtbot, pane, runner, "ffn_norm")
    qtbot.waitUntil(lambda: len(names(pane)) == 3)
    assert names(pane) == [f"layers.{layer}.ffn_norm.weight" for layer in range(3)]


def test_stepping_opens_branches_on_the_way(pane: TreePane, opened: Open) -> None:
    checkpoint = opened(llama())
    selected: list[str] = []
    pane.node_selected.connect(lambda node: selected.append(node.name))
    pane.select_node(node_of(checkpoint, "layers.0"))
    pane.step(1)
    pane.select_node(node_of(checkpoint, "norm.weight"))
    pane.step(-1)
    assert selected == ["layers.0.attention.wq.weight", "layers.2.ffn_norm.weight"]


def test_the_name_keeps_its_width_and_other_columns_give_way(pane: TreePane, opened: Open) -> None:
    opened(llama())
    heads = tree(pane).header()
    shown = {}
    for width in (800, 480, 300):
        pane.resize(width, 600)
        shown[width] = [
            heads.model().headerData(column, Qt.Orientation.Horizontal)
            for column in range(heads.count())
            if not heads.isSectionHidden(column)
        ]
        assert heads.sectionSize(0) >= 200
    assert shown == {
        800: ["Name", "Shape", "Type", "Parameters", "Size", "Distribution"],
        480: ["Name", "Shape", "Parameters", "Size"],
        300: ["Name", "Parameters"],
    }


def test_clicking_a_head_sorts_largest_first_then_smallest_then_as_before(
    qtbot: QtBot, pane: TreePane, opened: Open, runner: Runner
) -> None:
    opened(llama())
    heads = tree(pane).header()
    place = heads.rect().center()
    place.setX(heads.sectionViewportPosition(3) + 20)
    orders = []
    for _ in range(3):
        qtbot.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=place)
        qtbot.waitUntil(lambda: not runner.is_running("order"))
        orders.append([name for name in names(pane) if not name.startswith("layers.")])
    assert orders == [
        ["", "tok_embeddings.weight", "layers", "norm.weight", "output.weight"],
        ["", "output.weight", "norm.weight", "layers", "tok_embeddings.weight"],
        ["", "tok_embeddings.weight", "layers", "norm.weight", "output.weight"],
    ]


def test_another_checkpoint_takes_the_place_of_the_first(
    qtbot: QtBot, pane: TreePane, opened: Open, runner: Runner
) -> None:
    opened(llama())
    ask(qtbot, pane, runner, "wq")
    opened(Parts().tensor("alone"), "other.pth")
    assert names(pane) == ["", "alone"]
    assert box(pane).text() == ""


def test_what_was_typed_while_a_file_was_opened_is_asked_of_it(
    qtbot: QtBot, pane: TreePane, opened: Open, runner: Runner
) -> None:
    ask(qtbot, pane, runner, "norm -layers")
    opened(llama())
    qtbot.waitUntil(lambda: names(pane) == ["", "norm.weight"])
    assert box(pane).text() == "norm -layers"


def test_the_same_file_read_again_keeps_its_filter(qtbot: QtBot, pane: TreePane, opened: Open, runner: Runner) -> None:
    opened(llama())
    ask(qtbot, pane, runner, "norm -layers")
    opened(llama().tensor("norm.bias"))
    qtbot.waitUntil(lambda: names(pane) == ["", "norm", "norm.weight", "norm.bias"])


def test_what_is_not_scanned_is_said_and_offered_to_be_scanned(
    qtbot: QtBot, pane: TreePane, opened: Open, runner: Runner
) -> None:
    opened(Parts().tensor("a").tensor("b").tensor("c", problem="its bytes are gone"))
    scan = pane.findChild(QPushButton, "scan_all")
    ask(qtbot, pane, runner, "nan>0")
    assert answer(pane) == "0 of 3 tensors match, 2 not scanned, 1 cannot be read"
    with qtbot.waitSignal(pane.scan_wanted):
        qtbot.mouseClick(scan, Qt.MouseButton.LeftButton)
    qtbot.keyClick(box(pane), Qt.Key.Key_Escape)
    assert scan.isHidden()


def test_matches_fill_in_as_statistics_arrive(qtbot: QtBot, pane: TreePane, opened: Open, runner: Runner) -> None:
    checkpoint = opened(Parts().tensor("a").tensor("b"))
    ask(qtbot, pane, runner, "nan>0")
    pane.set_statistics(node_of(checkpoint, "b"), statistics(nan=2))
    pane.set_statistics(node_of(checkpoint, "a"), statistics(nan=0))
    qtbot.waitUntil(lambda: answer(pane) == "1 of 2 tensors match")
    assert names(pane) == ["", "b"]
    assert pane.findChild(QPushButton, "scan_all").isHidden()


def test_a_hundred_thousand_rows_open_and_filter(qtbot: QtBot, pane: TreePane, opened: Open, runner: Runner) -> None:
    parts = Parts()
    for number in range(100_000):
        parts.tensor(f"layers.{number // 1000}.experts.{number % 1000}", (2,))
    opened(parts)
    assert names(pane)[:3] == ["", "layers", "layers.0.experts"]
    ask(qtbot, pane, runner, "7 999")
    assert names(pane) == ["", "layers.7.experts.999"]


def test_the_chevron_opens_and_closes(qtbot: QtBot, pane: TreePane, opened: Open) -> None:
    checkpoint = opened(llama())
    view = tree(pane)
    place = view.visualRect(view.model().find(node_of(checkpoint, "layers.0"))).center()
    place.setX(2 * view.indentation() + view.indentation() // 2)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert "layers.0.attention" in names(pane)


def test_the_selection_tints_the_whole_row(pane: TreePane, opened: Open) -> None:
    opened(llama())
    image = tree(pane).viewport().grab().toImage()
    tints = {image.pixelColor(x, 2).name() for x in (0, image.width() // 2, image.width() - 1)}
    assert tints == {colors().selection}


def test_an_unreadable_tensor_bears_a_sign_in_the_colour_for_bad(pane: TreePane, opened: Open) -> None:
    opened(Parts().tensor("a").tensor("b", problem="its bytes are gone"))
    view = tree(pane)
    image = view.grab().toImage()
    found = {image.pixelColor(x, y).name() for x in range(200) for y in range(view.height())}
    assert colors().bad in found
