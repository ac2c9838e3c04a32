"""What went wrong, in three short sentences: the fact, what was kept, the way out."""

from __future__ import annotations

from dataclasses import dataclass

from vault import errors
from vault.i18n import N_, _


@dataclass(frozen=True)
class Told:
    """Translated. `kept` and `advice` may be ""."""

    sentence: str
    kept: str = ""
    advice: str = ""

    def whole(self) -> str:
        """All three in a row."""
        return " ".join(part for part in (self.sentence, self.kept, self.advice) if part)


_NOTHING_CHANGED = N_("Nothing was changed.")
_TEXT_KEPT = N_("Your text is kept here.")

#: the nearest class in an error's ancestry counts; sentences are filled with the error's own data
_WORDS: dict[type[BaseException], tuple[str, str, str]] = {
    errors.WrongPassphrase: (
        N_("That did not open the file."),
        "",
        N_("Check Caps Lock and the keyboard language, then try again."),
    ),
    errors.OfAnotherDay: (
        N_("It opens the file of today, but not this backup."),
        "",
        N_("Type the passphrase of the day on which the backup was made."),
    ),
    errors.NotAVault: (
        N_("This is not a file of this program."),
        _NOTHING_CHANGED,
        N_("Choose another one, or restore a backup."),
    ),
    errors.Damaged: (
        N_("This file is damaged."),
        _NOTHING_CHANGED,
        N_("Restore a backup; the damaged one stays beside it."),
    ),
    errors.InUse: (
        N_("Another window or program has this file open."),
        N_("Nothing is lost."),
        N_("Close it there and try again."),
    ),
    errors.NewerVersion: (
        N_("This file was made by a newer version of this program."),
        _NOTHING_CHANGED,
        N_("Open it with the newer version."),
    ),
    errors.DiskFull: (
        N_("The disk is full, so the last change could not be written."),
        N_("Your text is kept here until there is room."),
        N_("Free some space and save again."),
    ),
    errors.ReadOnly: (
        N_("This file can be read but not changed here."),
        _TEXT_KEPT,
        N_("Look whether the disk or the folder is write-protected."),
    ),
    errors.NoPermission: (
        N_("This computer does not let us use that place."),
        _NOTHING_CHANGED,
        N_("Choose another folder, or ask who looks after the computer."),
    ),
    errors.Replaced: (
        N_("Another program put a different file in the place of this one."),
        N_("Nothing is written any more, because it would be lost. What was saved before may lie beside it."),
        N_("Write down what stands only on the screen; then lock, open it again, and look what it holds."),
    ),
    errors.StorageFault: (
        N_("The disk could not be read or written."),
        N_("What was saved before is kept."),
        N_("Try again; if it happens often, make a backup on another disk."),
    ),
    errors.NotEnoughMemory: (
        N_("There is not enough free memory to open this file."),
        _NOTHING_CHANGED,
        N_("Close other programs and try again; it needs {mebibytes} MB."),
    ),
    errors.AlreadyThere: (
        N_("There is already something at {path}."),
        N_("It was left as it is."),
        N_("Choose another name."),
    ),
    errors.NotEmpty: (
        N_("This file holds something already."),
        _NOTHING_CHANGED,
        N_("The example goes into an empty file only."),
    ),
    errors.NotFound: (N_("{path} is not there."), "", N_("Look whether the stick is plugged in, or choose again.")),
    errors.ChangedElsewhere: (
        N_("Somebody changed this in the meantime."),
        _TEXT_KEPT,
        N_("Look at the newer one, then save again."),
    ),
    errors.ErasedElsewhere: (
        N_("This was erased in the meantime."),
        _TEXT_KEPT,
        N_("Leave it as a draft: from there it can be saved as a new one."),
    ),
    errors.InvalidRecord: (N_("Something is still missing or unclear."), _TEXT_KEPT, ""),
    errors.FaultyContent: (
        N_("A file of ready texts that came with the program has a fault."),
        N_("It is left out; nothing of yours was changed."),
        "{detail}",
    ),
    errors.ImportRefused: (N_("This file could not be brought in."), _NOTHING_CHANGED, "{detail}"),
    errors.ExportRefused: (N_("The report was not made."), N_("Nothing has left the vault."), "{detail}"),
    errors.VaultError: (N_("That did not work."), _NOTHING_CHANGED, ""),
}
_OUR_FAULT = (
    N_("Something in this program went wrong."),
    N_("What was saved before is kept."),
    N_("Try again; if it happens again, close the program and open it anew."),
)


def told(error: BaseException) -> Told:
    """The words for `error`, from the nearest class in its ancestry."""
    entry = next((_WORDS[kind] for kind in type(error).__mro__ if kind in _WORDS), _OUR_FAULT)
    data = {"detail": str(error), **_data_of(error)}
    sentence, kept, advice = (_(part).format_map(data) if part else "" for part in entry)
    return Told(sentence, kept, advice)


def _data_of(error: BaseException) -> dict[str, object]:
    return {name: getattr(error, name) for name in ("path", "mebibytes") if hasattr(error, name)}
