"""The little that is asked of macOS beyond Qt: messages to its objects, and its notifications as a call.

No Mac was at hand when this was written: what is sent is tested, against a double of the system's library.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from collections.abc import Callable
from typing import Any

_IMPLEMENTATION = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)


def library() -> Any:
    """The runtime of the system's objects."""
    return ctypes.CDLL(ctypes.util.find_library("objc"))


class Cocoa:
    """Sends messages. What it is given to call back it keeps."""

    def __init__(self, runtime: Any) -> None:
        self._runtime = runtime
        runtime.objc_getClass.restype = runtime.sel_registerName.restype = ctypes.c_void_p
        runtime.objc_allocateClassPair.restype = ctypes.c_void_p
        self._kept: list[Any] = []

    def named(self, name: str) -> int:
        """A class of the system."""
        return int(self._runtime.objc_getClass(name.encode()) or 0)

    def selector(self, name: str) -> int:
        """What a message is called by."""
        return int(self._runtime.sel_registerName(name.encode()) or 0)

    def send(self, to: int, selector: str, *arguments: Any) -> int:
        """Send a message; the object or number that comes back, 0 for none."""
        send = self._runtime.objc_msgSend
        send.restype = ctypes.c_void_p
        chosen = ctypes.c_void_p(self.selector(selector))
        # the runtime wants every argument in its own size: numbers here are NSInteger or pointers
        return int(send(ctypes.c_void_p(to), chosen, *(_sized(one) for one in arguments)) or 0)

    def words(self, text: str) -> int:
        """A string of the system."""
        return self.send(self.named("NSString"), "stringWithUTF8String:", text.encode())

    def listener(self, called: Callable[[], object]) -> int:
        """An object whose method `told:` calls `called`."""
        runtime = self._runtime

        def implementation(_self: int, _selector: int, _notification: int) -> None:
            called()

        kept = _IMPLEMENTATION(implementation)
        self._kept.append(kept)
        name = f"NotesListener{id(kept):x}".encode()  # a name that is taken gives no class
        made = runtime.objc_allocateClassPair(ctypes.c_void_p(self.named("NSObject")), name, 0)
        method = ctypes.c_void_p(self.selector("told:"))
        runtime.class_addMethod(ctypes.c_void_p(made), method, kept, b"v@:@")
        runtime.objc_registerClassPair(ctypes.c_void_p(made))
        return self.send(int(made), "new")


def _sized(argument: Any) -> Any:
    return ctypes.c_ssize_t(argument) if isinstance(argument, int) else argument
