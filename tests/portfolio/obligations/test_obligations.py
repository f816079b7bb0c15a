"""What the law asks becomes tasks with owner and day; what a change of the law moved is told."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from governance.access.rules.authority import SubjectFacts
from governance.duties.choices import DutyKind
from governance.law.models import Triage
from governance.law.rules.laws import Kind, TriageClass
from governance.law.rules.triage import Obligation
from governance.law.selectors import law
from governance.register.models import RegisterEntry
from governance.register.services.entries import change_entry
from portfolio.life.choices import Verdict
from portfolio.obligations.models import LegalTask
from portfolio.obligations.rules import ELSEWHERE, Judged, Moved, due_on, tasks_of
from portfolio.obligations.selectors import LegalPage, legal_page, task_line
from portfolio.obligations.services import TaskInput, change_task, classify_use
from portfolio.triage.services import answer_triage
from tests.conftest import acting
from tests.governance.register.scene import act_of, entry
from tests.portfolio import scene
from tests.portfolio.scene import TODAY, at
from tests.refusals import refused

TALKS = {
    **dict.fromkeys(("A2", "A3", "A4", "A5", "A6", "A6b", "A7a", "A7b", "A8", "A8b", "A9"), "no"),
    **dict.fromkeys(("A16", "A17", "A11b", "A11c", "D0", "W0"), "no"),
    "A1": "yes",
    "A12": "deployer",
    "A11a": "yes",
}


@pytest.fixture
def talking(acme):
    """A use that people talk to, which runs and whose check says so."""
    row = scene.started(acme)
    answered(acme, row)
    return row


def answered(cast, row, day=TODAY, **more):
    return answer_triage(
        acting(cast.actor("executive"), now=at(day), today=day),
        subject=SubjectFacts(initiative_id=row.id),
        answers={**TALKS, **more},
    )


def duty(code: str, kind: Kind = Kind.LAW) -> Obligation:
    return Obligation(id=code, kind=kind, holder="", article="1", from_date=TODAY, status="due")


def test_what_has_its_own_door_or_is_advice_is_no_task() -> None:
    every = [duty(one) for one in ("gdpr_check", *sorted(ELSEWHERE))]
    found = tasks_of([*every, duty("red_list_check", Kind.GOOD_PRACTICE)])
    assert [one.id for one in found] == ["gdpr_check"]


def test_a_task_is_due_thirty_days_after_law_and_use_have_begun() -> None:
    law, use = date(2026, 8, 2), date(2026, 11, 1)
    known = {"code": "gdpr_check", "planned": None}
    assert due_on(**known, from_on=law, started_on=use) == date(2026, 12, 1)
    assert due_on(**known, from_on=date(2027, 12, 2), started_on=use) == date(2028, 1, 1)
    assert due_on(code="gdpr_check", planned=use, from_on=law, started_on=use) == use
    at_once = {"code": "stop_use_if_live", "planned": None}
    assert due_on(**at_once, from_on=law, started_on=use) == use


def test_what_moved_is_the_class_the_duties_and_what_nobody_answered() -> None:
    then = Judged(triage_class=TriageClass.MINIMAL, duties=("a", "b"))
    now = Judged(triage_class=TriageClass.TRANSPARENCY, duties=("b", "c"))
    moved = Moved(before=then, now=now, to_answer=0)
    assert (moved.added, moved.gone, moved.is_any) == (("c",), ("a",), True)
    assert not Moved(before=then, now=then, to_answer=0).is_any
    assert Moved(before=then, now=then, to_answer=2).is_any


def test_the_check_makes_tasks_that_are_given_and_done_with_their_proof(acme, talking) -> None:
    page = legal_page(today=TODAY)
    assert [one.row.code for one in page.open] == ["notice_accessible"]
    line = page.open[0]
    assert (line.owner, line.due_on) == (acme.members["executive"], TODAY + timedelta(days=30))
    owed = [one for one in scene.owed_by(line.owner.id) if one.kind is DutyKind.LAW]
    assert [(one.id, one.due_on) for one in owed] == [(line.row.id, line.due_on)]
    boss = acting(acme.actor("executive"), now=at(TODAY), today=TODAY)
    contributor = acme.members["contributor"].id
    given = TaskInput(owner_id=contributor, due_on=TODAY + timedelta(days=3), done=False, proof="")
    change_task(boss, task_id=line.row.id, given=given, expected_version=1)
    mine = [one for one in scene.owed_by(contributor) if one.kind is DutyKind.LAW]
    assert [one.due_on for one in mine] == [TODAY + timedelta(days=3)]
    named = acting(acme.actor("contributor"), now=at(TODAY), today=TODAY)
    done = TaskInput(owner_id=contributor, due_on=None, done=True, proof=" ")
    with refused("proof_missing"):
        change_task(named, task_id=line.row.id, given=done)
    said = TaskInput(owner_id=contributor, due_on=None, done=True, proof="Bandeau du site")
    change_task(named, task_id=line.row.id, given=said, expected_version=2)
    found = task_line(line.row.id, today=TODAY).row
    assert (found.done_on, found.done_by_id) == (TODAY, contributor)
    assert legal_page(today=TODAY).open == ()
    assert not [one for one in scene.owed_by(contributor) if one.kind is DutyKind.LAW]
    with refused("stale_version"):
        change_task(boss, task_id=line.row.id, given=given, expected_version=1)
    with refused("not_in_role"):
        viewer = acting(acme.actor("viewer"), now=at(TODAY), today=TODAY)
        change_task(viewer, task_id=line.row.id, given=given)


def test_a_new_answer_takes_away_what_is_no_longer_asked_but_not_what_was_done(
    acme, talking
) -> None:
    answered(acme, talking, D0="yes", **dict.fromkeys([f"D{n}" for n in range(1, 13)], "no"))
    codes = {one.row.code: one.row for one in legal_page(today=TODAY).open}
    assert codes.keys() == {"notice_accessible", "gdpr_check", "gdpr_inform"}
    boss = acting(acme.actor("executive"), now=at(TODAY), today=TODAY)
    done = TaskInput(owner_id=None, due_on=None, done=True, proof="Au registre RGPD")
    change_task(boss, task_id=codes["gdpr_check"].id, given=done)
    answered(acme, talking, D0="no")
    assert set(LegalTask.objects.values_list("code", flat=True)) == {
        "notice_accessible",
        "gdpr_check",
    }


def test_what_waits_or_has_ended_asks_nothing(acme, talking) -> None:
    scene.give(acme, talking, Verdict.STOP, reason="a", lesson="b", kept="c")
    assert legal_page(today=TODAY).open == ()
    assert not [one for one in scene.owed_by(acme.members["executive"].id) if "law" in one.kind]


def test_a_newer_law_lists_what_it_moves_and_asks_who_carries_it(acme, talking) -> None:
    assert legal_page(today=TODAY).moved == ()
    told = Triage.objects.filter(initiative_id=talking.id).order_by("-number").first()
    told.law_version = "2026-11-22"
    told.result = {**told.result, "class": "minimal", "obligations": ["gdpr_check"]}
    told.save(update_fields=["law_version", "result"])
    scene.follow_up("initiative", talking.id)
    (line,) = legal_page(today=TODAY).moved
    assert line.moved.before.triage_class is TriageClass.MINIMAL
    assert line.moved.gone == ("gdpr_check",)
    assert line.moved.to_answer > 0
    owed = scene.owed_by(acme.members["executive"].id)
    assert [one.code for one in owed if one.kind is DutyKind.LAW_CHECK] == ["newer"]


def test_a_check_whose_date_has_come_is_asked_again(acme, talking) -> None:
    later = TODAY + timedelta(days=400)
    owed = scene.owed_by(acme.members["executive"].id, later)
    assert [one.code for one in owed if one.kind is DutyKind.LAW_CHECK] == ["again"]


def test_page_form_and_interface_say_the_same(acme, talking, api) -> None:
    boss = acme.client("executive")
    page = boss.get("/law/")
    assert page.status_code == 200
    task = LegalTask.objects.get()
    assert f"/law/{task.id}/" in page.content.decode()
    assert f"/law/{task.id}/" not in acme.client("viewer").get("/law/").content.decode()
    sent = boss.post(f"/law/{task.id}/", {"done": "on", "proof": "", "expected_version": 1})
    assert sent.status_code == 422
    sent = boss.post(f"/law/{task.id}/", {"done": "on", "proof": "Ici", "expected_version": 1})
    assert sent.status_code == 302
    assert "Ici" in boss.get("/law/").content.decode()
    assert acme.client("viewer").get(f"/law/{task.id}/").status_code == 403
    nobody = UUID("01900000-0000-7000-8000-000000000000")
    assert boss.get(f"/law/{nobody}/").status_code == 404
    with refused("legal_task_not_found"):
        task_line(nobody, today=TODAY)
    (told,) = api("get", "law/tasks/").json()["results"]
    assert (told["code"], told["proof"]) == ("notice_accessible", "Ici")
    assert told["done_on"] is not None
    body = {"owner_id": None, "due_on": str(TODAY), "done": False, "proof": ""}
    stale = api("put", f"law/tasks/{task.id}/", body, **{"if-match": '"1"'})
    assert stale.json()["code"] == "stale_version"
    changed = api("put", f"law/tasks/{task.id}/", body, **{"if-match": '"2"'}).json()
    assert (changed["done_on"], changed["due_on"]) == (None, str(TODAY))
    assert api("get", "law/changes/").json()["results"] == []
    assert boss.get("/exports/law.csv").status_code == 200


def test_a_use_of_the_register_has_its_tasks_of_who_answers_for_it(acme, api) -> None:
    row = entry(acme)
    everything_no = dict.fromkeys((one.id for one in law().every_question), "no")
    known = {**everything_no, **TALKS, "D0": "yes", "D2": "yes", "D3": "yes"}
    by_key = api("post", f"register/{row.id}/classification/", {"answers": {**known, "A11a": ""}})
    assert (by_key.status_code, LegalTask.objects.count()) == (422, 0)
    api("post", f"register/{row.id}/classification/", {"answers": {"A1": "yes"}})
    assert LegalTask.objects.count() == 0
    api("post", f"register/{row.id}/classification/", {"answers": known})
    page = legal_page(today=TODAY)
    owner = acme.members["contributor"]
    assert {one.row.code for one in page.open} >= {"notice_accessible", "gdpr_check", "dpia"}
    assert {(str(one.row.use), one.owner, one.due_on) for one in page.open} == {
        ("Plume", owner, TODAY + timedelta(days=30))
    }
    owed = {one.id for one in scene.owed_by(owner.id) if one.kind is DutyKind.LAW}
    assert owed == {one.row.id for one in page.open}
    assert page.moved == ()
    one = next(one.row for one in page.open if one.row.code == "dpia")
    said = TaskInput(owner_id=None, due_on=None, done=True, proof="Analyse du 3 mai")
    change_task(act_of(acme, "contributor"), task_id=one.id, given=said)
    with refused("not_in_role"):
        change_task(act_of(acme, "viewer"), task_id=one.id, given=said)
    told = {task["code"]: task for task in api("get", "law/tasks/").json()["results"]}
    assert (told["dpia"]["entry_id"], told["dpia"]["initiative_id"]) == (str(row.id), None)
    shown = acme.client("contributor").get("/law/").content.decode()
    assert f"/register/{row.id}/" in shown
    assert "Plume" in acme.client("lead").get("/exports/law.csv").content.decode()
    assert acme.client("contributor").get(f"/law/{one.id}/").status_code == 200
    change_entry(act_of(acme), entry_id=row.id, values={"light": "red"})
    assert legal_page(today=TODAY) == LegalPage(version=law().version, open=(), done=(), moved=())


def test_a_newer_law_asks_who_keeps_the_register_what_nobody_answered(acme, api) -> None:
    row = entry(acme)
    everything_no = dict.fromkeys((one.id for one in law().every_question), "no")
    classify_use(act_of(acme), entry_id=row.id, answers={**everything_no, **TALKS})
    RegisterEntry.objects.update(law_version="2026-11-22")
    scene.follow_up("initiative", row.id)
    (line,) = legal_page(today=TODAY).moved
    assert (line.entry_id, line.title, line.carrier) == (row.id, "Plume", row.owner)
    assert line.moved.to_answer > 0
    (told,) = api("get", "law/changes/").json()["results"]
    assert (told["entry_id"], told["initiative_id"]) == (str(row.id), None)
    owed = [one for one in scene.owed_by(acme.members["lead"].id) if one.kind is DutyKind.LAW_CHECK]
    assert [(one.code, one.id) for one in owed] == [("newer", row.id)]
    page = acme.client("lead").get(f"/register/{row.id}/law/")
    asked = page.context["form"].fields.keys()
    assert {"A1", "A2"} & asked == {"A2"}
    again = {one: TALKS.get(one, "no") for one in asked}
    sent = acme.client("lead").post(f"/register/{row.id}/law/", again)
    assert sent.status_code == 302
    assert legal_page(today=TODAY).moved == ()
    assert [one.row.code for one in legal_page(today=TODAY).open] == ["notice_accessible"]
    later = scene.owed_by(acme.members["lead"].id, TODAY + timedelta(days=400))
    assert [one.code for one in later if one.kind is DutyKind.LAW_CHECK] == ["again"]


def test_a_task_is_about_one_use(acme, talking) -> None:
    both = LegalTask(initiative=talking, entry=entry(acme), code="a", from_on=TODAY)
    for wrong in (both, LegalTask(code="a", from_on=TODAY)):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()
