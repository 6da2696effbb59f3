"""How a row or cell is named by Qt: what its models are asked with."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex

AnyIndex = QModelIndex | QPersistentModelIndex

NOWHERE = QModelIndex()
"""Above all rows."""
