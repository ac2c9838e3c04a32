"""A long piece of work on the page: how far it is, in a bar and in words, and a way to stop it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from vault.i18n import _
from vault.ui import theme
from vault.ui.parts.buttons import Button
from vault.ui.parts.labels import small
from vault.ui.tasks import Task


class ProgressLine(QWidget):
    """Follows one task at a time; hidden while there is none."""

    def __init__(self) -> None:
        super().__init__()
        look = theme.current()
        self._task: Task | None = None
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.words = small("", "secondary")
        self.stop = Button(_("Stop"), small=True, run=self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(12))
        column = QVBoxLayout()
        column.setSpacing(look.px(4))
        column.addWidget(self.bar)
        column.addWidget(self.words)
        row.addLayout(column, 1)
        row.addWidget(self.stop)
        self.hide()

    def follow(self, task: Task, words: str = "", *, stoppable: bool = True) -> Task:
        """Show how far `task` is until it ends; gives the task back."""
        self._task = task
        self.bar.setRange(0, 1000)
        self.bar.setValue(0)
        self.bar.setAccessibleName(words or _("Progress"))
        self.words.setText(words)
        self.stop.setVisible(stoppable)
        self.stop.setEnabled(True)
        task.progressed.connect(self._show)
        for ended in (task.finished, task.failed, task.stopped):
            ended.connect(self._end)
        self.show()
        return task

    def _show(self, done: int, total: int, what: str) -> None:
        if total:
            self.bar.setValue(round(1000 * done / total))
        if what:
            self.words.setText(what)

    def _stop(self) -> None:
        if self._task is not None:
            self.stop.setEnabled(False)
            self.words.setText(_("Stopping ..."))
            self._task.cancel()

    def _end(self) -> None:
        self._task = None
        self.hide()
