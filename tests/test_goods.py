"""Weapons and goods of a sentence, with their models, in five languages, and nothing that only looks like them."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

import pytest

from enligt.languages import table
from enligt.model import LANGUAGES, Language
from enligt.readers.goods import KINDS, goods


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "It sent 12 F-16s and drones of the type Shahed-136.", [("aircraft", "F-16"), ("drones", "Shahed-136")]),
        ("en", "They shipped wheat, diesel and air defence systems.", [("grain", None), ("oil", None), ("air-defence", None)]),
        ("sv", "Sverige skickar Gripen och luftvärnsrobotar.", [("aircraft", "JAS 39 Gripen"), ("air-defence", None)]),
        ("sv", "Tio Leopard 2-stridsvagnar och ammunition lämnades över.", [("tanks", "Leopard 2"), ("ammunition", None)]),
        ("sv", "Kärnvapen och kemiska vapen förbjuds.", [("nuclear-weapons", None), ("chemical-weapons", None)]),
        ("nb", "Kampfly av typen F-35 og S-400-systemer.", [("aircraft", "F-35"), ("air-defence", "S-400")]),
        ("nb", "Nord-Korea skjøt opp en Hwasong-17.", [("missiles", "Hwasong-17")]),
        ("nn", "Dei sende rakettar, kveite og våpen.", [("missiles", None), ("grain", None)]),
        ("da", "Danmark giver Caesar-haubitser og 155 mm-granater.", [("artillery", "Caesar"), ("ammunition", "155 mm")]),
        ("da", "Våbnene blev afleveret.", [("weapons", None)]),
        ("en", "A KN-23 and a Kinzhal; the Taurus missile; an M1A1.",
         [("missiles", "KN-23"), ("missiles", "Kinzhal"), ("missiles", "Taurus"), ("tanks", "M1 Abrams")]),
        ("en", "They sent Patriot missiles.", [("air-defence", "Patriot"), ("missiles", None)]),
        # look-alikes
        ("en", "They voted for the Patriot Act.", []),
        ("sv", "Det är mina vänner, sade drottningen på gasverket.", []),
        ("nb", "Mine venner i F 5-klassen tok T-banen.", []),
        ("da", "Mine børn og dronningen.", []),
        ("en", "The mine manager hawked his think tank to a suicide bomber.", []),
        ("en", "Gate S-7, seat T-9, vitamin B-2x.", []),
    ],
)  # fmt: skip
def test_goods_of_a_sentence(language: Language, text: str, found: list[tuple[str, str | None]]) -> None:
    told = goods(f"x {text}", 2, 2 + len(text), language=language)
    assert [(one.kind, one.model) for one in told] == found
    assert all(f"x {text}"[one.span.start : one.span.end] == one.span.text for one in told)


def test_a_kind_is_told_once_however_often_it_is_named() -> None:
    text = "Drones came, more drones followed, and Shahed-136 drones, and at last another drone."
    assert [(one.kind, one.model, one.span.text) for one in goods(text, 0, len(text), language="en")] == [
        ("drones", None, "Drones"),
        ("drones", "Shahed-136", "Shahed-136"),
    ]


def test_every_language_tells_every_kind() -> None:
    for language in LANGUAGES:
        own = table(language, "goods")
        assert tuple(own) == KINDS, language
        for kind, words in own.items():
            assert words, (language, kind)
            assert all(word == word.lower() and word.strip("* ") for word in words), (language, kind)
            assert words == sorted(set(words)), (language, kind)


def test_every_model_has_a_kind_and_reads_as_itself() -> None:
    models = tomllib.loads(resources.files("enligt.readers").joinpath("models.toml").read_text("utf-8"))
    assert set(models) <= set(KINDS)
    seen: set[tuple[str, str]] = set()
    for kind, rows in models.items():
        word = table("en", "goods")[kind][0].replace("*", "")
        for row in rows:
            name, _, others = row.partition(" / ")
            for form in (name, *others.split(",")):
                written = re.sub("#", "21", form.strip())
                if not written:
                    continue
                assert (kind, written) not in seen, written
                seen.add((kind, written))
                weak = written.endswith("~")
                text = f"the {written.removesuffix('~')} {word} there" if weak else f"the {written} there"
                told = [one for one in goods(text, 0, len(text), language="en") if one.model]
                assert [(one.kind, one.model) for one in told] == [(kind, re.sub("#", "21", name).removesuffix("~").strip())], (
                    form
                )


@pytest.mark.parametrize(
    "text",
    [
        "He met in Milan.", "They entered Jericho.", "Tamir Pardo and Spike Lee.", "Bradley Manning and Elliott Abrams.",
        "The Caesar Act and the Patriot Act.", "Mr. Archer wrote in The Lancet.", "Patria signed.", "It was on P3.",
        "The K9 unit.", "The S-21 prison.", "120 mm of rain fell.", "Condoleezza Rice came.", "Think tanks and oil tanks.",
        "It fuelled the war.",
        "A crude attack.", "The Nobel Prize in Medicine.", "F21 in Luleå.",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_weapon_is_none(text: str) -> None:
    assert [one for one in goods(text, 0, len(text), language="en") if one.kind != "oil"] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nb", "Skvadronen ble sendt nordover."), ("da", "Eskadronerne og miner i Congo."), ("sv", "Robotar tar jobben."),
        ("sv", "Stridsplanen, kopparna och de vaccinerade."), ("da", "De vaccinerede fik besked."), ("nb", "To jagere kom."),
    ],
)  # fmt: skip
def test_words_that_look_alike_are_no_goods(language: Language, text: str) -> None:
    assert goods(text, 0, len(text), language=language) == ()
