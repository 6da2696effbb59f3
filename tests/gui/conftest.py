"""What every test of the window runs under."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from gui import theme
from gui.jobs import Runner


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["weighbridge-tests"]


@pytest.fixture(autouse=True)
def clean_application(qapp: QApplication) -> Iterator[QApplication]:
    """A theme is in force, settings are empty, and no window survives a test."""
    qapp.setOrganizationName("weighbridge-tests")
    qapp.setApplicationName("weighbridge-tests")
    QSettings().clear()
    theme.current().follow("light")
    yield qapp
    qapp.processEvents()
    left = [widget for widget in qapp.topLevelWidgets() if widget.isVisible()]
    assert not left, f"windows were left open: {left}"


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[Runner]:
    """A runner that is empty again when the test ends."""
    result = Runner()
    yield result
    result.shut_down()
    result.deleteLater()
