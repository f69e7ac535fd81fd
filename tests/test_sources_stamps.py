"""Date stamps are read, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from enligt.sources.stamps import adjacent, read_stamp


@pytest.mark.parametrize(
    ("line", "published", "updated"),
    [
        ("2023 02 17", "2023-02-17", None),
        ("17feb2023", "2023-02-17", None),
        ("date 2021-11", "2021-11", None),
        ("Uppdaterad: 18 feb. 2023Publicerad: 17 feb. 2023", "2023-02-17", "2023-02-18"),
        ("Publisert: 17.02.2023 14:05 | Oppdatert 18.02.2023", "2023-02-17", "2023-02-18"),
        ("17. februar 2023 kl. 14.05", "2023-02-17", None),
        ("Opdateret d. 18. feb. 2023 kl. 12.00", None, "2023-02-18"),
        ("Feb 17, 2023", "2023-02-17", None),
        ("Published Friday, 17 February 2023 at 2:05 pm GMT", "2023-02-17", None),
        ("Posted 02/03/2023 5:45 PM EST", "2023-02-03", None),
        ("02/03/2023", "2023-03-02", None),
        ("Publicerad 17/2 2023 kl 14.05", "2023-02-17", None),
        ("17/2-2023", "2023-02-17", None),
        ("2023-02-17T23:30:00+01:00", "2023-02-17", None),
        ("laurdag 18. februar 2023", "2023-02-18", None),
        ("Maj 2020", "2020-05", None),
        ("Uppdaterad", None, None),
        ("för 2 timmar sedan", None, None),
        ("Publisert i går 14:03", None, None),
        ("Lästid: 4 min", None, None),
    ],
)
def test_stamp_is_read(line: str, published: str | None, updated: str | None) -> None:
    found = read_stamp(line)
    assert found is not None
    assert (found[0].value, found[0].updated, found[1]) == (published, updated, "")


@pytest.mark.parametrize(
    "line",
    [
        "Två döda 2023",
        "Mars",
        "2014",
        "I dag",
        "100 ballistiska robotar",
        "31 februari 2023 Nej",
        "En dag",
        "Puls 112",
        "x" * 300 + " 2023-02-17",
    ],
)
def test_what_is_no_stamp(line: str) -> None:
    found = read_stamp(line)
    assert found is None or found[1], found


def test_words_besides_are_given_back() -> None:
    found = read_stamp("Avtalet undertecknades den 17 februari 2023")
    assert found is not None
    assert found[1] == "Avtalet undertecknades"


def test_a_label_takes_the_next_lines_date() -> None:
    stamps = [
        found[0] for line in ("Uppdaterad", "2023-02-18", "Publicerad", "2023-02-17") if (found := read_stamp(line)) is not None
    ]
    together = adjacent(stamps)
    assert (together.published, together.updated) == ("2023-02-17", "2023-02-18")
