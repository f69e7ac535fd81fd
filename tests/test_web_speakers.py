"""Sources that are known by what they are: said in the language of the page, and in English with its article."""

from __future__ import annotations

import pytest

from enligt.web.names import source_name
from enligt.web.words import words


@pytest.mark.parametrize(
    ("name", "english", "swedish", "norwegian", "danish"),
    [
        ("United States", "the United States", "USA", "USA", "USA"),
        ("Russia", "Russia", "Ryssland", "Russland", "Rusland"),
        (
            "Russian foreign ministry",
            "the Russian foreign ministry",
            "Rysslands utrikesdepartement",
            "Russlands utenriksdepartement",
            "Ruslands udenrigsministerium",
        ),
        ("US government", "the US government", "USA:s regering", "USAs regjering", "USA’s regering"),
        ("Cypriot government", "the Cypriot government", "Cyperns regering", "Kypros’ regjering", "Cyperns regering"),
        (
            "Ukrainian military intelligence",
            "Ukrainian military intelligence",
            "Ukrainas militära underrättelsetjänst",
            "Ukrainas militære etterretningstjeneste",
            "Ukraines militære efterretningstjeneste",
        ),
        ("Kremlin", "the Kremlin", "Kreml", "Kreml", "Kreml"),
        ("TASS", "TASS", "TASS", "TASS", "TASS"),
        ("Denys Shmyhal", "Denys Shmyhal", "Denys Shmyhal", "Denys Shmyhal", "Denys Shmyhal"),
        (
            "US official (unnamed)",
            "a US official (not named)",
            "tjänsteman från USA (ej namngiven)",
            "tjenestemann fra USA (ikke navngitt)",
            "embedsmand fra USA (ikke navngivet)",
        ),
        (
            "Swedish defence ministry sources (unnamed)",
            "Swedish defence ministry sources (not named)",
            "källor i Sveriges försvarsdepartement (ej namngivna)",
            "kilder i Sveriges forsvarsdepartement (ikke navngitt)",
            "kilder i Sveriges forsvarsministerium (ikke navngivne)",
        ),
        (
            "Swedish defence official (unnamed)",
            "a Swedish defence official (not named)",
            "tjänsteman i Sveriges försvar (ej namngiven)",
            "tjenestemann i Sveriges forsvar (ikke navngitt)",
            "embedsmand i Sveriges forsvar (ikke navngivet)",
        ),
        (
            "officials (unnamed)",
            "officials (not named)",
            "tjänstemän (ej namngivna)",
            "tjenestemenn (ikke navngitt)",
            "embedsmænd (ikke navngivne)",
        ),
        (  # no table has it
            "beekeeper (unnamed)",
            "beekeeper (not named)",
            "beekeeper (ej namngiven)",
            "beekeeper (ikke navngitt)",
            "beekeeper (ikke navngivet)",
        ),
    ],
)
def test_a_source_is_named_in_the_language_of_the_page(
    name: str, english: str, swedish: str, norwegian: str, danish: str
) -> None:
    said = [source_name({"name": name}, words(one), told=True) for one in ("en", "sv", "nb", "da")]
    assert said == [english, swedish, norwegian, danish]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Kremlin", "Kremlin"),
        ("United States", "United States"),
        ("Russian foreign ministry", "Russian foreign ministry"),
        ("US official (unnamed)", "US official (not named)"),
    ],
)
def test_a_label_has_no_article(name: str, label: str) -> None:
    assert source_name({"name": name}, words("en")) == label
