from collections.abc import Generator

from pytestqt.qtbot import QtBot

from gui.jobs import Runner
from gui.pages.following import Following
from weights.errors import Unreadable


class Work:
    """Counts how often it was run, and fails when told to."""

    def __init__(self) -> None:
        self.runs = 0
        self.fails = False

    def __call__(self) -> Generator[None, None, int]:
        yield
        self.runs += 1
        if self.fails:
            raise Unreadable("it is gone")
        return self.runs


def following(runner: Runner, answers: list[object], seconds: float = 0.0) -> Following:
    tell = answers.append
    return Following(runner, "test", done=tell, failed=lambda error: tell(str(error)), seconds=seconds, parent=runner)


def test_what_is_asked_while_it_runs_is_run_once_more(qtbot: QtBot, runner: Runner) -> None:
    answers: list[object] = []
    page = following(runner, answers)
    page.start(Work())
    for _ in range(5):
        page.again()
    qtbot.waitUntil(lambda: answers == [1, 2])
    assert not page.is_busy


def test_it_rests_between_two_runs(qtbot: QtBot, runner: Runner) -> None:
    answers: list[object] = []
    page = following(runner, answers, seconds=60)
    page.start(Work())
    qtbot.waitUntil(lambda: answers == [1])
    page.again()
    assert page.is_busy
    assert not runner.is_running("test")


def test_a_new_start_does_not_wait(qtbot: QtBot, runner: Runner) -> None:
    answers: list[object] = []
    page, work = following(runner, answers, seconds=60), Work()
    page.start(work)
    page.start(work)
    qtbot.waitUntil(lambda: len(answers) == 1)


def test_stopped_it_runs_nothing(runner: Runner) -> None:
    page = following(runner, [])
    page.start(Work())
    page.stop()
    page.again()
    assert not page.is_busy


def test_a_failure_is_told(qtbot: QtBot, runner: Runner) -> None:
    answers: list[object] = []
    work = Work()
    work.fails = True
    following(runner, answers).start(work)
    qtbot.waitUntil(lambda: answers == ["it is gone"])
