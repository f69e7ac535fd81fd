"""The measured errors that pages show beside a confidence are those of the model card's table."""

from __future__ import annotations

from importlib import resources

from enligt.model import LANGUAGES
from enligt.readers.measured import FIELDS, measured
from enligt.readers.ontology import TYPES


def test_each_language_and_type_has_its_figures() -> None:
    assert set(measured()) == {*LANGUAGES, *TYPES}
    for one in measured().values():
        assert one.claims > 0
        assert set(one.wrong) == set(FIELDS)
        assert 0 <= one.detection <= 1
        assert all(share is None or 0 <= share <= 1 for share in one.wrong.values())


def test_they_are_those_of_the_card() -> None:
    card = resources.files("enligt.readers").joinpath("weights", "MODEL_CARD.md").read_text(encoding="utf-8")
    for part in ("nn", "ACCUSE"):
        line = next(one for one in card.splitlines() if one.startswith(f"| found | {part} |"))
        cells = [one.strip() for one in line.strip("|").split("|")]
        one = measured()[part]
        assert (str(one.claims), f"{one.detection:.2f}") == (cells[2], cells[3])
        told = ["" if one.wrong[name] is None else f"{1 - (one.wrong[name] or 0):.2f}" for name in FIELDS]
        assert told == cells[7:12]
