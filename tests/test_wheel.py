"""The built wheel, alone, in a clean environment: what somebody gets who installs it without git or make."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BUILD = "import sys; from hatchling import build; print(getattr(build, sys.argv[1])(sys.argv[2]))"


def build(hook: str, folder: Path) -> Path:
    """Build by the PEP 517 hook of the locked build tool: the wheel or sdist, without any network."""
    command = [sys.executable, "-c", BUILD, hook, str(folder)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, encoding="utf-8")
    return folder / done.stdout.split()[-1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("build_wheel", tmp_path_factory.mktemp("wheel"))


def package_files() -> set[str]:
    """Every file of the package in the checkout that the wheel must hold."""
    package = ROOT / "src" / "enligt"
    return {
        path.relative_to(package.parent).as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix not in {".pyc", ".db"}
    }


def test_wheel_holds_the_package_with_its_data_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    outside = {name for name in names if not name.startswith("enligt/")}
    assert names - outside == package_files()
    assert all(re.match(r"enligt-[\d.]+\.dist-info/", name) for name in outside)
    assert {Path(name).name for name in outside} >= {"LICENSE", "NOTICE", "entry_points.txt"}


def test_sdist_holds_what_the_wheel_is_built_from(tmp_path: Path) -> None:
    with tarfile.open(build("build_sdist", tmp_path)) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames()}
    assert {f"src/{name}" for name in package_files()} | {"pyproject.toml", "README.md", "LICENSE", "NOTICE"} <= names
    assert not any(name.startswith(("corpus/", "tests/")) for name in names)


def lay_out_runtime(site: Path) -> None:
    """Put the packages of requirements.txt into ``site``, and none of those that only the tests need."""
    for name in re.findall(r"^([\w.-]+)==", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.MULTILINE):
        try:
            files = importlib.metadata.distribution(name).files or []
        except importlib.metadata.PackageNotFoundError:
            continue  # its marker leaves it out on this system
        source = Path(str(importlib.metadata.distribution(name).locate_file("")))
        for top in {file.parts[0] for file in files} - {"..", "__pycache__"}:
            if (site / top).exists():
                continue
            try:
                (site / top).symlink_to(source / top)
            except OSError:  # Windows lets only some users link
                (shutil.copytree if (source / top).is_dir() else shutil.copy)(source / top, site / top)


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``enligt`` command of a clean environment, in a folder whose name has spaces and letters beyond ASCII."""
    home = tmp_path_factory.mktemp("wheel") / "ny miljø å"
    venv.create(home, with_pip=True)
    {"base": str(home), "platbase": str(home)}
    paths = {
        name: Path(sysconfig.get_path(name, "venv", {"base": str(home), "platbase": str(home)}))
        for name in ("scripts", "purelib")
    }
    lay_out_runtime(paths["purelib"])
    install = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    subprocess.run([paths["scripts"] / "python", *install], check=True, capture_output=True)
    return paths["scripts"] / "enligt"


def run(program: Path, *arguments: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run it as a bare system would: no locale, no UTF-8 mode, nothing of this checkout in the environment."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "TEMP", "TMP") if name in os.environ}
    bare = {
        **kept,
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "HOME": str(folder),
        "PATH": str(program.parent),
    }
    return subprocess.run([program, *arguments], cwd=folder, env=bare, capture_output=True, check=False, timeout=1200)


def test_installed_program_tells_its_version(program: Path, tmp_path: Path) -> None:
    done = run(program, "--version", folder=tmp_path)
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert (done.returncode, done.stderr) == (0, b"")
    assert version in done.stdout.decode("ascii")


def test_installed_program_reads_the_sample_into_a_ledger(program: Path, tmp_path: Path) -> None:
    folder = tmp_path / "en mapp på skärmen"
    folder.mkdir()
    done = run(program, "demo", folder=folder)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    shown = done.stdout.decode("utf-8")
    ledger = folder / "enligt-demo.db"
    assert ledger.name in shown
    # The home folder is this one too: no library has left a cache or the log of what it would like to send home.
    assert {path.name.split(".db")[0] for path in folder.iterdir()} == {"enligt-demo"}
    connection = sqlite3.connect(ledger)
    try:
        claims = connection.execute("SELECT count(*) FROM claim").fetchone()[0]
        languages = {row[0] for row in connection.execute("SELECT DISTINCT language FROM article")}
    finally:
        connection.close()
    assert claims > len(languages) == 5
    assert any(kind in shown for kind in ("CONSULT", "ACCUSE", "ASSAULT", "SANCTION"))
