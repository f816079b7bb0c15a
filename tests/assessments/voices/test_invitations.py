"""Others are asked to answer: by a link or by mail, known by name or by nobody."""

from __future__ import annotations

import re
import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django_tenants.utils import tenant_context

from assessments.answers.models import Answer, Invitation, Respondent
from assessments.answers.selectors import get_assessment
from assessments.diagnostic.services import expire_assessments
from assessments.voices.selectors.invitations import asked, link_token, mail_token
from assessments.voices.selectors.voices import answers_of, seat_of
from assessments.voices.services import (
    MOST_INVITATIONS,
    close_invitation,
    enter_by_invitation,
    invite_by_email,
    invite_by_link,
    save_voice_answer,
)
from governance.outbox.models import OutboxMessage
from governance.outbox.services import send_waiting
from tenants.mail.services import forget_silence
from tests.assessments.voices.scene import (
    answer,
    complete,
    link,
    started,
    voice,
)
from tests.conftest import Cast, acting
from tests.refusals import refused

pytestmark = pytest.mark.django_db
TOKEN = re.compile(r"/voice/([\w-]{43})/")


def by_mail(cast: Cast, one, now, *, role: str = "team", email: str = "a@b.example", by="lead"):
    who = {"actor": cast.actor(by), "today": now.date(), "now": now}
    return invite_by_email(acting(**who), assessment_id=one.id, role=role, email=email)


@pytest.mark.parametrize("part", ["executive", "lead"])
def test_executives_and_the_ai_captain_invite(acme, now, part) -> None:
    one = started(acme, now)
    assert by_mail(acme, one, now, by=part).role == "team"


@pytest.mark.parametrize("part", ["contributor", "viewer"])
def test_nobody_else_invites(acme, now, part) -> None:
    one = started(acme, now)
    who = {"actor": acme.actor(part), "today": now.date(), "now": now}
    with refused("not_in_role"):
        by_mail(acme, one, now, by=part)
    with refused("not_in_role"):
        invite_by_link(acting(**who), assessment_id=one.id, role="team")
    assert not Invitation.objects.exists()
    made, _ = link(acme, one, now)
    with refused("not_in_role"):
        close_invitation(acting(**who), invitation_id=made.id)


def test_the_team_has_one_link_that_may_be_copied_again(acme, now) -> None:
    one = started(acme, now)
    first, token = link(acme, one, now)
    again, _ = link(acme, one, now)
    assert (first.id, first.most) == (again.id, 200)
    assert token not in str(list(Invitation.objects.values()))


def test_a_mailed_link_works_once_and_is_kept_nowhere(acme, now) -> None:
    one = started(acme, now)
    by_mail(acme, one, now)
    send_waiting(now=now)
    letter = mail.outbox[0]
    assert letter.to == ["a@b.example"]
    token = TOKEN.search(letter.body).group(1)
    enter_by_invitation(token=token, now=now)
    with refused("invitation_used"):
        enter_by_invitation(token=token, now=now)
    assert token not in str([list(m.objects.values()) for m in (OutboxMessage, Invitation)])
    assert Respondent.objects.filter(role="team").count() == 1


def test_nobody_but_the_mail_has_the_link_of_a_mailed_invitation(acme, now) -> None:
    made = by_mail(acme, started(acme, now), now)
    assert asked(made, now=now).token == ""
    assert link_token(made.id) != mail_token(made.id)


def test_who_is_invited_while_the_mail_server_is_away_is_written_to_later(
    acme, now, monkeypatch
) -> None:
    def broken(self: object, fail_silently: bool = False) -> None:
        raise smtplib.SMTPServerDisconnected

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", broken)
        by_mail(acme, started(acme, now), now)
        assert send_waiting(now=now) == 0
    forget_silence()
    assert send_waiting(now=now + timedelta(minutes=1)) == 1
    enter_by_invitation(token=TOKEN.search(mail.outbox[0].body).group(1), now=now)


def test_an_invitation_that_was_closed_meanwhile_is_not_sent(acme, now) -> None:
    made = by_mail(acme, started(acme, now), now)
    close_invitation(acting(acme.actor("lead"), now), invitation_id=made.id)
    assert send_waiting(now=now) == 0
    assert mail.outbox == []


def test_who_lost_the_mail_is_written_to_again_and_the_old_link_closes(acme, now) -> None:
    one = started(acme, now)
    first = by_mail(acme, one, now)
    send_waiting(now=now)
    by_mail(acme, one, now)
    send_waiting(now=now)
    first.refresh_from_db()
    assert first.closed_at == now
    enter_by_invitation(token=TOKEN.search(mail.outbox[1].body).group(1), now=now)
    with refused("already_invited"):
        by_mail(acme, one, now)


def test_an_address_that_is_none_and_a_role_that_is_none_are_refused(acme, now) -> None:
    one = started(acme, now)
    with refused("email_invalid"):
        by_mail(acme, one, now, email="nobody")
    with refused("invitation_invalid"):
        by_mail(acme, one, now, role="neighbour")
    assert not Invitation.objects.exists()


def test_a_viewer_invited_as_manager_answers_signed_in_but_does_not_finish(acme, now) -> None:
    one = started(acme, now, P1=4)
    by_mail(acme, one, now, role="manager", email="VIEWER@acme.example")
    assert OutboxMessage.objects.get().template == "assessment_asked"
    answer(acme, one, now, by="viewer", P1=2)
    seat = seat_of(one.id, member_id=acme.members["viewer"].id)
    assert (seat.answers, seat.is_taken) == ({"P1": 2}, True)
    assert answers_of(one) == {"P1": 4}
    with refused("not_in_role"):
        complete(acme, one, now, by="viewer")


def test_a_closed_invitation_keeps_no_place_for_a_member_who_has_not_answered(acme, now) -> None:
    one = started(acme, now, P1=4)
    viewer, who = acme.members["viewer"].id, {"actor": acme.actor("lead"), "today": now.date()}
    for answered in (False, True):
        made = by_mail(acme, one, now, role="manager", email="viewer@acme.example")
        if answered:
            answer(acme, one, now, by="viewer", P1=2)
        close_invitation(acting(**who, now=now), invitation_id=made.id)
        assert seat_of(one.id, member_id=viewer).is_taken is answered


def test_a_member_of_the_team_who_is_a_member_here_stays_unknown(acme, now) -> None:
    one = started(acme, now)
    by_mail(acme, one, now, email="viewer@acme.example")
    send_waiting(now=now)
    enter_by_invitation(token=TOKEN.search(mail.outbox[0].body).group(1), now=now)
    team = Respondent.objects.get(role="team")
    assert (team.member_id, team.invitation_id) == (None, None)


@pytest.mark.parametrize("tie", ["member", "invitation"])
def test_the_database_refuses_to_tie_a_member_of_the_team(acme, now, tie) -> None:
    one = started(acme, now)
    made, _ = link(acme, one, now)
    tied = {"member": acme.members["viewer"]} if tie == "member" else {"invitation": made}
    with pytest.raises(IntegrityError, match="respondent_team_is_nobody"), transaction.atomic():
        Respondent.objects.create(assessment=one, role="team", **tied)


def test_a_team_voice_leaves_nothing_that_leads_back_to_it(acme, now) -> None:
    """Every column of its rows: no member, invitation, address, hour, nor an id that tells one."""
    one = started(acme, now)
    by_mail(acme, one, now)
    send_waiting(now=now)
    token = TOKEN.search(mail.outbox[0].body).group(1)
    voice(token, now + timedelta(minutes=7), {"P1": 1})
    made, team = Invitation.objects.get(), Respondent.objects.get(role="team")
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(r)::text FROM assessments_respondent r WHERE role = 'team'")
        rows = [str(cursor.fetchone()[0])]
        cursor.execute("SELECT to_jsonb(a)::text FROM assessments_answer a")
        rows += [str(row[0]) for row in cursor.fetchall()]
    text = " ".join(rows)
    for secret in (str(made.id), made.email, bytes(made.token_hash).hex(), "09:07"):
        assert secret not in text
    assert (team.id.version, Answer.objects.get(respondent=team).id.version) == (4, 4)
    assert Answer.objects.get(respondent=team).answered_at.hour == 0


def test_at_the_end_all_answers_of_the_team_are_of_one_moment(acme, now) -> None:
    one = started(acme, now, P1=2)
    _, token = link(acme, one, now)
    for day in range(3):
        voice(token, now + timedelta(days=day), {"P1": 1, "P2": 2})
    team = Answer.objects.filter(respondent__role="team")
    assert len(set(team.values_list("answered_at", flat=True))) == 3
    complete(acme, one, now + timedelta(days=5))
    assert len(set(team.values_list("answered_at", flat=True))) == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.xmin::text, a.cmin::text FROM assessments_answer a JOIN "
            "assessments_respondent r ON r.id = a.respondent_id WHERE role = 'team'"
        )
        written = set(cursor.fetchall())
    assert len({cmin for _, cmin in written}) == 1


def test_a_named_voice_is_known_by_its_invitation(acme, now) -> None:
    one = started(acme, now, P1=4)
    made, token = link(acme, one, now, role="manager")
    voice(token, now, {"P2": 3})
    assert Respondent.objects.get(role="manager").invitation_id == made.id
    assert answers_of(one) == {"P1": 4, "P2": 3}


def test_a_full_link_lets_nobody_more_in(acme, now) -> None:
    one = started(acme, now)
    made, token = link(acme, one, now)
    Invitation.objects.filter(id=made.id).update(most=2, entered=1)
    enter_by_invitation(token=token, now=now)
    with refused("invitation_full"):
        enter_by_invitation(token=token, now=now)
    assert Respondent.objects.filter(role="team").count() == 1


def test_a_closed_link_lets_nobody_in_but_who_is_in_goes_on(acme, now) -> None:
    one = started(acme, now)
    made, token = link(acme, one, now)
    own = enter_by_invitation(token=token, now=now)
    who = {"actor": acme.actor("lead"), "today": now.date(), "now": now}
    closed = close_invitation(acting(**who), invitation_id=made.id, expected_version=made.version)
    assert close_invitation(acting(**who), invitation_id=made.id).version == closed.version
    with refused("invitation_closed"):
        enter_by_invitation(token=token, now=now)
    save_voice_answer(token=own, item_id="P1", raw=2, now=now)
    with refused("stale_version"):
        close_invitation(acting(**who), invitation_id=made.id, expected_version=made.version)


def test_when_the_assessment_is_finished_nobody_answers_and_nothing_is_lost(acme, now) -> None:
    one = started(acme, now, P1=3)
    _, token = link(acme, one, now)
    own = voice(token, now, {"P1": 1})
    complete(acme, one, now)
    for act in (
        lambda: enter_by_invitation(token=token, now=now),
        lambda: save_voice_answer(token=own, item_id="P1", raw=4, now=now),
    ):
        with refused("voice_completed"):
            act()
    assert Answer.objects.get(respondent__role="team").value == 1


def test_after_thirty_days_the_doors_are_closed(acme, now) -> None:
    one = started(acme, now)
    _, token = link(acme, one, now)
    own = voice(token, now, {"P1": 1})
    late = now + timedelta(days=30)
    for _ in range(2):
        with refused("voice_expired"):
            save_voice_answer(token=own, item_id="P1", raw=4, now=late)
        expire_assessments(now=late)
    assert Answer.objects.get(respondent__role="team").value == 1


@pytest.mark.parametrize("token", ["", "nonsense", "x" * 43])
def test_an_invented_token_opens_nothing(acme, now, token) -> None:
    with refused("invitation_not_found"):
        enter_by_invitation(token=token, now=now)
    with refused("invitation_not_found"):
        save_voice_answer(token=token, item_id="P1", raw=1, now=now)


def test_another_companys_link_opens_nothing_here(acme, globex, now) -> None:
    _, token = link(acme, started(acme, now), now)
    own = enter_by_invitation(token=token, now=now)
    with tenant_context(globex.company):
        for foreign in (token, own):
            with refused("invitation_not_found"):
                enter_by_invitation(token=foreign, now=now)
            with refused("invitation_not_found"):
                save_voice_answer(token=foreign, item_id="P1", raw=1, now=now)


def test_while_it_is_open_no_team_however_large_moves_what_is_shown(acme, now) -> None:
    one = started(acme, now, P4=4)
    _, token = link(acme, one, now)
    for _ in range(6):
        voice(token, now, {"P4": 0})
    assert answers_of(one) == {"P4": 4}
    assert answers_of(complete(acme, one, now)) == {"P4": 0}


@pytest.mark.parametrize("size", [1, 4])
def test_of_a_small_team_the_stored_result_knows_nothing(acme, now, size) -> None:
    kept = []
    for hour, anchor in enumerate((0, 4)):
        at = now + timedelta(hours=hour)
        one = started(acme, at, G1=1, P1=2, P4=2, K1=3)
        _, token = link(acme, one, at)
        for _ in range(size):
            voice(token, at, {"P1": anchor, "P4": anchor, "K1": anchor, "R1": anchor})
        done = complete(acme, one, at)
        kept.append((done.result, done.advice, done.voices))
    assert kept[0] == kept[1]
    assert kept[0][2].picture.counts["team"] is None


def test_a_result_of_before_keeps_the_later_answer(acme, now) -> None:
    """What was completed when the later answer counted still reads as it was computed."""
    one = started(acme, now, P4=4)
    answer(acme, one, now + timedelta(hours=1), by="executive", P4=1)
    answer(acme, one, now + timedelta(hours=2), by="contributor", P4=0)
    assert answers_of(one) == {"P4": 1}
    done = complete(acme, one, now + timedelta(hours=3))
    done.voices = None
    done.save(update_fields=["voices"])
    assert answers_of(get_assessment(done.id)) == {"P4": 0}


def test_an_assessment_invites_three_hundred_times_at_most(acme, now, monkeypatch) -> None:
    one = started(acme, now)
    link(acme, one, now, role="manager")
    assert MOST_INVITATIONS == 300
    monkeypatch.setattr("assessments.voices.services.MOST_INVITATIONS", 2)
    link(acme, one, now, role="manager")
    with refused("too_many_invitations", most=2):
        link(acme, one, now, role="manager")
    with refused("too_many_invitations"):
        by_mail(acme, one, now)
