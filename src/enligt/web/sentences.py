"""One sentence that tells an event: never without on whose word it is, and whether it was, will or may be, or is denied.

It is made from the record alone, in the language of the interface, by a table of verbs for the sixteen types and of frames for
what is said of the act (``text/LANGUAGE/sentences.toml``). It says no more than the types do: the claims' words are
quoted beside it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from enligt.web.names import UNKNOWN, is_state, party_names, source_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from enligt.web.words import Words

    Record = Mapping[str, Any]

_LATER = re.compile(r"no later word in (\d+) later")  # as events.status words it
_GROUND = re.compile(r"\d+(?: to \d+)?, in (\d+) articles? of (\d+) outlets? in this ledger")  # as events.origins words it
_FEW = 3  # a participant of fewer than one in so many of the claims of its side's first is left to the table below
FACTUALITY = {
    "disputed": "asserted",
    "denied": "denied",
    "carried-out": "asserted",
    "corroborated": "asserted",
    "reported": "asserted",
    "called-off": "planned",
    "overdue": "planned",
    "planned": "planned",
    "possible": "possible",
}
"""What the claims that an event rests on say of the act, by its status."""


def sentence(record: Record, words: Words) -> str:
    """An event of `enligt.reports.events.event_record` as a sentence in the words' language, without a full stop.

    "According to South Korea's intelligence service, North Korea gave aid to Russia on 8 October 2024 (3,000 soldiers); Russia
    denies it".
    """
    origins = [source_name(one, words, told=True) for one in record["origins"]] or [words("sentence.nameless")]
    told = words("sentence.according", sources=words.joined(list(dict.fromkeys(origins))), act=act(record, words))
    end = ending(record, words)
    return f"{told}; {end}" if end else told


def act(record: Record, words: Words) -> str:
    """Who did what to whom, when, where, how much; as it stands after whoever says it."""
    actors = _main(record, "actor")
    who = party_names(actors, words, told=True) or [words("sentence.unknown_actor")]
    # who acts together with others is not also named as the one acted upon, as a host is
    acting = {one["id"] for one in actors} if len(who) > 1 else set()
    others = [one for one in _main(record, "recipient") if one["name"] or one["id"] not in acting]
    whom = [one for one in party_names(others, words, told=True) if one not in who]
    verb = f"verb.{record['event_type']}"
    rest = words(f"{verb}.whom", whom=words.joined(whom)) if whom else words(f"{verb}.alone")
    frame = f"frame.{_frame(record)}_{'one' if len(who) == 1 else 'other'}"
    forms = {form: words(f"{verb}.{form}") for form in ("inf", "past", "part")}
    told = words(frame, who=words.joined(who), rest=rest, **forms)
    when = record["when"]
    if when is not None and when["basis"] == "stated":
        told += f" {words.at(when)}"
    places = [one for one in record["where"] if not is_state(one)]
    facts = [*places[:1], *_numbers(record, words)]
    return told + (words("sentence.place_and_number", facts="; ".join(facts)) if facts else "")


def ending(record: Record, words: Words) -> str:
    """What follows the act: who denies it, what became of a plan; empty where there is nothing to add."""
    status = record["status"]
    deniers = list(dict.fromkeys(source_name(one, words, told=True) for one in record["disputed_by"]))
    who = words.joined(deniers)
    if status == "denied":
        return words("sentence.ending.denied")
    if status == "called-off":
        return words("sentence.ending.called_off", who=who) if who else words("sentence.ending.called_off_unsaid")
    said: list[str] = []
    if status == "carried-out":
        said.append(words("sentence.ending.carried_out"))
    elif status == "overdue":
        later = _LATER.search(record["status_label"])
        said.append(words.count("sentence.ending.overdue_no_word", int(later[1])) if later else words("sentence.ending.overdue"))
    if deniers:
        said.append(words(f"sentence.ending.disputed_{'one' if len(deniers) == 1 else 'other'}", who=who))
    return "; ".join(said)


def ground(record: Record, words: Words) -> str:
    """On how much an event rests, in the words' language: how many origins, in how many articles of how many outlets."""
    found = _GROUND.fullmatch(record["origins_ground"])
    if found is None:
        return str(record["origins_ground"])
    least, most = record["independent_origins_min"], record["independent_origins_max"]
    if least == most:
        origins = words.count("origins.exactly", most)
    else:
        origins = words("origins.between", least=words.number(least), most=words.number(most))
    articles, outlets = (int(one) for one in found.groups())
    told = {"articles": words.count("origins.articles", articles), "outlets": words.count("origins.outlets", outlets)}
    return words("origins.ground", origins=origins, **told)


def number_range(spread: Record, words: Words) -> str:
    """A spread of numbers as one reads it: "10,000 to 12,000 soldiers"; a unit that is a kind of thing in the words' language."""
    low, high = words.number(spread["min"]), words.number(spread["max"])
    told = low if low == high else words("time.range", start=low, end=high)
    unit = words.or_else(f"unit.{spread['unit']}", spread["unit"] or "")
    scope = "" if spread["scope"] == "event" else f", {words('scope.' + spread['scope'])}"
    return f"{told} {unit}".strip() + scope


def _main(record: Record, role: str) -> list[Record]:
    """The participants of one side, without those that few of its claims name, and the unknown one where another is known."""
    side = [one for one in record["participants"] if one["role"] == role]
    most = max((one["claims"] for one in side), default=0)
    kept = [one for one in side if one["claims"] * _FEW >= most]
    return [one for one in kept if one["id"] != UNKNOWN] or kept


def _frame(record: Record) -> str:
    if record["status"] == "overdue":
        return "overdue"
    said = FACTUALITY[record["status"]]
    when = record["when"]
    if said == "possible" and when is not None and (when["end"] or "9999") < (record["first_published"] or ""):
        return "possible_past"
    return said


def _numbers(record: Record, words: Words) -> list[str]:
    """The numbers of what most claims count, where they name a unit."""
    named = [one for one in record["quantities"] if one["unit"]]
    most = max(named, key=lambda one: len(one["said"]), default=None)
    return [] if most is None else [number_range(most, words)]
