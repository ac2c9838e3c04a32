"""`make demo`: a sample organisation's vault and its redacted PDF under demo/, through the `vault` command alone."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pypdfium2

CHECKOUT = Path(__file__).resolve().parent.parent
COMMAND = Path(sys.executable).with_name("vault")
FOLDER = CHECKOUT / "demo"
VAULT = FOLDER / "sample-vault"
REPORT = FOLDER / "security-plan.pdf"
PASSPHRASE = "public words of the demonstration only"
WITHHELD = {"person": ("name", "alias", "phone", "email"), "place": ("name", "address")}


def vault(*arguments: str | Path) -> str:
    """What the command printed; the demonstration ends where the command refuses."""
    done = subprocess.run(
        [COMMAND, *arguments, "--passphrase-stdin"],
        input=PASSPHRASE + "\n",
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.returncode)
    return done.stdout


def withheld_words() -> Iterator[str]:
    """What must not stand in the PDF: how people and places are called and reached, but for names of regions."""
    records = {kind: json.loads(vault("list", VAULT, kind, "--json")) for kind in WITHHELD}
    regions = {str(place.get("region", "")).casefold() for place in records["place"]}
    for kind, fields in WITHHELD.items():
        for record in records[kind]:
            yield from (
                str(record[field])
                for field in fields
                if record.get(field) and str(record[field]).casefold() not in regions
            )


def words_of(pdf: Path) -> str:
    """The text of every page, as another program reads it: one space between words, no capitals."""
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).casefold().split())


def stands_in(word: str, text: str) -> bool:
    """A short word counts only where it stands by itself: "Ana" is not in "analysis"."""
    return re.search(rf"\b{re.escape(word)}\b", text) is not None if len(word) <= 5 else word in text


def main() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    print(f"A vault for a sample organisation (all of it invented): {VAULT}")
    vault("create", VAULT, "--organisation", "Sample organisation")
    vault("sample", VAULT)
    print("Its security plan as a donor may see it, without names")
    vault("export", VAULT, "--report", "nhrf-plan", REPORT)
    withheld = {" ".join(word.casefold().split()) for word in withheld_words()}
    text = words_of(REPORT)
    found = sorted(word for word in withheld if stands_in(word, text))
    print(f"Read again by another program: {len(found)} of {len(withheld)} withheld names and numbers found in it")
    if found or not withheld or not text:
        sys.exit("The PDF is not clean: " + ", ".join(found))
    print(f"\n    The PDF         {REPORT}\n    The vault       {VAULT}\n    Its passphrase  {PASSPHRASE}\n")
    if os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        sys.exit(subprocess.run([COMMAND, "open", VAULT], check=False).returncode)
    print("There is no screen here. Where there is one, `make run` opens the window.")


if __name__ == "__main__":
    main()
