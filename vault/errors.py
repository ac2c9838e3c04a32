"""What can go wrong through a person or the environment, as data; the words are made where they are shown.

    VaultError
    ├── WrongPassphrase      no slot opened
    ├── NotAVault            the folder or file is something else
    ├── Damaged              a vault, but broken: restore a backup
    ├── InUse                another window or program has it open
    ├── NewerVersion         made by a newer program
    ├── StorageFault         the disk or its permissions
    │   ├── DiskFull
    │   ├── ReadOnly
    │   ├── NoPermission
    │   └── Replaced         another file lies in the place of the one that is open
    ├── NotEnoughMemory      the key derivation does not fit into this computer
    ├── AlreadyThere         something exists where we would write; nothing is overwritten
    ├── NotEmpty             a vault that must be empty for what was asked holds records
    ├── NotFound             a record, file or folder that should be there is not
    │   └── Gone             a vault that is not to be seen any more
    ├── ChangedElsewhere     another program changed the same thing first
    │   └── ErasedElsewhere  or erased it
    ├── InvalidRecord        fields a record cannot be saved with
    ├── FaultyContent        a shipped file of content that cannot be used
    ├── ImportRefused        a file that cannot be brought in
    └── ExportRefused        a report that must not leave, or cannot be made

Anything else that is raised is a fault of the program. `Cancelled` is neither: a person changed their mind.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vault.paths import is_file, is_folder


class VaultError(Exception):
    """`args` hold data (a path, a reason key); `str()` is plain English for the command line and the log reader."""

    exit_code = 6


class WrongPassphrase(VaultError):
    """`onto`: the vault that is asked for next, when it is another."""

    exit_code = 3

    def __init__(self, onto: Path | None = None) -> None:
        self.onto = onto
        super().__init__("That passphrase did not open the vault. Nothing was changed.")


class OfAnotherDay(WrongPassphrase):
    """It opens the vault as it is now, and not the backup it was typed for."""


class _AtPath(VaultError):
    sentence = "{path}: {detail}"

    def __init__(self, path: Path | str, detail: str = "") -> None:
        self.path, self.detail = str(path), detail
        text = self.sentence.format(path=self.path, detail=detail).strip()
        super().__init__(text)


class NotAVault(_AtPath):
    exit_code = 3
    sentence = "{path} is not a vault. {detail}"


class Damaged(_AtPath):
    exit_code = 4
    sentence = "{path} is damaged. {detail} Nothing was changed; restore a backup."


class InUse(_AtPath):
    exit_code = 5
    sentence = "{path} is open in another window or program. Nothing was changed; close it there and try again."


class NewerVersion(_AtPath):
    exit_code = 7
    sentence = (
        "{path} was made by a newer version of this program. {detail} Nothing was changed; use the newer version."
    )


class StorageFault(_AtPath):
    exit_code = 6
    sentence = "{path} could not be written or read. {detail}"


class DiskFull(StorageFault):
    sentence = "The disk holding {path} is full. The last change was not written; what was saved before is kept."


class ReadOnly(StorageFault):
    sentence = "{path} can be read but not written. {detail}"


class NoPermission(StorageFault):
    sentence = "There is no permission to use {path}. {detail}"


class Replaced(StorageFault):
    sentence = (
        "Another program replaced {path} while it was open here. Nothing more is written to it: it would be lost. "
        "Close it and open it again."
    )


class NotEnoughMemory(VaultError):
    def __init__(self, mebibytes: int) -> None:
        self.mebibytes = mebibytes
        super().__init__(
            f"Opening this vault needs {mebibytes} MB of free memory. Nothing was changed; close other programs."
        )


class AlreadyThere(_AtPath):
    exit_code = 6
    sentence = "{path} is already there and was left as it is. Choose another name."


class NotEmpty(_AtPath):
    exit_code = 2
    sentence = "{path} holds records already; the sample goes into an empty vault only. Nothing was changed."


class NotFound(_AtPath):
    exit_code = 6
    sentence = "{path} is not there. {detail}"


class Gone(NotFound):
    """A vault that is not to be seen any more, as if there had never been one."""


class ChangedElsewhere(_AtPath):
    exit_code = 5
    sentence = "{path} was changed by another program in the meantime. Nothing was written."


class ErasedElsewhere(ChangedElsewhere):
    sentence = "{path} was erased in the meantime. Nothing was written."


class InvalidRecord(VaultError):
    """`faults` maps field name to the sentence about it."""

    exit_code = 1

    def __init__(self, kind: str, faults: dict[str, str]) -> None:
        self.kind, self.faults = kind, faults
        super().__init__("; ".join(f"{field}: {words}" for field, words in faults.items()))


class FaultyContent(VaultError):
    """`file` by name, `line` from 1 (0: not known), `key` where in the file ("procedure 2: steps 3: because")."""

    def __init__(self, file: str, line: int, key: str, detail: str) -> None:
        self.file, self.line, self.key, self.detail = file, line, key, detail
        at = f"{file}, line {line}" if line else file
        super().__init__(f"{at}: {key}: {detail}" if key else f"{at}: {detail}")


class ImportRefused(VaultError):
    exit_code = 1


class ExportRefused(VaultError):
    exit_code = 1


class Cancelled(Exception):
    """A person stopped a task; nothing half done is left."""


_FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG})


def fault_of(error: OSError, path: Path | str) -> VaultError:
    """The `VaultError` for what the operating system said about `path`."""
    detail = f"{error.strerror or 'The system gave no reason'}."
    if error.errno in _FULL:
        return DiskFull(path)
    if error.errno == errno.EROFS:
        return ReadOnly(path, detail)
    if isinstance(error, PermissionError):
        return NoPermission(path, detail)
    if isinstance(error, FileExistsError):
        return AlreadyThere(path)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return _missing(Path(path))
    return StorageFault(path, detail)


def _missing(path: Path) -> VaultError:
    """What is not there: the first folder on the way, before what should lie in it."""
    first = next((folder for folder in reversed(path.parents) if not is_folder(folder)), path)
    if is_file(first) and first != path:
        return StorageFault(path, f"{first} is a file, and a folder is needed there.")
    return NotFound(first)


@contextmanager
def spoken_of(path: Path | str, passing: Path) -> Iterator[None]:
    """Have what goes wrong with a passing file, or inside a passing folder, told of the place a person named."""
    try:
        yield
    except _AtPath as error:
        if not Path(error.path).is_relative_to(passing):
            raise
        raise type(error)(path, error.detail) from error


@contextmanager
def file_errors(path: Path | str) -> Iterator[None]:
    """Turn every `OSError` of the block into the `VaultError` it means for `path`."""
    try:
        yield
    except OSError as error:
        raise fault_of(error, path) from error
