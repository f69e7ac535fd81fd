"""What the shipped weights were made of, and what has changed since (`make train-status`)."""

from __future__ import annotations

import hashlib
import json
import sys
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Any

from enligt.errors import WeightsError
from enligt.training import documents

if TYPE_CHECKING:
    from pathlib import Path

PARTS = ("encoding.onnx", "claims.onnx", "weights.npz", "tokenizer.json.gz", "shape.json", "decisions.json", "judge.json.gz")
OF_TAUGHT = ("names.tsv",)  # parts that a taught reader may have besides
COMMAND = "make train TREEBANKS=DIR"


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def current_settings() -> dict[str, Any]:
    """settings.toml as it stands now."""
    return tomllib.loads(resources.files(__package__).joinpath("settings.toml").read_text("utf-8"))


def _pieces() -> str:
    return _sha(resources.files(__package__).joinpath("pieces.txt").read_bytes().replace(b"\r\n", b"\n"))


def _actors() -> dict[str, str]:
    """Hashes of the actors room's tables: they say which words of the corpus stand for whom."""
    tables = resources.files("enligt.actors").joinpath("data").iterdir()
    return {f.name: _sha(f.read_bytes().replace(b"\r\n", b"\n")) for f in sorted(tables, key=lambda f: f.name)}


def ancestry(begin: Path | None) -> list[dict[str, Any]]:
    """The trainings whose weights a training began from, the oldest first: version, settings, how far each came.

    Raises:
        WeightsError: ``begin`` holds no reader.
    """
    if begin is None:
        return []
    try:
        made = json.loads((begin / "manifest.json").read_text("utf-8"))
        corpus = _sha(json.dumps(made["corpus"], sort_keys=True).encode())[:12]
        one = {"version": made["version"], "corpus": corpus, "settings": made["settings"], "training": made["training"]}
        return [*made.get("began_from", []), one]
    except (OSError, ValueError, KeyError) as e:
        raise WeightsError(f"{begin}: no reader's weights to begin from ({type(e).__name__}: {e})") from e


def write(  # noqa: PLR0913 - what is told
    folder: Path,
    corpus: Path,
    *,
    options: dict[str, Any],
    treebanks: bool,
    figures: dict[str, float],
    began_from: list[dict[str, Any]],
) -> None:
    """``manifest.json``: hashes of parts, pieces and corpus files, the settings, how far the training came (``figures``)."""
    parts = {name: _sha((folder / name).read_bytes()) for name in PARTS if (folder / name).exists()}
    made = {
        "command": COMMAND,
        "version": _sha("".join(parts[k] for k in sorted(parts)).encode())[:12],
        "parts": parts,
        "settings": options,
        "pieces": _pieces(),
        "actors": _actors(),
        "treebanks": treebanks,
        "training": figures,
        "began_from": began_from,
        "corpus": documents.hashes(corpus),
    }
    (folder / "manifest.json").write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def update_parts(folder: Path) -> None:
    """Renew the hashes of the parts (decisions were tuned anew); what was trained on stays as it was written."""
    made = json.loads((folder / "manifest.json").read_text("utf-8"))
    made["parts"] = {name: _sha((folder / name).read_bytes()) for name in (*PARTS, *OF_TAUGHT) if (folder / name).exists()}
    made["version"] = _sha("".join(made["parts"][k] for k in sorted(made["parts"])).encode())[:12]
    (folder / "manifest.json").write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def compare(folder: Path, corpus: Path) -> tuple[list[str], list[str]]:
    """News (a changed corpus or table) and faults (weights, settings or pieces that disagree), a line each."""
    try:
        made = json.loads((folder / "manifest.json").read_text("utf-8"))
    except (OSError, ValueError) as e:
        return [], [f"{folder / 'manifest.json'} cannot be read ({type(e).__name__}): run `make train`"]
    faults = []
    for name in PARTS:
        path = folder / name
        if not path.exists():
            faults.append(f"{path} is missing")
        elif _sha(path.read_bytes()) != made["parts"].get(name):
            faults.append(f"{path} is not the file that the manifest names")
    if made["settings"] != current_settings():
        faults.append("settings.toml differs from the settings that the weights were trained with")
    if made["pieces"] != _pieces():
        faults.append("pieces.txt differs from the pieces that the weights were trained with")
    return [*_changes("corpus", made["corpus"], documents.hashes(corpus)), *_changes("actors", made["actors"], _actors())], faults


def _changes(where: str, then: dict[str, str], now: dict[str, str]) -> list[str]:
    news = [f"{where}/{f}: new since the training" for f in sorted(now.keys() - then.keys())]
    news += [f"{where}/{f}: gone since the training" for f in sorted(then.keys() - now.keys())]
    return news + [f"{where}/{f}: changed since the training" for f in sorted(now.keys() & then.keys()) if now[f] != then[f]]


def report(folder: Path, corpus: Path) -> int:
    """Print what :func:`compare` finds; 1 where there is a fault."""
    news, faults = compare(folder, corpus)
    for line in news:
        sys.stdout.write(f"news   {line}\n")
    for line in faults:
        sys.stdout.write(f"FAULT  {line}\n")
    if not news and not faults:
        sys.stdout.write("the shipped weights are those of this corpus and these settings\n")
    return 1 if faults else 0
