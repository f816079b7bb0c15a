"""Ten minutes are computed from the text on every path, and measured on the people who answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from assessments.answers.models import Answer
from assessments.diagnostic.rules import RealDuration, active_seconds, real_duration
from assessments.diagnostic.selectors import company_duration, open_duration
from assessments.diagnostic.services import complete_assessment, save_answer, start_assessment
from assessments.open_door.services import (
    KIND,
    adopt_draft,
    complete_draft,
    keepable_draft_of,
    save_draft_answer,
    start_draft,
)
from assessments.questionnaire import selectors as catalogue
from assessments.questionnaire.rules.answers import visible_items
from assessments.questionnaire.rules.reading import path_readings, shortest_path, usual_minutes
from assessments.questionnaire.rules.reading_time import BUDGET_SECONDS, WORDS_PER_MINUTE
from tenants.drafts.models import Draft
from tests.assessments.finished import STORED
from tests.cast import PUBLIC
from tests.conftest import Cast, acting

AT = datetime(2026, 12, 3, 9, tzinfo=UTC)
PATHS = {
    "1.0.0": [(0, 27), (1, 29), (2, 32), (3, 32), (4, 32)],
    "2.0.0": [(0, 26), (1, 30), (2, 33), (3, 33), (4, 33)],
}


@pytest.mark.parametrize("version", catalogue.versions("questionnaire"))
@pytest.mark.parametrize("pace", [200, 230])
def test_every_path_takes_less_than_ten_minutes_in_both_languages(version: str, pace: int) -> None:
    readings = path_readings(catalogue.questionnaire(version))
    assert {one.language for one in readings} == {"fr", "en"}
    for one in readings:
        assert one.seconds(words_per_minute=pace) < BUDGET_SECONDS, one


@pytest.mark.parametrize(
    ("version", "minutes"), [("1.0.0", ((8, 10), (8, 9))), ("2.0.0", ((8, 10), (8, 10)))]
)
def test_the_paths_are_all_there(version: str, minutes: tuple[tuple[int, int], ...]) -> None:
    readings = path_readings(catalogue.questionnaire(version))
    for usage, items in PATHS[version]:
        assert [one.items for one in readings if one.path == f"G1={usage}"] == [items] * 2
    assert len(readings) == 10
    assert shortest_path(readings) == PATHS[version][0][1]
    assert WORDS_PER_MINUTE == 200
    assert tuple(usual_minutes(readings, language=one) for one in ("fr", "en")) == minutes


def test_the_second_edition_takes_at_most_what_was_measured_of_it() -> None:
    worst = {
        (one.path, one.language): one.seconds(words_per_minute=WORDS_PER_MINUTE) / 60
        for one in path_readings(catalogue.questionnaire("2.0.0"))
    }
    measured = {"G1=0": (7.85, 7.70), "G1=1": (9.04, 8.87), "G1=2": (9.94, 9.70)}
    for path, minutes in measured.items():
        found = tuple(worst[path, language] for language in ("fr", "en"))
        assert found == pytest.approx(minutes, abs=0.005)


def test_a_pause_counts_two_minutes_at_most() -> None:
    moments = [AT + timedelta(seconds=s) for s in (0, 30, 3630, 3640)]
    assert active_seconds(moments) == 30 + 120 + 10
    assert active_seconds(reversed(moments)) == 160
    assert active_seconds([AT]) == active_seconds([]) == 0


@pytest.mark.parametrize(
    ("seconds", "least", "found"),
    [
        ([400, 500, 700], 1, RealDuration(9, 3)),
        ([400, 500], 1, RealDuration(8, 2)),
        ([0, 59, 3601, 420], 1, RealDuration(7, 1)),
        ([0, 59, 3601], 1, None),
        ([], 1, None),
        ([400] * 9, 10, None),
        ([400] * 10, 10, RealDuration(7, 10)),
    ],
)
def test_the_median_is_of_what_a_person_can_have_taken(
    seconds: list[float], least: int, found: RealDuration | None
) -> None:
    assert real_duration(seconds, least_count=least) == found


def answered(cast: Cast, *, seconds_each: int, missing: int = 0) -> None:
    """A company's assessment, so many seconds an answer."""
    who = {"actor": cast.actor("lead"), "today": AT.date()}
    one = start_assessment(acting(**who, now=AT))
    items = visible_items(catalogue.current_questionnaire(today=AT.date()), {"G1": 0})
    for place, item in enumerate(items[: len(items) - missing]):
        at = AT + timedelta(seconds=seconds_each * place)
        raw = STORED.get(item.id, 0)
        save_answer(acting(**who, now=at), assessment_id=one.id, item_id=item.id, raw=raw)
    complete_assessment(acting(**who, now=AT + timedelta(hours=2)), assessment_id=one.id)


@pytest.mark.django_db
def test_a_company_sees_the_median_of_its_own(acme: Cast, globex: Cast) -> None:
    assert company_duration() is None
    answered(acme, seconds_each=20)
    assert company_duration() == RealDuration(9, 1)
    page = acme.client("lead").get("/diagnostic/", headers={"accept-language": "en"})
    assert "Measured: 9 minutes the last time, pauses aside." in page.content.decode()
    answered(acme, seconds_each=10)
    assert company_duration() == RealDuration(7, 2), "the median of 520 and 260 seconds"
    answered(acme, seconds_each=100, missing=1)
    assert company_duration() == RealDuration(7, 2), "what was not answered whole does not count"
    elsewhere = globex.client("lead").get("/diagnostic/", headers={"accept-language": "en"})
    computed = "Computed from the texts: 8 to 10 minutes at 230 words a minute"
    assert computed in elsewhere.content.decode(), "a neighbour's time is not shown"


def drafted(*, seconds_each: int, missing: int = 0, at: datetime = AT) -> str:
    items = visible_items(catalogue.current_questionnaire(today=at.date()), {"G1": 0})
    token = start_draft(item_id="G1", raw=0, language="fr", today=at.date(), now=at)
    for place, item in enumerate(items[1 : len(items) - missing], start=1):
        raw = STORED.get(item.id, 0)
        now = at + timedelta(seconds=seconds_each * place)
        save_draft_answer(token=token, item_id=item.id, raw=raw, now=now)
    complete_draft(token=token, now=at + timedelta(hours=1))
    return token


@pytest.mark.django_db
def test_the_open_door_shows_a_median_from_ten_people_on(one_edition) -> None:
    visitor = Client(headers={"host": PUBLIC, "accept-language": "en"})
    for number in range(9):
        drafted(seconds_each=15 + number, at=datetime.now(UTC) - timedelta(days=1))
    drafted(seconds_each=1000, missing=1, at=datetime.now(UTC) - timedelta(days=1))
    start = visitor.get("/diagnostic/").content.decode()
    assert "Computed from the texts: 8 to 10 minutes" in start
    drafted(seconds_each=24, at=datetime.now(UTC) - timedelta(days=1))
    start = visitor.get("/diagnostic/").content.decode()
    assert "Measured: 9 minutes, the median of 10 times, pauses aside." in start
    later = datetime.now(UTC) + timedelta(days=40)
    assert open_duration(kind=KIND, now=later) is None, "the last thirty days only"


@pytest.mark.django_db
def test_answers_of_the_open_door_keep_their_times_in_the_company(acme: Cast) -> None:
    token = drafted(seconds_each=20)
    kept = keepable_draft_of(token=token, now=AT + timedelta(hours=1))
    adopt_draft(acting(acme.actor("executive"), now=AT, today=AT.date()), kept=kept)
    assert Answer.objects.get(item="G1").answered_at == AT
    assert Answer.objects.get(item="P1").answered_at == AT + timedelta(seconds=20)
    assert company_duration() == RealDuration(9, 1)


@pytest.mark.django_db
def test_a_draft_begun_before_times_were_kept_still_finishes() -> None:
    token = start_draft(item_id="G1", raw=0, language="fr", today=AT.date(), now=AT)
    Draft.objects.update(document={"answers": {"G1": 0, "P1": 2}})
    save_draft_answer(token=token, item_id="P2", raw=1, now=AT)
    assert complete_draft(token=token, now=AT).answered_at == {"P2": AT}
