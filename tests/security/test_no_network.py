"""Check 26: nobody is talked to, wherever one goes in the window, and no module that could is imported."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.security import grand_tour
from tests.security.test_canaries import environment
from vault.services import sample
from vault.services.session import Session

CHECKOUT = Path(__file__).resolve().parent.parent.parent
MODULES = sorted((CHECKOUT / "vault").rglob("*.py"))
#: what speaks with other computers; QtDBus speaks with this one
NETWORK = """_socket _ssl asyncio ftplib http imaplib nntplib poplib smtplib socket socketserver ssl telnetlib
    urllib.error urllib.request urllib.response urllib.robotparser webbrowser wsgiref xmlrpc multiprocessing.connection
    multiprocessing.managers logging.handlers PySide6.QtBluetooth PySide6.QtHttpServer PySide6.QtNetwork
    PySide6.QtNetworkAuth PySide6.QtQml PySide6.QtQuick PySide6.QtRemoteObjects PySide6.QtWebChannel
    PySide6.QtWebEngineCore PySide6.QtWebEngineWidgets PySide6.QtWebSockets PySide6.QtWebView
    aiohttp curl httpx requests twisted urllib3 websockets""".split()
NOISE = "This plugin does not support"  # what the platform without a screen says of itself
NEEDS_STRACE = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")


# ------------------------------------------------------------------ what the program asks for


def reached(source: str) -> set[str]:
    """The network modules that a source text imports, by a statement or by a call."""
    names = set[str]()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Call) and _name(node.func) in ("__import__", "import_module", "find_spec"):
            names |= {str(one.value) if isinstance(one, ast.Constant) else "?" for one in node.args[:1]}
    return {name for name in names for net in [*NETWORK, "?"] if f"{name}.".startswith(f"{net}.")}


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def test_no_module_of_the_program_imports_what_could_talk() -> None:
    found = {str(module.relative_to(CHECKOUT)): reached(module.read_text(encoding="utf-8")) for module in MODULES}
    assert {module: names for module, names in found.items() if names} == {}
    assert len(found) > 100


@pytest.mark.parametrize(
    "source",
    [
        "import socket",
        "def late():\n    import urllib.request as r",
        "from http import client",
        "from PySide6.QtNetwork import QTcpSocket",
        "from PySide6 import QtNetwork",
        "import importlib\nimportlib.import_module('ssl')",
        "__import__('_socket')",
        "import importlib\nimportlib.import_module(chosen)",
    ],
)
def test_the_walk_finds_every_way_to_import(source: str) -> None:
    assert reached(source)


@pytest.mark.parametrize(
    "source", ["from PySide6.QtDBus import QDBusConnection", "from urllib.parse import quote", "import httpd"]
)
def test_what_stays_on_this_computer_may_be_imported(source: str) -> None:
    assert reached(source) == set()


# ------------------------------------------------------------------ what is done


@dataclass(frozen=True)
class Toured:
    seen: set[str]
    trace: str


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> Toured:
    folder = tmp_path_factory.mktemp("tour")
    for name in ("home", "tmp", "run"):
        (folder / name).mkdir(mode=0o700)
    vault, trace = folder / "home" / "notes.vault", folder / "trace"
    with Session.create(vault, bytearray(grand_tour.PHRASE, "utf-8"), profile=255, by="Nadia") as session:
        sample.fill(session)
    done = subprocess.run(
        [
            *("strace", "-f", "-qq", "-e", "trace=network", "-o", trace),
            sys.executable,
            "-m",
            grand_tour.__name__,
            vault,
        ],
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
        cwd=CHECKOUT,
    )
    assert done.stdout.startswith("seen "), done.stderr[-3000:]
    assert [line for line in done.stderr.splitlines() if not line.startswith(NOISE)] == []
    return Toured(set(done.stdout.split()[1:]), trace.read_text())


@pytest.mark.linux
@pytest.mark.slow
@NEEDS_STRACE
def test_no_page_of_the_window_talks_to_anybody(toured: Toured) -> None:
    families = set(re.findall(r"\bsocket(?:pair)?\((\w+)", toured.trace))
    assert families <= {"AF_UNIX"}
    assert not re.search(r"sa_family=AF_(?!UNIX)", toured.trace)


@pytest.mark.linux
@pytest.mark.slow
@NEEDS_STRACE
def test_the_tour_went_everywhere(toured: Toured) -> None:
    """Otherwise silence would mean little."""
    assert toured.seen >= {
        *("Welcome", "Create", "Restore", "LookAround", "Unlock", "MainWindow", "Palette", "ShortcutSheet"),
        *(
            "TodayPage",
            "IncidentsPage",
            "RisksPage",
            "PlanPage",
            "ActionsPage",
            "NetworkPage",
            "ReportsPage",
            "BinPage",
        ),
        *("RecordPage", "FormPage", "ImportWizard", "ExportPlan", "SearchPage", "RestoreHere", "CheckFile"),
        *("SettingsPage", "HonestSection", "PassphrasesSection", "BackupsSection", "LockingSection", "NameSection"),
        *("AboutSection", "ChangePassphrase", "AddKeyholder", "NewCode", "CheckBackup", "QFileDialog"),
    }
