"""What printed sheets advise, in the words of the shipped content."""

from __future__ import annotations

from vault.content import Texts

PAPERS = Texts("papers.toml", ("card", "decisions"))
