"""What holds for the project as a whole: its files, its pins, its commands, and what may import what."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
MODULES = sorted((CHECKOUT / "vault").rglob("*.py"))
GROUND = {
    "vault",
    "vault.errors",
    "vault.progress",
    "vault.i18n",
    "vault.content",
    "vault.paths",
    "vault.log",
    "vault.clock",
}
NETWORK = """_socket _ssl asyncio cgi ftplib http imaplib nntplib poplib smtplib socket socketserver ssl telnetlib
    urllib.request urllib.robotparser webbrowser wsgiref xmlrpc multiprocessing.connection multiprocessing.managers
    logging.handlers PySide6.QtNetwork PySide6.QtWebSockets
    aiohttp curl httpx requests twisted urllib3 websockets""".split()
# Put together here, so that this file does not hold what it looks for.
REGISTRIES = ["py" + "pi.org", "python" + "hosted.org", "anaconda" + ".org", "artifact" + "registry", "npm" + "js"]


def files_of_the_project() -> Iterator[Path]:
    """What a person wrote: neither the environment, nor what tools leave behind."""
    ours = [entry for entry in CHECKOUT.iterdir() if entry.name in (".ci", ".gitignore") or entry.name[0] != "."]
    for entry in ours:
        if entry.name in ("demo", "build", "dist") or entry.name.endswith(".egg-info"):
            continue
        inside = entry.rglob("*") if entry.is_dir() else [entry]
        yield from (path for path in inside if path.is_file() and "__pycache__" not in path.parts)


def name_of(module: Path) -> str:
    parts = module.relative_to(CHECKOUT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(module: Path) -> set[str]:
    """Dotted names a module imports anywhere in it, `from a import b` as `a` and as `a.b`."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(module.read_bytes())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: a relative import"
            assert node.module
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def pins(name: str) -> dict[str, str]:
    """Distribution (in lower case) to the rest of its entry: version, marker and hashes."""
    text = (CHECKOUT / "requirements" / f"{name}.txt").read_text()
    entries = re.findall(r"^([A-Za-z0-9._-]+)(==(?:.*\\\n)*.*)$", text, flags=re.MULTILINE)
    return {distribution.lower().replace("_", "-"): rest for distribution, rest in entries}


def asked_for(name: str) -> set[str]:
    lines = (CHECKOUT / "requirements" / f"{name}.in").read_text().splitlines()
    return {re.split(r"[<>=~!]", line)[0].strip() for line in lines if line and line[0] not in "#-"}


def makefile() -> dict[str, str]:
    """Target to its line of help."""
    text = (CHECKOUT / "Makefile").read_text()
    return dict(re.findall(r"^([a-z]+):[^#=\n]*(?:## (.+))?$", text, flags=re.MULTILINE))


def test_no_file_names_a_registry() -> None:
    found = [
        f"{path.relative_to(CHECKOUT)}: {host}"
        for path in files_of_the_project()
        for host in REGISTRIES
        if host.encode() in path.read_bytes().lower()
    ]
    assert found == []


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_file_fits_into_a_head(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_a_function_fits_on_a_screen(module: Path) -> None:
    functions = [
        node
        for node in ast.walk(ast.parse(module.read_bytes()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert [f.name for f in functions if f.end_lineno and f.end_lineno - f.lineno >= 60] == []


@pytest.mark.parametrize("module", sorted((CHECKOUT / "vault/ui").rglob("*.py")), ids=lambda one: one.name)
def test_no_page_asks_for_what_python_would_lose_track_of(module: Path) -> None:
    """Items of layouts are held after Qt deleted them (`ui/placed.py`): that brought the program down later on."""
    asked = re.findall(r"\.(itemAt|itemAtPosition)\(", module.read_text("utf-8"))
    assert asked == []


def test_every_folder_of_the_package_is_a_package() -> None:
    """The layer contracts see only packages; a folder without __init__.py would escape them."""
    assert [path for path in {module.parent for module in MODULES} if not (path / "__init__.py").is_file()] == []


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_no_module_reaches_the_network(module: Path) -> None:
    reached = {name for name in imports_of(module) for net in NETWORK if f"{name}.".startswith(f"{net}.")}
    assert reached == set()


@pytest.mark.parametrize("module", [m for m in MODULES if "plans" in m.parts], ids=name_of)
def test_plans_need_the_standard_library_and_dateutil_only(module: Path) -> None:
    for name in imports_of(module):
        top = name.split(".")[0]
        if top == "vault":
            first_two = ".".join(name.split(".")[:2])
            assert first_two in GROUND | {"vault.plans"}, f"{module.name} imports {name}"
        else:
            assert top in sys.stdlib_module_names | {"dateutil"}, f"{module.name} imports {name}"


def test_the_ground_stands_on_nothing_above_it() -> None:
    for module in (m for m in MODULES if name_of(m) in GROUND - {"vault"}):
        above = {name for name in imports_of(module) if name.split(".")[0] == "vault"}
        assert all(".".join(name.split(".")[:2]) in GROUND for name in above), module.name


def test_what_the_package_and_the_lists_ask_for_agree() -> None:
    declared = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["dependencies"]
    names = {re.split(r"[<>=~!]", line)[0] for line in declared}
    # Named in the list only to pin it: a part of argon2-cffi.
    assert asked_for("app") == names | {"argon2-cffi-bindings"}


@pytest.mark.parametrize("name", ["app", "dev", "build"])
def test_everything_asked_for_is_pinned_by_hash(name: str) -> None:
    pinned = pins(name)
    assert {wanted.lower() for wanted in asked_for(name)} <= pinned.keys()
    assert [distribution for distribution, rest in pinned.items() if "--hash=sha256:" not in rest] == []


def test_the_lists_agree_with_each_other() -> None:
    """Lists that are installed into one environment must not pull it to and fro."""
    seen: dict[str, str] = {}
    for name in ("build", "app", "dev"):
        for distribution, rest in pins(name).items():
            version = re.match(r"==([^\s;]+)", rest)
            assert version
            assert seen.setdefault(distribution, version[1]) == version[1], distribution


def test_one_build_of_sqlcipher_only() -> None:
    """Its sister distributions install the same import name, and the last one installed wins without a word."""
    assert [name for listed in ("app", "dev") for name in pins(listed) if name.startswith("sqlcipher")] == [
        "sqlcipher3"
    ]


def test_versions_that_were_chosen_with_care() -> None:
    app = pins("app")
    assert app["argon2-cffi-bindings"].startswith("==25.1.0 ")
    assert app["pyside6-essentials"].startswith("==6.11.")


def test_make_alone_explains_every_target() -> None:
    targets = makefile()
    assert {"help", "setup", "demo", "run", "test", "check", "bench", "migration"} <= targets.keys()
    shown = subprocess.run(["make", "--no-print-directory"], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    for target, line in targets.items():
        assert line, f"{target} has no line of help"
        assert re.search(rf"make {target} +{re.escape(line)}", shown.stdout)


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "docs/architecture.md"])
def test_the_make_commands_a_document_names_exist(document: str) -> None:
    text = (CHECKOUT / document).read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", text, flags=re.MULTILINE))
    assert named
    assert named <= makefile().keys()


def test_the_files_a_document_names_exist() -> None:
    for document in [*CHECKOUT.glob("*.md"), CHECKOUT / "docs/architecture.md"]:
        text = document.read_text(encoding="utf-8")
        for place in re.findall(
            r"\]\((?!https?:)([^)#]+)\)|`((?:docs|vault|scripts|requirements|tests)/[\w./-]+)`", text
        ):
            path = CHECKOUT / (place[0] or place[1])
            assert path.exists(), f"{document.name} names {path.relative_to(CHECKOUT)}"


@pytest.mark.parametrize("script", [".ci/run", "scripts/setup.sh", "scripts/system_parts.sh"])
@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such bit")
def test_a_script_can_be_run(script: str) -> None:
    assert os.access(CHECKOUT / script, os.X_OK)
