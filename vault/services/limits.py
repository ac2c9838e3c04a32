"""What no setting changes, in plain words, for whoever thinks of a duress passphrase."""

from __future__ import annotations

from vault.i18n import N_

LIMITS = (
    N_(
        "If the disk was copied before you typed it, the copy still opens with your real passphrase. Police "
        "laboratories copy first."
    ),
    N_("Whoever tries it on such a copy with special software can see what it is."),
    N_(
        "Backups that this computer cannot reach are not destroyed. One out of everybody's reach brings your work"
        " back; one in a drawer here can be opened."
    ),
    N_(
        "Destroying what is searched for can be a crime, and can make people angrier. Ask somebody who knows the "
        "law of your country first."
    ),
    N_("It destroys the file for every keyholder, not for you alone."),
    N_("Nobody needs to know that you have it. Nothing in the file says so, to you neither: remember it or remove it."),
    N_(
        "While the file is open, anyone at the keyboard can read it, and so can a spying program. If you expect a"
        " search, shut the computer down."
    ),
    N_("None of this helps a passphrase that can be guessed."),
)
