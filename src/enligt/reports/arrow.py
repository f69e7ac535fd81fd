"""Claims and events as Arrow tables and Parquet, by pyarrow (extra ``enligt[arrow]``).

A record keeps its shape: lists and structs where the JSON has arrays and objects. What has no fixed shape (the tree of an event's
origins, and fields that this file does not know) is JSON text. Days are text, since some are months or years only.
"""

from __future__ import annotations

import json
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, BinaryIO, Final, Literal

from enligt.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from enligt.reports.records import Record

Kind = Literal["claims", "events"]

_AT_ONCE: Final = 1000  # records in one batch
_NEEDED: Final = "Arrow tables and Parquet need pyarrow: pip install 'enligt[arrow]'"
_SPAN: Final = {"start": "int64", "end": "int64", "text": "string", "sha256": "string"}
_PARTY: Final = {"id": "string", "name": "string", "mention": "string", "span": _SPAN, "confidence": "double"}
_PLACE: Final = {
    "name": "string",
    "country": "string",
    "latitude": "double",
    "longitude": "double",
    "precision": "string",
    "claims": ["string"],
}
_SHAPES: Final[dict[Kind, dict[str, Any]]] = {
    "claims": {
        **dict.fromkeys(
            ("claim_id", "event_id", "document", "url", "outlet", "article_id", "headline", "published", "language", "event_type",
             "mode"),
            "string",
        ),
        "actors": [_PARTY],
        "recipients": [_PARTY],
        "factuality": "string",
        "hearsay": "bool",
        "sources": [{"name": "string", "kind": "string", "depth": "int64", "span": _SPAN, "confidence": "double"}],
        "when": {**dict.fromkeys(("start", "end", "precision", "text"), "string"), "span": _SPAN, "basis": "string"},
        "where": {
            "text": "string",
            "span": _SPAN,
            **{name: type_ for name, type_ in _PLACE.items() if name != "claims"},
        },
        "quantities": [
            {"value": "double", **dict.fromkeys(("comparator", "unit", "text"), "string"), "span": _SPAN, "scope": "string"}
        ],
        "trigger": _SPAN,
        "evidence": _SPAN,
        "cues": [{"kind": "string", "span": _SPAN}],
        "contexts": ["string"],
        "goods": [{"kind": "string", "model": "string", "span": _SPAN}],
        "confidence": "double",
        "slot_confidence": {"": "double"},
        "reader": "string",
        "reader_version": "string",
        "corrected_by": "string",
    },
    "events": {
        "event_id": "string",
        "event_type": "string",
        "types": {"": "int64"},
        "factualities": {"": "int64"},
        "status": "string",
        "status_label": "string",
        "statement": "bool",
        "participants": [{"id": "string", "name": "string", "role": "string", "claims": "int64"}],
        "when": dict.fromkeys(("start", "end", "precision", "basis"), "string"),
        "where": ["string"],
        "independent_origins_min": "int64",
        "independent_origins_max": "int64",
        "origins_ground": "string",
        "origins": [
            {
                **dict.fromkeys(("name", "kind", "country", "owner", "speaks_for", "standing"), "string"),
                "ally_of": ["string"],
                "named": "bool",
                "also": ["string"],
                "untraced": "string",
                "claims": ["string"],
            }
        ],
        "merged_origins": [dict.fromkeys(("one", "other", "reason"), "string")],
        "circles": [["string"]],
        "tree": "json",
        "disputed_by": [{"name": "string", "claims": ["string"]}],
        "quantities": [
            {
                "unit": "string",
                "scope": "string",
                "min": "double",
                "max": "double",
                "said": [{"value": "double", **dict.fromkeys(("comparator", "text", "name", "claim", "published"), "string")}],
            }
        ],
        "claims": ["string"],
        "confidence": "double",
        "weakest_link": "double",
        "may_be_several": "bool",
        "first_published": "string",
        "last_published": "string",
        "languages": ["string"],
        "outlets": ["string"],
        "places": [_PLACE],
    },
}  # fmt: skip
"""The type of each field: a name of pyarrow's, ``[of]`` a list, ``{name: of}`` a struct, ``{"": of}`` a map; or ``json``."""


def to_arrow(records: Iterable[Record], *, kind: Kind) -> Any:
    """A ``pyarrow.Table`` of claims (``claim_record``) or events (``event_record``).

    Raises:
        UsageError: pyarrow is not installed.
    """
    pyarrow = _pyarrow()
    schema, batches = _batches(records, kind)
    return pyarrow.Table.from_batches(list(batches), schema=schema)


def write_parquet(records: Iterable[Record], stream: BinaryIO, *, kind: Kind, about: dict[str, str] | None = None) -> None:
    """Write claims or events as Parquet, a thousand at a time; ``about`` goes into the file's own metadata, as ``enligt``.

    Raises:
        UsageError: pyarrow is not installed.
    """
    _pyarrow()
    from pyarrow import parquet  # noqa: PLC0415 - heavy, and an extra

    schema, batches = _batches(records, kind)
    if about:
        schema = schema.with_metadata({"enligt": json.dumps(about, ensure_ascii=False)})
    with parquet.ParquetWriter(stream, schema) as writer:
        for batch in batches:
            writer.write_batch(batch.replace_schema_metadata(schema.metadata))


def _pyarrow() -> Any:
    try:
        import pyarrow  # noqa: PLC0415, ICN001 - heavy, and an extra; by its whole name
    except ImportError as error:
        raise UsageError(_NEEDED) from error
    return pyarrow


def _batches(records: Iterable[Record], kind: Kind) -> tuple[Any, Iterator[Any]]:
    pyarrow = _pyarrow()
    rest = iter(records)
    first = list(islice(rest, _AT_ONCE))
    shape = dict(_SHAPES[kind])
    shape.update({name: "json" for one in first for name in one if name not in shape})
    schema = pyarrow.schema([(name, _type(of)) for name, of in shape.items()])

    def made() -> Iterator[Any]:
        for several in chain([first], iter(lambda: list(islice(rest, _AT_ONCE)), [])):
            rows = [{name: _value(one.get(name), of) for name, of in shape.items()} for one in several]
            yield pyarrow.RecordBatch.from_pylist(rows, schema=schema)

    return schema, made()


def _type(of: Any) -> Any:
    pyarrow = _pyarrow()
    if isinstance(of, list):
        return pyarrow.list_(_type(of[0]))
    if isinstance(of, dict):
        if of.keys() == {""}:
            return pyarrow.map_(pyarrow.string(), _type(of[""]))
        return pyarrow.struct([(name, _type(one)) for name, one in of.items()])
    return {"int64": pyarrow.int64(), "double": pyarrow.float64(), "bool": pyarrow.bool_()}.get(of, pyarrow.string())


def _value(value: Any, of: Any) -> Any:
    """A value as its type wants it: maps as pairs, whole numbers as the floats they are among, text of JSON."""
    if value is None or isinstance(of, str):
        return None if value is None else _plain(value, of)
    if isinstance(of, list):
        return [_value(one, of[0]) for one in value]
    if of.keys() == {""}:
        return [(name, _value(one, of[""])) for name, one in value.items()]
    return {name: _value(value.get(name), one) for name, one in of.items()}


def _plain(value: Any, of: str) -> Any:
    if of == "json":
        return json.dumps(value, ensure_ascii=False)
    if of == "double":
        return float(value)
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
