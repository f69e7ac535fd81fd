"""Windows hold every sentence once as their own, quote the words they stand for, and never exceed the encoder's length."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enligt.readers import windows as w
from enligt.readers.network import Network, shipped
from enligt.readers.ontology import SPECIAL, TRAITS


@pytest.fixture(scope="module")
def network() -> Network:
    return shipped()


def made(network: Network, sentences: list[str], *, headline: bool = True) -> list[w.Window]:
    return w.windows(sentences, tokenizer=network.tokenizer, bos=network.bos, eos=network.eos, headline=headline)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=400), max_size=40), st.booleans())
def test_every_sentence_is_owned_once_and_every_word_is_quoted(sentences: list[str], headline: bool) -> None:  # noqa: FBT001 - Hypothesis gives it
    network = shipped()
    windows = made(network, sentences, headline=headline)
    assert sorted(k for x in windows for k in x.owned) == list(range(len(sentences)))
    for x in windows:
        assert len(x.ids) <= w.LENGTH
        assert x.owned <= set(x.sentences)
        for word in x.words:
            assert sentences[word.sentence][word.start : word.end].strip() != ""
            assert 0 < word.first <= word.last < len(x.ids)


def test_a_long_article_is_read_in_overlapping_windows_that_begin_with_the_headline(network: Network) -> None:
    sentences = [
        "Regjeringen sier nei til forslaget",
        *[f"Dette er setning nummer {k} i en lang artikkel om et forlik." for k in range(120)],
    ]
    windows = made(network, sentences)
    assert len(windows) > 2
    assert all(x.sentences[0] == 0 for x in windows)
    for before, after in itertools.pairwise(windows):
        assert set(before.sentences[1:]) & set(after.sentences[1:])


def test_a_sentence_longer_than_a_window_is_read_as_far_as_it_goes(network: Network) -> None:
    windows = made(network, ["Rubrik", "ord " * 5000, "Sista meningen."])
    assert sorted(k for x in windows for k in x.owned) == [0, 1, 2]
    assert max(len(x.ids) for x in windows) <= w.LENGTH


FRAME = ("Siste nytt", "Det var overskyet i byen.")


@pytest.mark.parametrize("sentences", [["Norge sier nei til avtalen."], ["Norge sier nei.", "Sverige sier ja."]])
def test_a_short_text_without_a_headline_is_read_behind_a_frame_that_is_none_of_it(
    network: Network, sentences: list[str]
) -> None:
    (window,) = w.windows(sentences, tokenizer=network.tokenizer, bos=network.bos, eos=network.eos, headline=False, frame=FRAME)
    (bare,) = made(network, sentences, headline=False)
    assert window.framed
    assert not bare.framed
    assert window.ids[0] == network.bos
    assert window.ids[1 - len(bare.ids) :] == bare.ids[1:]  # the text stands behind it, whole
    shift = len(window.ids) - len(bare.ids)
    assert shift > len(FRAME)
    assert [(x.sentence, x.start, x.end) for x in window.words] == [(x.sentence, x.start, x.end) for x in bare.words]
    assert [x.first - shift for x in window.words] == [x.first for x in bare.words]
    assert window.owned == bare.owned
    assert (window.heads(0), bare.heads(0)) == (False, True)


def test_a_text_with_a_headline_or_of_more_sentences_needs_no_frame(network: Network) -> None:
    for sentences, headline in ((["Norge sier nei", "Sverige sier ja."], True), (["Ja."] * (w.FRAMED + 1), False)):
        read = w.windows(sentences, tokenizer=network.tokenizer, bos=network.bos, eos=network.eos, headline=headline, frame=FRAME)
        assert not any(x.framed for x in read)


def test_a_sentence_that_fills_a_window_leaves_room_for_its_frame(network: Network) -> None:
    (window,) = w.windows(
        ["ord " * 5000], tokenizer=network.tokenizer, bos=network.bos, eos=network.eos, headline=False, frame=FRAME
    )
    assert window.framed
    assert len(window.ids) <= w.LENGTH


def test_distances_and_sentences_of_words(network: Network) -> None:
    (window,) = made(network, ["En rubrik här", "En mening till"])
    same, distance = w.geometry(window, [0, 3])
    assert same.tolist() == [[1, 1, 1, 0, 0, 0], [0, 0, 0, 1, 1, 1]]
    assert distance[1].tolist() == [w.FAR - 3, w.FAR - 2, w.FAR - 1, w.FAR, w.FAR + 1, w.FAR + 2]


def test_parties_are_told_apart_by_where_and_how_often_they_are_named() -> None:
    words = tuple(w.Word(sentence=k // 4, start=0, end=1, first=k, last=k) for k in range(8))
    window = w.Window(ids=tuple(range(8)), words=words, sentences=(0, 1), bounds=((0, 4), (4, 8)), owned=frozenset({0, 1}))
    who = w.parties(window, {"SWE": [5, 1], "eta": [6], "NOR": []}, home="SWE")
    assert who.ids == ("SWE", "eta")
    assert who.member[who.row("SWE")].tolist() == [0, 1, 0, 0, 0, 1, 0, 0]
    assert not who.member[: len(SPECIAL)].any()
    told = {name: who.traits[:, k].tolist() for k, name in enumerate(TRAITS)}
    assert told["UNK"] == [1, 0, 0, 0]
    assert told["possible"] == [0, 0, 1, 1]  # the home state is named: no need to guess it
    assert (told["home"], told["group"], told["headline"]) == ([0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 1, 0])
    assert told["often"][2] > told["often"][3]
    assert told["rank"][2:] == [1, 0.5]
    assert w.parties(window, {}, home="SWE").traits[SPECIAL.index("HOME"), TRAITS.index("possible")] == 1
