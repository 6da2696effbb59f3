"""A statistic against depth, for one role or several: the plot, what its lines are, and what it is drawn of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from gui import theme
from gui.flow_layout import FlowLayout
from gui.labels import label, notice
from gui.menu_button import MenuButton
from gui.pages.layer_numbers import LayerNumbers
from gui.pages.layer_statistics import LAYER_STATISTICS, LayerStatistic
from gui.pages.layers_drawing import LayersDrawing, draw_layers, strand
from gui.pages.layers_plot import MOST_STRANDS, SYMBOLS, LayersPlot, series_color
from gui.pages.legend import Key, Legend, short_names
from gui.pages.role_picker import RolePicker
from gui.pages.segments import Segment, Segments
from weights import text
from weights.depth import Member, Role


class LayersView(QWidget):
    """Given the curves of some roles, draws them; emits what the user wants to see instead.

    `readout`, what the cursor is over, is a label for the page to place.
    """

    node_wanted = Signal(object)
    statistic_chosen = Signal()
    roles_picked = Signal(object)  # the numbers of the roles that are ticked
    role_chosen = Signal(int)  # the one that is shown in more detail, by its place among those that are drawn

    def __init__(self, plot: LayersPlot) -> None:
        super().__init__()
        self.plot = plot
        self.statistic: LayerStatistic = LAYER_STATISTICS[0]
        self._roles: Sequence[Role] = ()
        self._colors: Mapping[int, int] = {}
        self._numbers: LayerNumbers | None = None
        self._chosen = 0
        self._current: Member | None = None
        self._build_plot()
        self._build_controls()
        self._build_layout()
        self._join()
        self.apply_theme()

    def offer_roles(self, roles: Sequence[Role], ticked: Set[int], colors: Mapping[int, int]) -> None:
        """All roles there are; `ticked` are drawn, in their order, each in the colour with the number in `colors`."""
        self._roles, self._colors = [roles[number] for number in sorted(ticked)], colors
        self._numbers = None
        self.picker.show_roles(roles, ticked)

    def show_numbers(self, numbers: LayerNumbers, chosen: int, current: Member | None) -> None:
        """Draw the curves of the roles that are ticked, the `chosen` one pressed down in the legend."""
        self._numbers, self._chosen, self._current = numbers, chosen, current
        self._draw()

    def say(self, sentence: str) -> None:
        """Say why there is nothing to draw."""
        self._instead.setText(sentence)
        self._stack.setCurrentWidget(self._instead)
        self._about.clear()
        self.readout.clear()

    def drawing(self) -> QWidget | None:
        """The plot; None while nothing is drawn in it."""
        return self.plot if self._stack.currentWidget() is self.plot else None

    def apply_theme(self) -> None:
        """Take on the colours in force."""
        for part in (self.plot, self.picker, self._statistics):
            part.apply_theme()
        if self._numbers is not None:
            self._draw()

    def _build_plot(self) -> None:
        self._instead = notice()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.plot)
        self._stack.addWidget(self._instead)
        self.legend = Legend()

    def _build_controls(self) -> None:
        self.readout, self._about = (label(role="faint", font=theme.label_font()) for _ in range(2))
        self.readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.readout.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._about.setWordWrap(True)
        self._statistics = MenuButton(self.statistic.name)
        self._statistics.setAccessibleName("Statistic")
        self._statistics.setToolTip("What is drawn of each tensor")
        for statistic in LAYER_STATISTICS:
            action = self._statistics.choices.addAction(f"{statistic.name}   {statistic.meaning}")
            action.triggered.connect(partial(self._choose_statistic, statistic))
        self._height = Segments(
            "Scale of the statistic",
            [Segment("y linear", "Values in proportion"), Segment("y log", "Powers of ten; positive values only")],
        )
        self.picker = RolePicker(MOST_STRANDS)

    def _build_layout(self) -> None:
        controls = QWidget()
        flow = FlowLayout(controls, 3 * theme.UNIT, theme.UNIT)
        for widget in (self._statistics, self._height, self.picker):
            flow.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 2 * theme.UNIT)
        layout.setSpacing(theme.UNIT)
        layout.addWidget(self._stack, stretch=1)
        layout.addWidget(self.legend)
        layout.addWidget(self._about)
        layout.addWidget(controls)

    def _join(self) -> None:
        self.picker.picked.connect(self.roles_picked)
        self.legend.chosen.connect(self.role_chosen)
        self._height.chosen.connect(self._draw)
        self.plot.pointed.connect(self._read_out)
        self.plot.chosen.connect(lambda member: self.node_wanted.emit(member.node))

    def _choose_statistic(self, statistic: LayerStatistic, _checked: bool = False) -> None:
        self.statistic = statistic
        self._statistics.setText(statistic.name)
        self.statistic_chosen.emit()

    def _draw(self) -> None:
        numbers = self._numbers
        if numbers is None:
            return
        self._show_legend()
        drawing = self._drawing(numbers)
        if drawing is None:
            self.say(self._why_nothing(numbers))
            return
        self.plot.show_drawing(drawing, self._current)
        self._about.setText(numbers.figures.words("tensor"))
        self._stack.setCurrentWidget(self.plot)

    def _drawing(self, numbers: LayerNumbers) -> LayersDrawing | None:
        is_log = self._height.choice == "y log"
        strands = [
            strand(role.name, curve, self._color(place), is_log=is_log)
            for place, (role, curve) in enumerate(zip(self._roles, numbers.curves, strict=True))
        ]
        return draw_layers(strands, self.statistic.name, is_log=is_log)

    def _color(self, place: int) -> int | None:
        return sorted(self._colors.items())[place][1] if len(self._roles) > 1 else None

    def _show_legend(self) -> None:
        self.legend.setVisible(len(self._roles) > 1)
        names = [role.name for role in self._roles]
        colors = [self._color(place) for place in range(len(names))]
        keys = [
            Key(short, name, series_color(color), SYMBOLS[color or 0])
            for short, name, color in zip(short_names(names), names, colors, strict=True)
        ]
        self.legend.show_keys(keys, self._chosen)

    def _why_nothing(self, numbers: LayerNumbers) -> str:
        if not numbers.figures.counted:
            return f"{numbers.figures.words('tensor')}."
        if self._height.choice == "y log":
            return f"No {self.statistic.name} here is positive, and so none has a place on a logarithmic axis"
        return f"None of these tensors has a {self.statistic.name}"

    def _read_out(self, member: Member | None) -> None:
        if member is None or self._numbers is None:
            self.readout.clear()
            return
        curve = next(each for each in self._numbers.curves if member in each.members)
        value = float(curve.values[curve.members.index(member)])
        self.readout.setText(f"{text.visible(member.node.name)}:  {self.statistic.name} {text.number(value)}")
