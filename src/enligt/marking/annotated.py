"""Annotated documents from files: JSON as docs/claims.md describes it, or the corpus's notation. What cannot be read is an Issue.

A JSON file holds one document's claims, which serve all languages that it is there in: ``DOC.LANGUAGE.json`` with its sentences,
``{"sents": [sentence]}``, lies in the folder ``sents`` beside that of the claims (or in another that is named).
"""

from __future__ import annotations

import glob
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enligt.marking.notation import documents
from enligt.marking.shape import faults_of_marked
from enligt.model import Issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from enligt.marking.notation import Marked
    from enligt.marking.shape import Json

ENDINGS = (".json", ".txt")
SENTENCES = "sents"


@dataclass(frozen=True, slots=True)
class Annotated:
    """A marked document in one language; ``claims`` as in an annotated file, ``trigger`` as text.

    ``name`` is ``DOC.LANGUAGE``; ``file`` the path it was read from. ``published`` is None where the file does not say.
    """

    doc: str
    language: str
    published: str | None
    sentences: tuple[str, ...]
    claims: tuple[Json, ...]
    file: str

    @property
    def name(self) -> str:
        """What a found claim calls the document."""
        return f"{self.doc}.{self.language}"

    @classmethod
    def of_marked(cls, document: Marked, *, file: str) -> Annotated:
        """A document as ``notation.documents`` gives it."""
        claims = tuple(_as_annotated(claim, document) for claim in document["claims"])
        return cls(document["id"], document["language"], document["published"], tuple(document["sents"]), claims, file)


class _BadFileError(Exception):
    """A file that holds no annotated document: what is wrong, and what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def annotated(paths: Iterable[str], *, texts: Path | None = None) -> Iterator[Annotated | Issue]:
    """The annotated documents of the paths, one after the other, in the order given.

    Args:
        paths: files that end in ``.json`` or ``.txt``, and folders of such files (folders within are not looked into).
        texts: where the sentences lie that the files do not hold themselves: ``DOC.LANGUAGE.json`` of a JSON file, CoNLL-U files
            of the notation. By default ``sents`` beside the file's folder, or the file's folder.

    Yields:
        A document in one language, or an Issue for a file or document that cannot be scored. Never raises for what a file holds.
    """
    met: dict[str, str] = {}
    for path in _files(paths):
        if isinstance(path, Issue):
            yield path
            continue
        read = _read_json if path.suffix.lower() == ".json" else _read_notation
        try:
            for one in read(path, texts):
                if isinstance(one, Annotated) and one.name in met:
                    message = f"document {one.name} stands in {met[one.name]} already: give each an id of its own"
                    yield Issue(str(path), "source", "twice", message)
                    continue
                if isinstance(one, Annotated):
                    met[one.name] = str(path)
                yield one
        except _BadFileError as error:
            yield Issue(str(path), "source", error.code, str(error))
        except OSError as error:
            yield Issue(str(path), "source", "unreadable", error.strerror or str(error))


def _files(paths: Iterable[str]) -> Iterator[Path | Issue]:
    for given in paths:
        path = Path(given)
        try:
            found = sorted(one for one in path.iterdir() if one.suffix.lower() in ENDINGS) if path.is_dir() else [path]
        except OSError as error:
            yield Issue(given, "source", "unreadable", error.strerror or str(error))
            continue
        if not path.exists():
            yield Issue(given, "source", "missing", "there is no such file or folder")
        elif not found:
            message = "no .json or .txt file lies in this folder (those within it are not looked into)"
            yield Issue(given, "source", "empty-folder", message)
        elif path.is_file() and path.suffix.lower() not in ENDINGS:
            yield Issue(given, "source", "unsupported", "want .json or .txt (docs/claims.md, section 6)")
        else:
            yield from (one for one in found if not one.is_dir())


def _loaded(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise _BadFileError("not-utf-8", f"{path.name} is not UTF-8: save it as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise _BadFileError("not-json", f"{path.name} is not JSON: {error}") from None


# --- annotated files


def _read_json(path: Path, texts: Path | None) -> Iterator[Annotated | Issue]:
    marked = _loaded(path)
    if isinstance(marked, dict) and SENTENCES in marked and "claims" not in marked:
        return  # the sentences of another file, in the same folder
    if not isinstance(marked, dict) or not isinstance(marked.get("doc"), str) or not isinstance(marked.get("claims"), list):
        wanted = '{"doc": …, "published": …, "claims": […]} as docs/claims.md, section 6, describes it'
        raise _BadFileError("not-annotated", f"this is no annotated file: want {wanted}")
    doc, published = marked["doc"], marked.get("published")
    if not doc or re.search(r"[\\/\0]", doc):
        raise _BadFileError(
            "not-annotated", f"'doc' is {doc!r}: it is part of a file's name, and cannot be empty or hold a slash"
        )
    if not isinstance(published, (str, type(None))):
        raise _BadFileError("not-annotated", f"'published' is {published!r}: want a day as 2026-02-06")
    folders = [texts] if texts is not None else [path.parent.parent / SENTENCES, path.parent]
    beside = _sentence_files(doc, folders)
    if not beside:
        places = " or ".join(str(folder) for folder in folders)
        message = f"its sentences are missing: no {doc}.LANGUAGE.json in {places} (--texts names another folder)"
        raise _BadFileError("no-sentences", message)
    for language, file in beside:
        held = _loaded(file)
        sentences = held.get(SENTENCES) if isinstance(held, dict) else None
        if not isinstance(sentences, list) or not all(isinstance(one, str) for one in sentences):
            yield Issue(str(file), "source", "no-sentences", 'want {"sents": [sentence, …]}')
            continue
        faults = [
            f"claim {number} {fault}"
            for number, claim in enumerate(marked["claims"], 1)
            for fault in faults_of_marked(claim, sentences=len(sentences))
        ]
        if faults:
            yield Issue(str(path), "source", "fault", _first(faults))
            continue
        claims = tuple(marked["claims"])
        yield Annotated(doc, language, published, tuple(sentences), claims, str(path))


def _sentence_files(doc: str, folders: Iterable[Path]) -> list[tuple[str, Path]]:
    """A document's sentence files with their languages, from the first folder that has any."""
    for folder in folders:
        # A document's id may hold dots: what stands between it and the ending must hold none to be a language
        found = [
            (language, file)
            for file in sorted(folder.glob(f"{glob.escape(doc)}.*.json"))
            if (language := file.name[len(doc) + 1 : -len(".json")]) and "." not in language
        ]
        if found:
            return found
    return []


# --- the corpus's notation


def _read_notation(path: Path, texts: Path | None) -> Iterator[Annotated | Issue]:
    try:
        for document, faults in documents(path, texts):
            if faults:
                yield Issue(str(path), "source", "fault", f"document {document['id']} is left out: {_first(faults)}")
            else:
                yield Annotated.of_marked(document, file=str(path))
    except UnicodeDecodeError:
        raise _BadFileError("not-utf-8", "it is not UTF-8: save it as UTF-8") from None


def _as_annotated(claim: Marked, document: Marked) -> Json:
    sentence = document["sents"][claim["sent"]]
    return claim | {
        "trigger": " … ".join(sentence[slice(*span)] for span in claim["trigger"] if span),
        "where": claim["where"] and sentence[slice(*claim["where"])],
    }


def _first(faults: list[str]) -> str:
    return faults[0] if len(faults) == 1 else f"{faults[0]} (and {len(faults) - 1} more)"
