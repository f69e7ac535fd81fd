"""Charts as geometry: where marks stand, what is left out, what a gap is."""

from __future__ import annotations

from typing import Any

from enligt.run.dealing import Period
from enligt.web import charts, flows, series
from enligt.web.dividing import per_read


def hop(name: str, *cites: dict[str, Any], words: str | None = None) -> dict[str, Any]:
    span = None if words is None else {"start": 0, "end": len(words), "text": words}
    return {"name": name, "kind": "outlet", "claims": [{"claim": "clm-1", "span": span}], "cites": list(cites)}


def said(value: float, name: str = "A", published: str = "2024-01-01") -> dict[str, Any]:
    return {"value": value, "comparator": "=", "text": str(value), "name": name, "claim": "clm-1", "published": published}


def test_months_go_on_over_the_year() -> None:
    assert charts.months_between("2023-11", "2024-02") == ["2023-11", "2023-12", "2024-01", "2024-02"]


def test_a_month_of_which_nothing_was_read_is_a_gap_and_not_a_zero() -> None:
    chart = charts.bars({"2024-01": 4, "2024-03": 2}, {"2024-01": 3, "2024-03": 1})
    assert [(one.month, one.value, one.read) for one in chart.bars] == [("2024-01", 4, 3), ("2024-02", 0, 0), ("2024-03", 2, 1)]
    assert chart.bars[0].height == chart.height
    assert chart.bars[2].height == chart.height / 2
    assert chart.bars[0].x < chart.bars[1].x < chart.bars[2].x


def test_a_chart_divided_by_what_was_read_has_no_bar_where_nothing_was() -> None:
    chart = charts.bars({"2024-01": 4, "2024-02": 3, "2024-03": 2}, {"2024-01": 400, "2024-03": 50}, divided=True)
    assert [one.shown for one in chart.bars] == [1.0, None, 4.0]
    assert [one.height for one in chart.bars] == [chart.height / 4, 0, chart.height]
    assert [one.value for one in chart.bars] == [4, 3, 2]
    assert (chart.most, chart.undivided) == (4.0, 1)
    assert per_read(2, 3) == 66.7
    assert per_read(1, 300_000) == 0.000333


def test_periods_and_a_sources_months_are_divided_alike() -> None:
    periods = [Period("2024-01", {"AID": 4}, 400), Period("2024-02", {"AID": 3}, 0), Period("2024-03", {}, 50)]
    drawn = series.series(periods, divided=True)
    assert [(one.shown, one.height) for one in drawn.columns] == [(1.0, series.BARS), (None, 0), (0.0, 0)]
    assert (drawn.most, drawn.undivided) == (1.0, 1)
    assert [one.shown for one in series.series(periods).columns] == [4, 3, 0]
    rows = [{"month": "2024-01", "carried": 4, "cited": 2}, {"month": "2024-03", "carried": 1, "cited": 0}]
    months = flows.months(rows, {"2024-01": 400}, divided=True)
    assert [(one.told, one.citing) for one in months.months] == [(1.0, 0.5), (None, None), (None, None)]
    assert [(one.up, one.down) for one in months.months] == [(months.half, months.half / 2), (0, 0), (0, 0)]
    assert months.undivided == 1


def test_of_a_long_time_the_last_months_are_shown_from_the_first_that_holds_something() -> None:
    chart = charts.bars({"1999-01": 1, "2024-01": 1}, most_months=24)
    assert [one.month for one in chart.bars] == ["2024-01"]
    assert charts.bars({}).bars == ()
    assert charts.bars({"2024": 3}, {}).bars == ()


def test_charts_side_by_side_have_the_same_months_and_one_scale() -> None:
    made = charts.multiples({"A": {"2024-01": 4}, "B": {"2024-03": 2}, "C": {}}, {"2024-01": 10, "2024-03": 1})
    assert {name: [bar.value for bar in one.bars] for name, one in made.items()} == {
        "A": [4, 0, 0],
        "B": [0, 0, 2],
        "C": [0, 0, 0],
    }
    assert {one.most for one in made.values()} == {4}
    assert made["B"].bars[2].height == made["A"].bars[0].height / 2
    assert [bar.read for bar in made["C"].bars] == [10, 0, 1]
    divided = charts.multiples({"A": {"2024-01": 4}, "B": {"2024-03": 2}}, {"2024-01": 10, "2024-03": 1}, divided=True)
    assert divided["A"].bars[0].height == divided["B"].bars[2].height / 5
    assert [len(one.bars) for one in charts.multiples({"A": {"1240-07": 1, "2024-01": 1}}, {}).values()] == [24]
    assert charts.multiples({"A": {}, "B": {"2024": 1}}, {"2024-01": 1}) == {}


def test_each_hop_has_a_row_under_whoever_cites_it() -> None:
    tree = charts.tree([hop("A", hop("B", hop("C", words="the C ministry")), hop("D")), hop("E")])
    assert [(one.source, one.depth, one.last) for one in tree.nodes] == [
        ("A", 0, False),
        ("B", 1, False),
        ("C", 2, True),
        ("D", 1, True),
        ("E", 0, True),
    ]
    rows = {one.source: one.y for one in tree.nodes}
    assert [one.above for one in tree.nodes] == [None, rows["A"], rows["B"], rows["A"], None]
    assert tree.nodes[2].words == "the C ministry"


def test_whoever_denies_is_marked_where_a_chain_ends() -> None:
    """Nobody takes the one who denies an act for one of the origins that it rests on."""
    russia = {**hop("Russia"), "claims": [{"claim": "clm-2", "span": None}]}
    both = {**hop("Iran"), "claims": [{"claim": "clm-1", "span": None}, {"claim": "clm-2", "span": None}]}
    tree = charts.tree([{**hop("A", hop("B"), russia, both), "claims": [{"claim": "clm-2", "span": None}]}], {"clm-2"})
    assert [(one.source, one.denies) for one in tree.nodes] == [("A", ""), ("B", ""), ("Russia", "all"), ("Iran", "some")]


def test_a_large_tree_is_cut_and_says_so() -> None:
    tree = charts.tree([hop(f"outlet {n}", hop("origin")) for n in range(100)])
    assert len(tree.nodes) + tree.left_out == 200
    assert tree.left_out > 0


def test_numbers_stand_between_least_and_greatest() -> None:
    chart = charts.dots({"min": 1000.0, "max": 3000.0, "said": [said(3000, published="2024-02-01"), said(1000), said(2000)]})
    assert [one.said["value"] for one in chart.dots] == [1000, 2000, 3000]
    first, middle, last = (one.x for one in chart.dots)
    assert (first, last) == (chart.left, chart.right)
    assert middle == (first + last) / 2
    assert not chart.logarithmic


def test_numbers_far_apart_stand_on_a_logarithmic_scale() -> None:
    chart = charts.dots({"min": 10.0, "max": 1000.0, "said": [said(10), said(100), said(1000)]})
    assert chart.logarithmic
    first, middle, last = (one.x for one in chart.dots)
    assert middle == (first + last) / 2
    alone = charts.dots({"min": 0.0, "max": 0.0, "said": [said(0)]})
    assert alone.left == alone.right
