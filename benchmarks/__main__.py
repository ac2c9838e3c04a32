"""`make bench`: every measurement, or those named (`python -m benchmarks searching paper`)."""

from __future__ import annotations

import sys

from benchmarks import importing, looking, opening, paper, protecting, searching, stopwatch

PARTS = {
    "opening": opening,
    "searching": searching,
    "importing": importing,
    "paper": paper,
    "protecting": protecting,
    "looking": looking,
    "stopwatch": stopwatch,
}


def main() -> None:
    """Print one line a goal."""
    for name in sys.argv[1:] or PARTS:
        PARTS[name].run()


if __name__ == "__main__":
    main()
