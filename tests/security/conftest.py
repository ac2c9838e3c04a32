"""Fixtures of what a duress passphrase does, and what `make test-security` says at the end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest

from tests.security.duress_vault import done, survivor, vault
from tests.security.evidence import CHECKS, numbers_of

__all__ = ["done", "survivor", "vault"]

_WORSE = ("failed", "error")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--checks", action="store_true", help="say at the end which acceptance check held here")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if not config.getoption("--checks"):
        return
    outcomes, reasons = _by_check(terminalreporter)
    terminalreporter.section("the thirty checks, on this machine")
    for number, check in CHECKS.items():
        terminalreporter.write_line(f"{number:>3}  {_told(outcomes[number], check.by_hand):<26}  {check.promise}")
        for reason, count in reasons[number].items():
            terminalreporter.write_line(f"     {'':<26}  {count} not run here: {reason}")


def _by_check(reporter: pytest.TerminalReporter) -> tuple[dict[int, dict[str, int]], dict[int, dict[str, int]]]:
    """Of every check, how many tests came to which end, and why some did not run."""
    outcomes: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    reasons: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for outcome in ("passed", "skipped", *_WORSE):
        for report in _tests(reporter, outcome):
            for number in numbers_of(report.nodeid):
                outcomes[number][outcome] += 1
                if outcome == "skipped":
                    reasons[number][_reason(report)] += 1
    return outcomes, reasons


def _tests(reporter: pytest.TerminalReporter, outcome: str) -> Iterator[pytest.TestReport]:
    return (one for one in reporter.stats.get(outcome, []) if isinstance(one, pytest.TestReport | pytest.CollectReport))  # type: ignore[misc]


def _reason(report: pytest.TestReport) -> str:
    told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return told.removeprefix("Skipped: ")


def _told(ends: dict[str, int], by_hand: str) -> str:
    failed = sum(ends[one] for one in _WORSE)
    if failed:
        return f"FAILED ({failed})"
    if ends["passed"] and ends["skipped"]:
        return f"holds in part ({ends['passed']} of {ends['passed'] + ends['skipped']})"
    if ends["passed"]:
        return f"holds ({ends['passed']} tests)"
    return f"by hand: {by_hand.strip('`')}" if by_hand else "not run"
