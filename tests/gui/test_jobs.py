"""Jobs: results arrive on the main thread, late ones never, and stopping is soon."""

import gc
import threading
import weakref
from collections.abc import Generator

import pytest
from pytestqt.qtbot import QtBot

from gui.jobs import OurMistake, Runner
from weights.errors import Unreadable, WeighbridgeError


class Answers:
    """Takes down what a job sends, and on which thread."""

    def __init__(self) -> None:
        self.done: list[object] = []
        self.failures: list[WeighbridgeError] = []
        self.partial: list[object] = []
        self.threads: set[threading.Thread] = set()

    def take(self, value: object) -> None:
        self.done.append(value)
        self.threads.add(threading.current_thread())

    def fail(self, error: WeighbridgeError) -> None:
        self.failures.append(error)


class Endless:
    """Work that only ends when it is stopped; says when it began and when it was closed."""

    def __init__(self) -> None:
        self.began, self.closed = threading.Event(), threading.Event()

    def __call__(self) -> Generator[object, None, object]:
        self.began.set()
        try:
            while True:
                yield None
        finally:
            self.closed.set()


def returns(value: object) -> Generator[object, None, object]:
    yield "half"
    return value


def raises(error: Exception) -> Generator[object, None, object]:
    yield
    raise error


@pytest.fixture
def answers() -> Answers:
    return Answers()


def test_the_result_arrives_on_the_main_thread(qtbot: QtBot, runner: Runner, answers: Answers) -> None:
    with qtbot.waitSignal(runner.idle):
        runner.start("a", lambda: returns(7), done=answers.take, failed=answers.fail, progressed=answers.partial.append)
    assert answers.done == [7]
    assert answers.partial == ["half"]
    assert answers.threads == {threading.main_thread()}


def test_an_error_of_ours_arrives_as_it_is(qtbot: QtBot, runner: Runner, answers: Answers) -> None:
    with qtbot.waitSignal(runner.idle):
        runner.start("a", lambda: raises(Unreadable("gone")), done=answers.take, failed=answers.fail)
    assert [str(error) for error in answers.failures] == ["gone"]
    assert answers.done == []


def test_any_other_error_is_reported_with_its_traceback(qtbot: QtBot, runner: Runner, answers: Answers) -> None:
    reports: list[str] = []
    runner.mistake_found.connect(reports.append)
    with qtbot.waitSignal(runner.idle):
        runner.start("a", lambda: raises(ZeroDivisionError()), done=answers.take, failed=answers.fail)
    assert "ZeroDivisionError" in reports[0]
    assert isinstance(answers.failures[0], OurMistake)


def test_a_new_job_supersedes_the_old_one(qtbot: QtBot, runner: Runner, answers: Answers) -> None:
    endless = Endless()
    runner.start("a", endless, done=answers.take, failed=answers.fail)
    assert endless.began.wait(5)
    with qtbot.waitSignal(runner.idle):
        runner.start("a", lambda: returns("new"), done=answers.take, failed=answers.fail)
    assert endless.closed.wait(5)
    assert answers.done == ["new"]


def test_a_late_answer_is_dropped(qtbot: QtBot, runner: Runner, answers: Answers) -> None:
    runner.start("a", lambda: returns("late"), done=answers.take, failed=answers.fail)
    runner.cancel("a")
    with qtbot.waitSignal(runner.idle):
        runner.start("b", lambda: returns("other"), done=answers.take, failed=answers.fail)
    assert answers.done == ["other"]


def test_slots_do_not_disturb_each_other(qtbot: QtBot, runner: Runner, answers: Answers) -> None:
    with qtbot.waitSignal(runner.idle):
        runner.start("a", lambda: returns(1), done=answers.take, failed=answers.fail)
        runner.start("b", lambda: returns(2), done=answers.take, failed=answers.fail)
    assert sorted(answers.done) == [1, 2]  # type: ignore[type-var]


def test_shutting_down_stops_and_waits(runner: Runner, answers: Answers) -> None:
    endless = Endless()
    runner.start("a", endless, done=answers.take, failed=answers.fail)
    assert endless.began.wait(5)
    runner.shut_down()
    assert endless.closed.is_set()
    assert runner.is_idle()


def test_nothing_starts_once_shut_down(runner: Runner, answers: Answers) -> None:
    runner.shut_down()
    endless = Endless()
    runner.start("a", endless, done=answers.take, failed=answers.fail)
    assert runner.is_idle()
    assert not endless.began.wait(0.1)


def test_a_job_that_was_superseded_lets_go_of_its_work(qtbot: QtBot, runner: Runner, answers: Answers) -> None:
    held: list[weakref.ref[Endless]] = []
    for _ in range(20):
        endless = Endless()
        held.append(weakref.ref(endless))
        runner.start("a", endless, done=answers.take, failed=answers.fail)
    del endless
    runner.shut_down()
    gc.collect()
    assert [work for work in held if work() is not None] == []
