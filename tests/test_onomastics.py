"""Of which state a name sounds like: it decides between the states that an article speaks of, and never without them."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from enligt.actors import resolve
from enligt.actors.onomastics import likeliest
from enligt.actors.salience import is_state
from enligt.actors.tables import rows
from enligt.training import documents, person_names

ROOT = Path(__file__).resolve().parent.parent

NAMES = [  # none of them in a table; the state that comes first is spoken of more
    ("Hovhannes Petrosjan", "AZE", "ARM"),
    ("Elchin Mammadbeyli", "ARM", "AZE"),
    ("Torbjørn Aasheim", "POL", "NOR"),
    ("Zbigniew Kowalczewski", "NOR", "POL"),
    ("Giorgi Tsiklauridze", "RUS", "GEO"),
    ("Nguyen Van Hieu", "CHN", "VNM"),
    ("Papadimitriou", "TUR", "GRC"),
    ("Mehmet Yıldırımoğlu", "GRC", "TUR"),
    ("Chukwuemeka Okonjo", "CMR", "NGA"),
    ("Jón Sigurbjörnsson", "GBR", "ISL"),
    ("Anders Lindkvist", "RUS", "SWE"),
    ("Hiroshi Yamamura", "KOR", "JPN"),
    ("Park Min-ho", "JPN", "KOR"),
]


@pytest.mark.parametrize(("name", "spoken_of", "own"), NAMES)
def test_a_name_tells_between_two_states(name: str, spoken_of: str, own: str) -> None:
    assert likeliest(name, {spoken_of: 3.0, own: 1.5}) == own


def test_what_the_article_speaks_of_goes_before_a_name_that_tells_little() -> None:
    assert likeliest("Ali Hassan", {"IRQ": 6.0, "SWE": 0.5}) == "IRQ"
    assert likeliest("Xx", {"IRQ": 2.0, "SYR": 1.0}) == "IRQ"
    assert likeliest("", {"IRQ": 1.0, "SYR": 1.0}) == "IRQ"  # the same chance: by the code, every time
    assert likeliest("Ali Hassan", {}) is None


@functools.cache
def _known() -> set[str]:
    return {n for row in rows("person-names") for n in row["names"].split(", ")} | {row["name"] for row in rows("leaders")}


def test_the_names_tried_here_are_in_no_table() -> None:
    assert not _known() & {name for name, *_ in NAMES}


@pytest.mark.parametrize(
    ("language", "text", "name", "found"),
    [
        ("nb", "Aserbajdsjan truer. Armenia svarer: Statsminister Hovhannes Petrosjan sier nei.", "Hovhannes Petrosjan", "ARM"),
        ("sv", "Iran hotar Polen. Utrikesminister Kristina Bergqvist svarade i Teheran.", "Kristina Bergqvist", "SWE"),
        ("da", "Iran truer. Teheran svarer: Udenrigsminister Hossein Rahmani rejser til Polen.", "Hossein Rahmani", "IRN"),
        ("en", "Turkey warned Greece. Ankara waits. Minister Kostas Papadimitriou said no.", "Kostas Papadimitriou", "GRC"),
        ("nn", "Tyrkia ventar på Hellas. Den tyrkiske ministeren Kostas Papadimitriou sa nei.", "Kostas Papadimitriou", "TUR"),
    ],
)  # fmt: skip
def test_titled_persons_in_an_article(language: str, text: str, name: str, found: str) -> None:
    actors = resolve(text, language=language, published="2024-05-01")  # type: ignore[arg-type]
    assert [m.id for m in actors.mentions if m.text == name] == [found]


def test_the_table_holds_what_its_command_gathers() -> None:
    """Of some files, and none of one held out; the whole takes `make names` as long as the corpus takes to load."""
    corpus = ROOT / "corpus"
    files = [(p, f"written/{p.name}") for p in sorted((corpus / "written").glob("news-*.txt"))]
    read = documents.read(files, corpus=corpus)
    held = set((corpus / "heldout.txt").read_text("utf-8").split())
    taught = {pair for d in read if d.file not in held for pair in person_names.named(d)}
    table = {(name, row["id"]) for row in rows("person-names") for name in row["names"].split(", ")}
    assert len(taught) > 100
    assert taught <= table


def test_the_tables_states_are_states() -> None:
    assert all(is_state(row["id"]) and row["names"] for row in rows("person-names"))
    typical = rows("typical-names")
    assert all(is_state(row["id"]) and row["given"] and row["family"] for row in typical)
    assert len({row["id"] for row in typical}) == len(typical) > 190
