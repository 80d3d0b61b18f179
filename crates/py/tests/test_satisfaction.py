"""Ratings, scores, charts and surveys: the same rules as in every language."""

import json
from datetime import datetime, timedelta, timezone

import pytest

import deskcore
from deskcore import (
    Desk,
    DeskcoreError,
    InvalidInput,
    count_ratings,
    cusum,
    ewma_means,
    ewma_shares,
    mean_t,
    merge_ratings,
    nonresponse,
    nps,
    nps_floor,
    p_chart,
    proportion,
    review_due,
    rolling_alert,
    score,
    seller_feedback,
    shrink,
    survey_log,
    two_proportions,
)

NOW = datetime(2026, 11, 23, 9, tzinfo=timezone.utc)
HOUR = timedelta(hours=1)
CHART = {"weight": 0.2, "limit_sigmas": 3, "center": 0.9}


def test_a_score_has_its_n_and_nothing_is_made_of_none():
    stars = count_ratings("stars5", [5, 4, 5, 1])
    assert stars == {"scale": "stars5", "counts": {"1": 1, "2": 0, "3": 0, "4": 1, "5": 2}}
    told = score(stars)
    assert (told["n"], told["csat_pct"], told["mean"]) == (4, 75.0, 3.75)
    assert score(json.dumps(stars), denominator="non_neutral") == told
    none = score(count_ratings("stars5", []))
    assert (none["n"], none["csat_pct"], none["mean"]) == (0, None, None)
    assert seller_feedback({"positive": 9, "neutral": 0, "negative": 1}, "amazon")["positive_pct"] == 90


def test_counts_are_the_same_in_whatever_order_they_are_merged():
    parts = [count_ratings("nps11", ratings) for ratings in ([10, 9, 0], [], [7], [6, 10])]
    whole = count_ratings("nps11", [0, 6, 7, 9, 10, 10])
    assert merge_ratings(parts) == merge_ratings(parts[::-1]) == whole
    assert merge_ratings([merge_ratings(parts[:2]), merge_ratings(parts[2:])]) == whole
    told = nps(whole)
    assert told["nps"] == pytest.approx(100 / 6)
    assert told["lo"] < told["nps"] < told["hi"]
    assert nps_floor(whole, 10)["state"] == "ok"


def test_every_estimate_has_its_interval():
    told = proportion(18, 20)
    assert told["lo"] < told["p"] == 0.9 < told["hi"]
    assert proportion(18, 20, method="jeffreys", confidence=0.99)["lo"] < told["lo"]
    assert two_proportions(90, 100, 60, 100)["lo"] > 0
    assert mean_t([4.0, 5, 3])["mean"] == 4
    assert nonresponse(100, 20, 18) == {"response_rate": 0.2, "csat": 0.9, "worst": 0.18, "best": 0.98}
    lucky = {"id": "ioana", "k": 3, "n": 3}
    ranked = shrink([lucky, {"id": "marco", "k": 480, "n": 500}, {"id": "zoe", "k": 300, "n": 500}])["groups"]
    assert [group["id"] for group in sorted(ranked, key=lambda group: group["rank"])][0] == "marco"


def test_charts_tell_drift_from_noise():
    points = [{"k": 90, "n": 100}] * 5 + [{"k": 60, "n": 100}]
    assert p_chart(points, center=0.9)["signals"] == [5]
    assert ewma_shares(points, CHART)["signals"] == [5]
    means = [{"mean": 4.5, "n": 20}, {"mean": 2.0, "n": 20}]
    assert ewma_means(means, 1.0, CHART | {"center": 4.5})["signals"] == [1]
    assert cusum([0, 0, 5], {"target": 0, "slack": 0.5, "h": 4})["signals"] == [2]
    ratings = [{"at": NOW + HOUR * number, "score": stars} for number, stars in enumerate([5] * 10 + [1] * 10)]
    [alert] = rolling_alert(ratings)
    assert (alert["state"], alert["at"].tzinfo) == ("alert", timezone.utc)
    assert rolling_alert(ratings[::-1], {"min_n": 20}) == rolling_alert(json.dumps(ratings, default=str), {"min_n": 20})


def test_the_life_of_surveys():
    events = [
        {"type": "resolved", "at": NOW, "ticket": "A-17", "customer": "giulia", "agent": "ioana"},
        {"type": "rating", "at": NOW + 25 * HOUR, "ticket": "A-17", "score": 9},
        {"type": "rating", "at": NOW + 26 * HOUR, "ticket": "A-17", "score": 5},
    ]
    log = survey_log({"delay_s": 86_400}, events, NOW + 48 * HOUR)
    assert [(one["state"], one["score"], one["agent"]) for one in log["surveys"]] == [("answered", 5, "ioana")]
    assert [(one["reason"], one["at"]) for one in log["rejected"]] == [("out_of_scale", NOW + 25 * HOUR)]


def test_a_desk_asks_and_takes_the_answer():
    desk = Desk({"satisfaction": {"survey": {"delay_s": 3600, "zone": "Europe/Bucharest", "low_rating": {"at_most": 2, "reopen": True}}}})
    ticket, _ = desk.open({"id": "A-17", "at": NOW, "channel": "email", "customer": "andrei", "assignee": "ioana"})
    assert desk.survey_due(ticket, {}, NOW)["reason"] == "not_solved"
    ticket, _ = desk.apply(ticket, {"type": "status", "id": "ev-2", "at": NOW, "to": "solved"})
    assert desk.survey_due(ticket, {}, NOW)["at"] == NOW + HOUR
    survey = desk.survey_due(ticket, {"zone": "Europe/Rome"}, NOW + HOUR)["survey"]
    assert (survey["agent"], survey["due_at"]) == ("ioana", NOW + HOUR)
    rated = desk.rate_survey(survey, 1, NOW + 2 * HOUR)
    assert [effect["type"] for effect in rated["effects"]] == ["low_rating"]
    assert desk.rate_survey(survey, 6, NOW + 2 * HOUR)["refused"] == "out_of_scale"
    json.loads(deskcore.effect_to_json(rated["effects"][0]))


def test_public_reviews_need_no_good_rating():
    facts = {"channel": "email", "consent": True, "scale": "stars5", "score": 1}
    assert review_due({}, facts, NOW)["invite"] is True
    assert review_due({}, facts | {"last_asked_at": NOW - HOUR}, NOW)["invite"] is False


REFUSED = [
    (lambda: count_ratings("stars5", [5, 6]), "rating_out_of_scale"),
    (lambda: count_ratings("stars6", []), "invalid_input"),
    (lambda: count_ratings("stars5", [float("nan")]), "invalid_input"),
    (lambda: count_ratings("stars5", [2**63]), "invalid_input"),
    (lambda: nps(count_ratings("stars5", [5])), "scale_mismatch"),
    (lambda: nps_floor(count_ratings("ces7", [5]), 0), "scale_mismatch"),
    (lambda: merge_ratings([count_ratings("stars5", [5]), count_ratings("nps11", [5])]), "scale_mismatch"),
    (lambda: merge_ratings([]), "invalid_input"),
    (lambda: score({"scale": "stars5", "counts": {"7": 1}}), "rating_out_of_scale"),
    (lambda: proportion(3, 2), "invalid_input"),
    (lambda: proportion(1, 2, confidence=float("nan")), "invalid_input"),
    (lambda: proportion(1, 2, method="guess"), "invalid_input"),
    (lambda: two_proportions(1, 1, 2, 1), "invalid_input"),
    (lambda: mean_t([1, float("inf")]), "invalid_input"),
    (lambda: nonresponse(1, 2, 3), "invalid_input"),
    (lambda: shrink([{"id": "a", "k": 2, "n": 1}]), "invalid_input"),
    (lambda: p_chart([{"k": -1, "n": 1}]), "invalid_input"),
    (lambda: ewma_shares([], CHART | {"weight": 2}), "invalid_input"),
    (lambda: ewma_means([], -1.0, CHART), "invalid_input"),
    (lambda: cusum([0], {"target": 0, "slack": -1, "h": 1}), "invalid_input"),
    (lambda: rolling_alert([], {"window_s": 0}), "invalid_input"),
    (lambda: survey_log({"delay_s": -1}, [], NOW), "invalid_input"),
    (lambda: survey_log({}, [], NOW.replace(tzinfo=None)), "invalid_input"),
    (lambda: review_due({"cooldown_s": -1}, {"channel": "email"}, NOW), "invalid_input"),
]


@pytest.mark.parametrize(("call", "code"), REFUSED)
def test_what_cannot_be_is_refused(call, code):
    with pytest.raises(DeskcoreError) as caught:
        call()
    assert isinstance(caught.value, InvalidInput) and caught.value.message
    # Of a scale it is the whole question that is wrong.
    assert (caught.value.code, caught.value.path is None) == (code, code != "invalid_input")


def test_a_mistake_has_its_place():
    with pytest.raises(InvalidInput) as caught:
        shrink([{"id": "ioana", "k": 1, "n": 2}, {"id": "marco", "k": 1, "m": 2}])
    assert caught.value.path == "/groups/1/m"
    with pytest.raises(InvalidInput) as caught:
        mean_t([1.0, float("nan")])
    assert caught.value.path == "/values/1"
