"""The list of checks is whole, and says the same in the documents as here."""

from __future__ import annotations

from pathlib import Path

from tests.security import evidence
from tests.security.evidence import CHECKS


def test_all_thirty_are_there_and_each_names_what_exists(checkout: Path) -> None:
    assert list(CHECKS) == list(range(1, 31))
    for number, check in CHECKS.items():
        assert check.proof or check.by_hand, number
        for place in check.proof:
            file, _sign, test = place.partition("::")
            assert (checkout / file).exists(), f"{number}: {file}"
            assert not test or f"def {test}(" in (checkout / file).read_text("utf-8"), f"{number}: {test}"


def test_no_file_of_this_folder_proves_nothing(checkout: Path) -> None:
    """But for those that say what they are about themselves."""
    besides = {"evidence", "slow_disk", "keyholders_model"}
    files = {one.relative_to(checkout).as_posix() for one in (checkout / "tests" / "security").glob("test_*.py")}
    named = {place.partition("::")[0] for check in CHECKS.values() for place in check.proof}
    strange = files - named - {f"tests/security/test_{name}.py" for name in besides}
    assert not strange, f"say in evidence.CHECKS what they prove, or here that they prove no single check: {strange}"


def test_the_document_says_the_same(checkout: Path) -> None:
    """`python -m tests.security.evidence` writes the table."""
    assert evidence.table() in (checkout / "docs" / "security" / "evidence.md").read_text("utf-8")


def test_a_test_belongs_to_the_checks_that_name_its_file_or_itself() -> None:
    assert evidence.numbers_of("tests/security/test_canaries.py::test_x[1]") == [20, 26]
    assert evidence.numbers_of("tests/fuzz/test_corpus.py::test_y") == [18]
    assert evidence.numbers_of("tests/plans/test_days.py::test_z") == []
