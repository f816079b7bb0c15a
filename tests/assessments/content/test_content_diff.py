"""The difference between two versions, and what it changes for companies that are there already."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django_tenants.utils import tenant_context

from assessments.answers.choices import AssessmentState
from assessments.answers.models import Answer, Assessment
from assessments.comparison.rules import MovedAnswer
from assessments.content.services import publish_content
from assessments.diagnostic.services import complete_assessment, save_answer, start_assessment
from assessments.papers.selectors import report_of
from assessments.questionnaire import selectors as catalogue
from tenants.jobs import read_each_company
from tests.assessments.versions import draft, own_content, second_actions, second_major
from tests.conftest import Cast, acting

pytestmark = pytest.mark.django_db
BEFORE = datetime(2026, 12, 10, 9, tzinfo=UTC)
AFTER = datetime(2027, 3, 5, 9, tzinfo=UTC)
SQL = "SELECT md5(string_agg(t::text, '|' ORDER BY id)) FROM {} t"


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A second major version with its actions lies ready, not published."""
    with own_content(tmp_path, monkeypatch) as folder:
        draft("actions", "1.1.0", second_actions)
        draft("questionnaire", "2.0.0", second_major)
        yield folder


def come_out() -> None:
    publish_content(kind="actions", version="1.1.0", today=date(2027, 2, 1))
    publish_content(kind="questionnaire", version="2.0.0", today=date(2027, 2, 1))


def begin(cast: Cast, at: datetime) -> Assessment:
    return start_assessment(acting(cast.actor("lead"), now=at, today=at.date()))


def answer(cast: Cast, one: Assessment, at: datetime, answers: dict[str, Any]) -> None:
    who = {"actor": cast.actor("lead"), "today": at.date(), "now": at}
    for item_id, raw in answers.items():
        save_answer(acting(**who), assessment_id=one.id, item_id=item_id, raw=raw)


def finish(cast: Cast, one: Assessment, at: datetime) -> Assessment:
    who = {"actor": cast.actor("lead"), "today": at.date(), "now": at}
    return complete_assessment(acting(**who), assessment_id=one.id)


def completed(cast: Cast, at: datetime, answers: dict[str, Any]) -> Assessment:
    one = begin(cast, at)
    answer(cast, one, at, answers)
    return finish(cast, one, at)


def every(anchor: int, *, without: tuple[str, ...] = (), **others: Any) -> dict[str, Any]:
    """Supervised use, the same anchor everywhere."""
    items = catalogue.questionnaire("1.0.0").items
    scored = {item.id: anchor for item in items if item.kind == "scored"}
    return {k: v for k, v in {"G1": 2, **scored, **others}.items() if k not in without}


def prints(*tables: str) -> list[str]:
    """A digest of every row of those tables, as the database holds them."""
    with connection.cursor() as cursor:
        found = []
        for table in tables:
            cursor.execute(SQL.format(table))
            found.append(cursor.fetchone()[0])
        return found


def diff(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    call_command("content", "diff", *arguments)
    return capsys.readouterr().out


def test_completed_results_stay_byte_for_byte_when_another_version_comes(
    content: Path, acme: Cast
) -> None:
    one = completed(acme, BEFORE, every(2))
    tables = ("assessments_assessment", "assessments_answer", "assessments_respondent")
    before = prints(*tables)
    shown = report_of(one, language="fr")
    come_out()
    assert catalogue.current_questionnaire(today=AFTER.date()).version == "2.0.0"
    again = Assessment.objects.get(id=one.id)
    assert prints(*tables) == before
    assert report_of(again, language="fr").result == shown.result
    assert report_of(again, language="fr").roadmap == shown.roadmap
    assert report_of(again, language="fr").uses == shown.uses


def test_an_open_assessment_finishes_on_its_version_while_a_new_one_takes_the_newer(
    content: Path, acme: Cast
) -> None:
    begun = AFTER - timedelta(days=10)
    one = begin(acme, begun)
    answer(acme, one, begun, {"G1": 2, "P1": 3, "R4": 1})
    come_out()
    assert begin(acme, AFTER).id == one.id, "the open one goes on"
    answer(acme, one, AFTER, {"C2": 3, "R4": 2})
    done = finish(acme, one, AFTER)
    assert (done.questionnaire_version, done.result.version) == ("1.0.0", "1.0.0")
    assert done.advice.roadmap.catalogue_version == "1.0.0"
    fresh = begin(acme, AFTER + timedelta(hours=1))
    assert fresh.questionnaire_version == "2.0.0"
    answer(acme, fresh, AFTER, {"G1": 2, "T4": 3})
    assert Answer.objects.get(respondent__assessment=fresh, item="T4").value == 3


def test_a_version_not_in_force_yet_is_not_asked(content: Path, acme: Cast) -> None:
    come_out()
    eve, day = datetime(2027, 2, 28, 12, tzinfo=UTC), datetime(2027, 3, 1, 12, tzinfo=UTC)
    assert catalogue.current_questionnaire(today=eve.date()).version == "1.0.0"
    assert catalogue.current_questionnaire(today=day.date()).version == "2.0.0"


def test_across_versions_the_common_and_the_recoded_items_are_compared(
    content: Path, acme: Cast
) -> None:
    completed(acme, BEFORE, every(2, P1=2))
    come_out()
    answers = {**every(2, without=("R4",), P1=3), "T4": 4}
    one = completed(acme, AFTER, answers)
    found = report_of(one, language="en").comparison
    assert found is not None
    assert found.common_items == 24, "twenty-five less R4; T4 is new, P1 is recoded"
    [moved] = found.moved
    assert moved == MovedAnswer("P1", 1, 3), "2 reads 1 today, then 3"


def test_the_difference_is_told_in_words(content: Path, acme: Cast, capsys) -> None:
    said = diff(capsys, "questionnaire", "1.0.0", "2.0.0", "--no-companies")
    for line in (
        "From 1.0.0 to 2.0.0: a major version",
        "In force from 2027-03-01 (before: 2026-12-01)",
        "Added: items.T4",
        "Removed: items.R4",
        "Reworded: items.P1.anchors.3",
        "  en + One person, mandated in writing",
        "Changed: items.P1.revision: 1 → 2",
        "Changed: dimensions.PIL.weight: 0.18 → 0.19",
        "Mapped: P1 v1 → P1 v2, recode {0: 0, 1: 1, 2: 1, 3: 3, 4: 4}",
    ):
        assert line in said.splitlines()
    assert "Path G1=0, fr: 27 items, 827 words, 8.2 min read slowly" in said
    assert "Existing companies" not in said


def test_the_difference_tells_what_it_changes_for_companies(
    content: Path, acme: Cast, globex: Cast, capsys
) -> None:
    publish_content(kind="actions", version="1.1.0", today=date(2027, 2, 1))
    completed(acme, BEFORE, every(2, P1=3, C2=3))
    begin(acme, BEFORE + timedelta(days=1))
    with tenant_context(globex.company):
        completed(globex, BEFORE, every(1))
    before = prints("assessments_assessment", "assessments_answer")
    said = diff(capsys, "questionnaire", "1.0.0", "2.0.0")
    assert "Existing companies: 2, of which 2 reread" in said
    assert "  1 open diagnostic(s) will finish on 1.0.0" in said.splitlines()
    assert "  comparable scored items: 24 to 24" in said.splitlines()
    assert "  level 3 = 3: 1" in said.splitlines()
    assert "  RIS-06 vanishes for 1" not in said
    assert "Ateliers Morel" not in said, "names only when asked for"
    named = diff(capsys, "questionnaire", "1.0.0", "2.0.0", "--companies")
    assert "  Ateliers Morel: finishes on 1.0.0; answered on 1.0.0, 24 of 25 comparable" in named
    assert "  Globex SARL: answered on 1.0.0, 24 of 25 comparable, level 2 to 2" in named
    assert prints("assessments_assessment", "assessments_answer") == before


def test_the_difference_is_told_to_a_program(content: Path, acme: Cast, capsys) -> None:
    completed(acme, BEFORE, every(0))
    publish_content(kind="actions", version="1.1.0", today=date(2027, 2, 1))
    said = json.loads(diff(capsys, "questionnaire", "1.0.0", "2.0.0", "--json", "--companies"))
    assert said["changes"]["added"] == ["items.T4"]
    assert {"where": "items.P1.revision", "before": 1, "after": 2} in said["changes"]["values"]
    assert said["readings"][1][0]["words"] > 700
    assert said["companies"]["effects"]["moves"] == [[1, 1, 1]]
    [first] = [one for one in said["each"] if one["name"] == "Ateliers Morel"]
    assert first["effect"]["rereading"]["comparable"] == 24


def test_other_actions_and_uses_tell_what_appears_and_vanishes(
    content: Path, acme: Cast, capsys
) -> None:
    completed(acme, BEFORE, every(1, J1=["quality"], J2=["meet"], F1="industry"))
    draft("actions", "1.2.0", lambda d: d["actions"][2].update(when=[{"P1": {"gte": 4}}]))
    gone = catalogue.actions("1.0.0").actions
    third = list(gone)[2]
    said = diff(capsys, "actions", "1.0.0", "1.2.0")
    assert f"  {third} vanishes for 1" in said.splitlines()
    draft("use_cases", "1.1.0", lambda d: d["use_cases"].remove(d["use_cases"][36]))
    said = diff(capsys, "use_cases", "1.0.0", "1.1.0")
    assert "Removed: use_cases.UC37" in said.splitlines()
    assert "  UC37 vanishes for 1" in said.splitlines()


def test_a_new_question_calls_for_nothing_before_it_is_answered(
    content: Path, acme: Cast, capsys
) -> None:
    publish_content(kind="actions", version="1.1.0", today=date(2027, 2, 1))
    completed(acme, BEFORE, every(4))
    last = list(catalogue.actions("1.1.0").actions)[-1]
    assert f"{last} appears" not in diff(capsys, "questionnaire", "1.0.0", "2.0.0")


def test_the_same_version_says_the_same(acme: Cast, capsys) -> None:
    assert "say the same" in diff(capsys, "actions", "1.0.0", "1.0.0", "--no-companies")
    with pytest.raises(CommandError, match=r"There is no actions 9\.0\.0"):
        call_command("content", "diff", "actions", "1.0.0", "9.0.0")


def test_who_reads_companies_one_after_the_other_writes_nothing(acme: Cast) -> None:
    def write() -> None:
        Assessment.objects.create(
            questionnaire_version="1.0.0",
            state=AssessmentState.EXPIRED,
            started_by=acme.members["lead"],
            started_at=BEFORE,
        )

    with pytest.raises(Exception, match="read-only transaction"):
        list(read_each_company(write))
    assert not Assessment.objects.exists()


def test_every_open_company_is_read_once_in_batches(acme: Cast, globex: Cast) -> None:
    for batch in (1, 100):
        found = list(read_each_company(lambda: connection.schema_name, batch=batch))
        assert {company.id for company, _ in found} == {acme.company.id, globex.company.id}
        assert [schema for _, schema in found] == [one.schema_name for one, _ in found]
    assert connection.schema_name == acme.company.schema_name
