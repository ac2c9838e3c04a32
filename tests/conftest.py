"""What every test stands on: no screen, no real home folder, weak keys, chance that can be repeated."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

# Before anything loads Qt or the vault: no window on the screen of whoever runs the tests, and quick keys.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["VAULT_TEST"] = "1"
os.environ["LC_ALL"] = "C.UTF-8"
os.environ.pop("LANGUAGE", None)
if "XDG_RUNTIME_DIR" not in os.environ:
    os.environ["XDG_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="vault-tests-")

import hypothesis
import pytest

from tests.vaults import at_home_in
from vault.storage import database

# SQLCipher locks and wipes every piece of memory, which takes three quarters of the time of most tests. Every program
# that a test starts does so, those of which the memory is searched among them, and so do tests marked `as_shipped`, and
# all of them in `make test-security`.
AS_SHIPPED = database._BEFORE_ANY_KEY
if "VAULT_AS_SHIPPED" not in os.environ:
    database._BEFORE_ANY_KEY = tuple(one for one in AS_SHIPPED if not one.startswith("cipher_memory_security"))

hypothesis.settings.register_profile(
    "vault",
    deadline=None,
    max_examples=50,
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.function_scoped_fixture],
)
hypothesis.settings.register_profile("thorough", hypothesis.settings.get_profile("vault"), max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "vault"))

CHECKOUT = Path(__file__).resolve().parent.parent
REAL_DATA = Path(os.environ.get("VAULT_REALDATA", CHECKOUT.parent / "shared" / "data"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, with the reason, what this machine cannot run."""
    reasons = {
        "linux": "" if sys.platform == "linux" else "needs Linux",
        "root": "" if hasattr(os, "geteuid") and os.geteuid() == 0 else "needs to be root",
        "shown": "" if _shown(Path(sys.prefix) / "bin") else "needs a checkout that other users may read",
        "realdata": "" if REAL_DATA.is_dir() else f"needs the public data set in {REAL_DATA}",
    }
    for item in items:
        for marker, reason in reasons.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))
    items.sort(key=is_as_shipped)  # last: once memory is locked and wiped, it is until the process ends


def pytest_collection_finish() -> None:
    """What was imported stays to the end: no sweep between two tests need walk through it again."""
    gc.collect()
    gc.freeze()


def is_as_shipped(item: pytest.Item) -> bool:
    """Whether the database of this test keeps its memory as that of a person does."""
    return item.get_closest_marker("as_shipped") is not None


def _shown(folder: Path) -> bool:
    """Whether everybody may look into the folder."""
    return all(one.stat().st_mode & 0o005 == 0o005 for one in (folder, *folder.parents))


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, so that no test reads or writes the vaults and settings of a real person."""
    folder = tmp_path_factory.mktemp("home")
    at_home_in(folder, monkeypatch)
    return folder


@pytest.fixture(autouse=True)
def memory(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """As shipped where that is what is tried."""
    if is_as_shipped(request.node):
        monkeypatch.setattr(database, "_BEFORE_ANY_KEY", AS_SHIPPED)


@pytest.fixture(autouse=True)
def swept() -> Iterator[None]:
    """Nothing is left to the next test: no window that waits for an event loop to be deleted in, and would be styled
    anew with every look; no garbage, which a timer of the application collects that ended with it."""
    yield
    core = sys.modules.get("PySide6.QtCore")
    if core and core.QCoreApplication.instance():
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
    if not gc.isenabled():
        gc.enable()
        gc.collect()


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The top folder of the project."""
    return CHECKOUT


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of the public incident data set; use it with the marker `realdata`."""
    return REAL_DATA
