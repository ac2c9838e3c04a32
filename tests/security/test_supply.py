"""Check 28: what is installed is what was looked at, on every system, and the list of parts leaves none out."""

from __future__ import annotations

import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import sbom
from tests.conftest import CHECKOUT

LIST = CHECKOUT / "requirements" / "app.txt"
#: as pip calls them; the older names first, the newer ones add to them
SYSTEMS = {
    "linux": ("manylinux2014_x86_64", "manylinux_2_28_x86_64", "manylinux_2_34_x86_64"),
    "windows": ("win_amd64",),
    "mac-arm": ("macosx_13_0_arm64",),
    "mac-intel": ("macosx_13_0_x86_64",),
}
SMALL = "platformdirs"  # to be fetched in a moment


def fetched(into: Path, listed: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pip", "download", "-q", "--require-hashes", "--only-binary=:all:", "--no-deps"]
    return subprocess.run(
        [*command, *more, "-d", into, "-r", listed], capture_output=True, text=True, check=False, timeout=900
    )


def only(name: str, change: bool, into: Path) -> Path:
    """A list with one line, as it is or with one digit of every digest turned over."""
    text = LIST.read_text("utf-8")
    found = re.search(rf"^{name}==.*?(?=^[\w#]|\Z)", text, re.MULTILINE | re.DOTALL)
    assert found
    line = found[0]
    if change:
        line = re.sub(r"(sha256:\w{63})(\w)", lambda one: one[1] + ("0" if one[2] != "0" else "1"), line)
    (into / "list.txt").write_text(line)
    return into / "list.txt"


@pytest.fixture
def registry(tmp_path: Path) -> None:
    done = fetched(tmp_path / "probe", only(SMALL, False, tmp_path))
    if done.returncode and "HASH" not in done.stderr.upper():
        pytest.skip("needs a registry of packages that can be reached")
    assert done.returncode == 0, done.stderr


@pytest.mark.slow
@pytest.mark.usefixtures("registry")
@pytest.mark.parametrize("system", SYSTEMS)
def test_every_system_finds_a_wheel_of_everything_with_a_digest_from_the_list(tmp_path: Path, system: str) -> None:
    platforms = [word for name in SYSTEMS[system] for word in ("--platform", name)]
    done = fetched(tmp_path / "wheels", LIST, *platforms, "--python-version", "3.12", "--implementation", "cp")
    assert done.returncode == 0, done.stderr
    wheels = {one.name.partition("-")[0].lower().replace("_", "-") for one in (tmp_path / "wheels").iterdir()}
    assert wheels == {name for name, _version, _digests in sbom.pinned()}


@pytest.mark.slow
@pytest.mark.usefixtures("registry")
def test_one_changed_digit_is_refused(tmp_path: Path) -> None:
    done = fetched(tmp_path / "wheels", only(SMALL, True, tmp_path))
    assert done.returncode != 0
    assert "DO NOT MATCH THE HASHES" in done.stderr.upper()
    assert not list((tmp_path / "wheels").glob("*.whl"))


def test_the_list_of_parts_names_everything_and_what_is_linked_into_it() -> None:
    bill = sbom.bill()
    parts = {one["name"].lower(): one for one in bill["components"]}
    assert {name for name, _version, _digests in sbom.pinned()} <= parts.keys()
    assert {"openssl", "sqlcipher", "sqlite", "libsodium", "qt"} <= parts.keys()
    for one in bill["components"]:
        assert re.match(r"\d", one["version"]), one
        assert one["purl"] == one["bom-ref"]
    assert parts["sqlcipher3"]["version"] == importlib.metadata.version("sqlcipher3")
    assert all(parts[name]["properties"] for name, _version, _digests in sbom.pinned())
    known = {one["bom-ref"] for one in bill["components"]}
    assert {ref for one in bill["dependencies"] for ref in one["dependsOn"]} == known


def test_it_is_the_same_file_for_the_same_parts() -> None:
    assert json.dumps(sbom.bill()) == json.dumps(sbom.bill())


@pytest.mark.skipif(shutil.which("cyclonedx-py") is None, reason="needs cyclonedx-py, which is no part of the project")
def test_the_usual_generator_sees_no_package_that_is_not_in_it() -> None:
    made = subprocess.run(["cyclonedx-py", "requirements", LIST], capture_output=True, text=True, check=True)
    theirs = {(one["name"].lower(), one["version"]) for one in json.loads(made.stdout)["components"]}
    assert theirs == {(name, version) for name, version, _digests in sbom.pinned()}
