"""The page of layers: a statistic against depth above, the distributions of one role through all layers below."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import QSpinBox, QVBoxLayout, QWidget

from gui.jobs import Runner
from gui.pages.fold import Fold, Folds
from gui.pages.following import SECOND, Following
from gui.pages.layer_numbers import LayerNumbers, layer_numbers
from gui.pages.layer_roles import Roles, find_roles, member_at, roles_below
from gui.pages.layers_plot import MOST_STRANDS, LayersPlot
from gui.pages.layers_view import LayersView
from gui.pages.ridge_drawing import Profile
from gui.pages.ridge_plot import RidgePlot
from gui.pages.ridgeline import Ridgeline
from gui.shown import Shown
from weights import text
from weights.depth import Line, Member
from weights.errors import WeighbridgeError
from weights.structure import Structure
from weights.tree import Node

_ROLES, _NUMBERS = "roles", "layer numbers"
_SECONDS = 0.3  # between two looks at what is known, while a scan goes on
_LEAST_PITCH = 6.0  # pixels
_SHARES = (2, 3)  # of the height, for the statistic and the distributions


class LayersPage(QWidget):
    """Shows the role of a tensor, or the largest roles of a branch; the user picks others. It counts nothing itself."""

    node_wanted = Signal(object)
    painted = Signal()

    def __init__(self, runner: Runner, view: LayersView, ridges: Ridgeline) -> None:
        super().__init__()
        self._runner, self._view, self._ridges = runner, view, ridges
        self._shown: Shown | None = None
        self._structure: Structure | None = None
        self._roles = Roles()
        self._colors: dict[int, int] = {}  # of each role that is ticked
        self._role = self._line = 0
        self._numbers: LayerNumbers | None = None
        self._profiles: Mapping[Node, Profile] = {}
        self._is_awaited = self._is_drawn = False
        self._following = Following(
            runner, _NUMBERS, done=self._take_in, failed=self._fail, seconds=_SECONDS, parent=self
        )
        self._second = QTimer(self, interval=SECOND, singleShot=True)
        self._build_part()
        self._build_layout()
        self._join()

    def show_node(self, shown: Shown) -> None:
        """Show a place: the role of a tensor, or the roles below a branch."""
        self._shown, self._is_awaited, self._is_drawn = shown, True, False
        if shown.structure is self._structure:
            self._select()
            return
        self._structure, self._roles, self._colors = shown.structure, Roles(), {}
        self._following.stop()
        self._say("Looking for layers\N{HORIZONTAL ELLIPSIS}")
        self._runner.start(
            _ROLES,
            lambda: find_roles(shown.checkpoint, shown.structure),
            done=self._take_in_roles,
            failed=self._fail,
        )

    @property
    def is_waiting(self) -> bool:
        """Whether it is about to show more than it does."""
        return self._runner.is_running(_ROLES) or self._following.is_busy or self._second.isActive()

    def take_in_numbers(self) -> None:
        """More tensors are counted."""
        numbers = self._numbers
        if numbers is not None and not (numbers.figures.is_whole and numbers.distributions.is_whole):
            self._following.again()

    def drawing(self) -> Sequence[QWidget]:
        """What is drawn of the statistic and of the distributions."""
        return [plot for plot in (self._view.drawing(), self._ridges.drawing()) if plot is not None]

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        for part in (self._view, self._ridges, self._folds):
            part.apply_theme()

    def _build_part(self) -> None:
        self._part = QSpinBox()
        self._part.setAccessibleName("Part of each layer")
        self._part.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self._part.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._part.setPrefix("part ")
        self._part.setMinimum(1)
        self._part.setWrapping(True)
        self._part.hide()
        self._ridges.add_control(self._part)

    def _build_layout(self) -> None:
        statistic = Fold("Statistic by layer", self._view, beside=self._view.readout)
        distributions = Fold("Distributions", self._ridges, beside=self._ridges.readout)
        self._folds = Folds((statistic, distributions), _SHARES)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._folds)

    def _join(self) -> None:
        for part in (self._view, self._ridges):
            part.node_wanted.connect(self.node_wanted)
        self._ridges.painted.connect(self._announce)
        self._view.statistic_chosen.connect(self._look_up)
        self._view.roles_picked.connect(self._pick)
        self._view.role_chosen.connect(self._choose_role)
        self._part.valueChanged.connect(self._choose_part)
        self._second.timeout.connect(self._show_ridges)

    def _take_in_roles(self, roles: Roles) -> None:
        self._roles = roles
        self._select()

    def _select(self) -> None:
        """Go to the role of the tensor on show, or find out which roles the branch has."""
        shown, roles = self._shown, self._roles
        if shown is None or (self._runner.is_running(_ROLES) and not roles.roles):
            return
        place = roles.places.get(shown.node)
        if place is None:
            node = shown.node
            self._runner.start(
                _ROLES, lambda: roles_below(roles, node, MOST_STRANDS), done=self._show_branch, failed=self._fail
            )
            return
        self._runner.cancel(_ROLES)
        self._role, self._line = place
        self._tick({*self._colors} if place.role in self._colors else {place.role})

    def _show_branch(self, below: list[int]) -> None:
        """Keep what is drawn if it is of this branch; else draw its largest roles."""
        if not below:  # such as one whose layers have numbers too long to count
            self._end("There are no layers here")
            return
        if self._colors.keys().isdisjoint(below):
            self._role, self._line = below[0], 0
        else:
            below = [*self._colors]
        self._tick({*below})

    def _pick(self, ticked: frozenset[int]) -> None:
        if self._role not in ticked:
            self._role, self._line = min(ticked), 0
        self._tick({*ticked})

    def _tick(self, ticked: set[int]) -> None:
        """Draw these roles. One that was drawn already keeps its colour."""
        kept = {number: color for number, color in self._colors.items() if number in ticked}
        free = (color for color in range(MOST_STRANDS) if color not in kept.values())
        self._colors = kept | {number: next(free) for number in sorted(ticked - kept.keys())}
        self._view.offer_roles(self._roles.roles, ticked, self._colors)
        self._show_part()
        self._look_up()

    def _choose_role(self, place: int) -> None:
        self._role, self._line = sorted(self._colors)[place], 0
        self._show_part()
        self._look_up()

    def _choose_part(self, number: int) -> None:
        self._line = number - 1
        self._look_up()

    def _show_part(self) -> None:
        """Where a role has several lines, such as one for each expert: which of them."""
        lines = self._roles.roles[self._role].lines
        with QSignalBlocker(self._part):
            self._part.setMaximum(len(lines))
            self._part.setSuffix(f" of {text.count(len(lines))}")
            self._part.setValue(self._line + 1)
        self._part.setVisible(len(lines) > 1)

    @property
    def _shown_line(self) -> Line:
        return self._roles.roles[self._role].lines[self._line]

    def _look_up(self) -> None:
        shown = self._shown
        if shown is None or not self._colors:
            return
        roles = [self._roles.roles[number] for number in sorted(self._colors)]
        statistic, line, known = self._view.statistic, self._shown_line, shown.known
        profiles = {node: self._profiles[node] for _, node in line.members if node in self._profiles}

        def work() -> Generator[None, None, LayerNumbers]:
            return (yield from layer_numbers(known, roles, statistic, line, profiles))

        self._following.start(work)

    def _take_in(self, numbers: LayerNumbers) -> None:
        """Draw the statistic now and the distributions after that is painted: both at once would hold up the window."""
        self._numbers, self._profiles = numbers, numbers.profiles
        self._view.show_numbers(numbers, sorted(self._colors).index(self._role), self._current())
        self._second.start()

    def _show_ridges(self) -> None:
        numbers, current = self._numbers, self._current()
        if numbers is None:
            return
        rows = [ridge.node for ridge in numbers.ridges]
        row = rows.index(current.node) if current is not None and current.node in rows else None
        self._is_drawn = True
        self._ridges.show_ridges(numbers.ridges, row, self._note(numbers))
        if not self._ridges.isVisible():  # folded away
            self._announce()

    def _current(self) -> Member | None:
        return member_at(self._shown_line, self._shown.node) if self._shown is not None else None

    def _note(self, numbers: LayerNumbers) -> str:
        line = self._shown_line
        words = f"{text.visible(line.name)}: {numbers.distributions.words('layer')}"
        left_out = len(line.members) - len(numbers.ridges)
        return f"{words}; {text.plural(left_out, 'more layer')} not drawn" if left_out else words

    def _fail(self, error: WeighbridgeError) -> None:
        self._end(str(error))

    def _end(self, sentence: str) -> None:
        """Say why nothing is drawn, and nothing will be."""
        self._is_drawn = True
        self._say(sentence)

    def _say(self, sentence: str) -> None:
        self._numbers = None
        self._second.stop()
        self._view.say(text.visible(sentence))
        self._ridges.say("")

    def _announce(self) -> None:
        if self._is_awaited and self._is_drawn:
            self._is_awaited = False
            self.painted.emit()


def build(runner: Runner) -> Generator[None, None, LayersPage]:
    """Build the page; between its parts, the window sees to what else is waiting."""
    plot = LayersPlot()
    yield
    view = LayersView(plot)
    yield
    ridges = RidgePlot(_LEAST_PITCH)
    yield
    line = Ridgeline(ridges)
    yield
    return LayersPage(runner, view, line)
