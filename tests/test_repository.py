"""The repository itself: what its pages promise is there, the lock and its exports agree, nothing assumes one system."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

import enligt

ROOT = Path(__file__).resolve().parent.parent
POSSESSIVE = re.compile(r"\)[*+?]\+")
PAGES = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + [
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "corpus").glob("*.md")),
]
SOURCES = sorted((ROOT / "src").rglob("*.py"))


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def toml(name: str) -> dict[str, Any]:
    return tomllib.loads(read(ROOT / name))


# --- the pages


def test_no_group_is_possessive() -> None:
    """Python before 3.11.5 matches them wrongly (gh-106052): "1 500" was read as 1."""
    found = [
        f"{p.name}: {line}"
        for p in sorted((ROOT / "src").rglob("*.py"))
        for line in read(p).splitlines()
        if POSSESSIVE.search(line)
    ]
    assert not found


def test_readme_has_exactly_the_two_commands_to_set_up() -> None:
    blocks = re.findall(r"^```sh\n(.*?)^```", read(ROOT / "README.md"), re.DOTALL | re.MULTILINE)
    assert blocks[0].split("\n") == ["make demo", "make test", ""]
    assert not any(re.search(r"\b(make|pip|uv|apt|brew) ", block) for block in blocks[1:])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_link_to_files_that_are_there(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", read(page))
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pages_name_files_and_targets_that_are_there(page: Path) -> None:
    words = re.findall(r"`([^`\n]+)`", read(page))
    files = [word for word in words if re.fullmatch(r"(src|docs|tests|quality|corpus)/[\w./-]*", word)]
    scripts = [match[1] for word in words if (match := re.match(r"python ([\w/]+\.py)", word))]
    assert [name for name in (*files, *scripts) if not (ROOT / name).exists()] == []
    targets = set(re.findall(r"^([a-z-]+):", read(ROOT / "Makefile"), re.MULTILINE))
    named = {match[1] for word in words if (match := re.fullmatch(r"make ([a-z-]+)", word))}
    assert named <= targets


def test_make_help_names_every_target() -> None:
    makefile = read(ROOT / "Makefile")
    phony = set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split())
    assert phony == set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    assert phony - {"help", "environment"} == set(re.findall(r"echo 'make ([a-z-]+)", makefile))


def test_the_version_is_one() -> None:
    assert toml("pyproject.toml")["project"]["version"] == enligt.__version__
    assert f"## [{enligt.__version__}]" in read(ROOT / "CHANGELOG.md")


# --- the lock and its exports


def locked(*, groups: tuple[str, ...], project: bool) -> dict[tuple[str, str], frozenset[str]]:
    """(name, version) to hashes, of everything that the project or its dependency groups reach in uv.lock."""
    packages: dict[str, list[dict[str, Any]]] = {}
    for package in toml("uv.lock")["package"]:
        packages.setdefault(package["name"], []).append(package)
    (own,) = packages.pop("enligt")
    wanted = [*(own["dependencies"] if project else []), *(one for group in groups for one in own["dev-dependencies"][group])]
    seen: set[str] = set()
    while wanted:
        one = wanted.pop()
        key = f"{one['name']} {sorted(one.get('extra', []))}"
        if key in seen:
            continue
        seen.add(key)
        for package in packages[one["name"]]:
            wanted += package.get("dependencies", [])
            for extra in one.get("extra", []):
                wanted += package.get("optional-dependencies", {}).get(extra, [])
    names = {key.split(" ")[0] for key in seen}
    return {
        (package["name"], package["version"]): frozenset(
            file["hash"] for file in [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        )
        for name in names
        for package in packages[name]
    }


def exported(name: str) -> dict[tuple[str, str], frozenset[str]]:
    """(name, version) to hashes, of a requirements file."""
    found = {}
    for entry in re.split(r"\n(?=\S)", read(ROOT / name)):
        if match := re.match(r"([\w.-]+)==([^\s;]+)", entry):
            found[match[1], match[2]] = frozenset(re.findall(r"--hash=(sha256:[0-9a-f]{64})", entry))
    return found


@pytest.mark.parametrize(
    ("name", "groups", "project"),
    [
        ("requirements.txt", (), True),
        ("requirements-build.txt", ("build",), False),
        ("requirements-dev.txt", ("build", "dev"), True),
    ],
)
def test_exports_agree_with_the_lock(*, name: str, groups: tuple[str, ...], project: bool) -> None:
    assert exported(name) == locked(groups=groups, project=project)


def test_lock_is_of_this_project_and_of_the_public_index() -> None:
    lock, project = toml("uv.lock"), toml("pyproject.toml")["project"]
    assert lock["requires-python"] == project["requires-python"]
    (own,) = (package for package in lock["package"] if package["name"] == "enligt")
    wanted = {re.split(r"[<>=~!\[; ]", line)[0] for line in project["dependencies"]}
    assert {one["name"] for one in own["dependencies"]} == wanted
    assert {package["source"].get("registry", "https://pypi.org/simple") for package in lock["package"]} == {
        "https://pypi.org/simple"
    }


def test_torch_stays_out_of_the_lock_and_is_pinned_for_training() -> None:
    assert "torch" not in {package["name"] for package in toml("uv.lock")["package"]}
    assert re.search(r"^torch==[\d.]+$", read(ROOT / "requirements-train.txt"), re.MULTILINE)


IMPORTED_AS = {"python-docx": "docx"}


def test_every_dependency_is_used() -> None:
    """And a library that the code imports is a dependency of its own, not one that happens to come along."""
    wanted = {re.split(r"[<>=~!\[; ]", line)[0] for line in toml("pyproject.toml")["project"]["dependencies"]}
    used = {
        name.split(".")[0]
        for path in SOURCES
        if "training" not in path.parts
        for node in ast.walk(ast.parse(read(path)))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom) and node.level == 0
            else []
        )
    }
    several = toml("pyproject.toml")["project"]["optional-dependencies"].values()
    extras = {re.split(r"[<>=~!\[; ]", line)[0] for lines in several for line in lines} - {"enligt"}
    assert extras <= used
    own = set(sys.stdlib_module_names) | {"enligt"} | extras
    for_fastapi = {"python_multipart"}  # which reads forms with it
    assert used - own | for_fastapi == {IMPORTED_AS.get(name, name.replace("-", "_")) for name in wanted}


# --- no system but every system


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_source_assumes_no_single_system(path: Path) -> None:
    """No shell, no path of one system, no module or call that Windows lacks (open() without encoding: ruff PLW1514)."""
    only_posix = {"fcntl", "grp", "pwd", "pty", "resource", "termios", "tty"}
    calls = {("os", name) for name in ("fork", "system", "popen", "getuid", "geteuid", "mkfifo", "chown", "setsid", "uname")}
    calls |= {("signal", name) for name in ("SIGALRM", "SIGKILL", "SIGHUP", "alarm", "setitimer")}
    faults = []
    for node in ast.walk(ast.parse(read(path))):
        match node:
            case ast.Import(names=names):
                faults += [alias.name for alias in names if alias.name in only_posix]
            case ast.ImportFrom(module=str(module)) if module in only_posix:
                faults.append(module)
            case ast.Attribute(value=ast.Name(id=owner), attr=name) if (owner, name) in calls:
                faults.append(f"{owner}.{name}")
            case ast.Constant(value=str(text)) if re.match(r"/(tmp|dev|etc|usr|home|var|proc)(/|$)", text):
                faults.append(text)
            case ast.keyword(arg="shell"):
                faults.append("shell=")
    assert faults == []


def test_no_page_of_the_documentation_is_unfinished() -> None:
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")), *ROOT.glob("src/**/*.md")):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"@@|\bTODO\b|\bTBD\b|\bXXX\b", text), page
