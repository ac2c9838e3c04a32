"""How it is shown. The only place, besides `vault.app`, that knows Qt.

Loading it settles two things that take a tenth of a start each. Nothing is collected while it is loaded, nor later but
by `sweeping`. And PySide's own import is put aside (it keeps Python's under `__orig_import__`): it reads the source of
every module that comes later, in search of a way of naming that is not used here.
"""

import builtins
import gc

gc.disable()

import PySide6.QtCore  # noqa: E402, F401 - its import is there from now on

builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
