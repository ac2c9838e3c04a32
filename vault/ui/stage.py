"""The place where pages stand: one for each screen, made when first needed, and pages opened over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from vault.ui import tabbing


class Stage(QStackedWidget):
    """`pages` makes the page of a screen. `turned` is sent when another page has come to the front."""

    turned = Signal()

    def __init__(self, pages: Mapping[str, Callable[[], QWidget]]) -> None:
        super().__init__()
        self._makers = dict(pages)
        self._pages: dict[str, QWidget] = {}
        self._opened: list[QWidget] = []
        self.here = ""

    def go(self, key: str) -> bool:
        """Bring the page of a screen to the front; False if the page that is there wants to be finished first.

        Raises KeyError for a screen without a page.
        """
        maker = self._makers[key]
        if not self.may_leave():
            return False
        if key not in self._pages:
            self._pages[key] = maker()
            self.addWidget(self._pages[key])
        self.here = key
        opened, self._opened = self._opened, []
        self._turn_to(self._pages[key])
        for page in opened:
            self._drop(page)
        return True

    def open(self, page: QWidget) -> bool:
        """Show a page over the screen one is at (a record, a wizard) until `back` or `go`; False as with `go`."""
        if not self.may_leave():
            return False
        self._opened.append(page)
        self.addWidget(page)
        self._turn_to(page)
        return True

    def back(self) -> bool:
        """Close the page opened last and show what lay under it; False where nothing was opened, or as with `go`."""
        if not self._opened or not self.may_leave():
            return False
        page = self._opened.pop()
        self._turn_to(self._opened[-1] if self._opened else self._pages[self.here])
        self._drop(page)
        return True

    def renew(self) -> None:
        """Make the page of the screen one is at anew, and let go of all others: they are made when next gone to.

        Pages opened over it cannot be made again from here; they close when they let go, and else stay as they are.
        """
        if not self.may_leave():
            return
        old, self._pages, self._opened = [*self._pages.values(), *self._opened], {}, []
        if self.here:
            self._pages[self.here] = self._makers[self.here]()
            self.addWidget(self._pages[self.here])
            self._turn_to(self._pages[self.here])
        for page in old:
            self._drop(page)

    def page(self, key: str) -> QWidget | None:
        """The page of a screen, if it was made."""
        return self._pages.get(key)

    def opened(self) -> Sequence[QWidget]:
        """The pages over the screen one is at, the one at the front last."""
        return tuple(self._opened)

    def may_leave(self) -> bool:
        """Whether the page at the front lets go."""
        leave = getattr(self.currentWidget(), "leave", None)
        return leave is None or bool(leave())

    def _turn_to(self, page: QWidget) -> None:
        remembered: QWidget | None = page.focusWidget()  # before Qt gives the focus to the first child it finds
        name = remembered.accessibleName() if remembered is not None else ""
        self.setCurrentWidget(page)
        page.reload()  # type: ignore[attr-defined]
        stays = remembered is not None and remembered.isVisibleTo(page)
        (remembered if remembered is not None and stays else page).setFocus()
        # what a page has just made shows only then, and what it has just let go of is gone
        QTimer.singleShot(0, page, lambda: self._begin(page, "" if stays else name))
        self.turned.emit()

    def _begin(self, page: QWidget, name: str) -> None:
        """Have the focus where it is seen: on what `name` was made anew as, and never on the page itself."""
        if self.currentWidget() is not page:
            return
        found = (one for one in tabbing.everything_in(page) if name and one.accessibleName() == name)
        again = next((one for one in found if one.isVisible()), None)
        now: QWidget | None = self.window().focusWidget()
        if again is not None:
            again.setFocus()
        elif now is None or now is page or not page.isAncestorOf(now):
            tabbing.begin(page)

    def _drop(self, page: QWidget) -> None:
        self.removeWidget(page)
        page.deleteLater()
