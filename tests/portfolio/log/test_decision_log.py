import pytest
from django.urls import reverse

from governance.access.rules.actors import SYSTEM
from governance.access.rules.authority import Grant
from governance.decisions.choices import SubjectKind
from governance.decisions.models import Decision
from governance.decisions.rules import read_facts
from governance.decisions.selectors import LogFilter, log_page
from governance.decisions.services import record_decision
from portfolio.initiatives.models import Initiative
from tenants.ids import uuid7
from tests.conftest import acting


def record(cast, now, *, part="executive", verdict="adjust", subject_id=None, **more) -> Decision:
    system = part == "system"
    return record_decision(
        acting(SYSTEM if system else cast.actor(part), now=now),
        grant=Grant(by="system" if system else "role"),
        verdict=verdict,
        subject_kind=more.pop("subject_kind", SubjectKind.INITIATIVE),
        subject_id=subject_id or uuid7(),
        **more,
    )


def show(cast, query="", part="viewer", language="en"):
    return cast.client(part).get(
        f"{reverse('decision_log')}{query}", headers={"accept-language": language}
    )


def test_the_log_shows_who_why_on_what_authority_and_the_facts(acme, now, today) -> None:
    idea = Initiative.objects.create(
        title="Chiffrer un devis <vite>",
        proposed_by=acme.members["lead"],
        state_since=today,
        created_at=now,
    )
    facts = {"amount": "2500", "captain": acme.members["captain"].id, "deadline": today}
    record(acme, now, subject_id=idea.id, reason="Trop lent.", facts=facts)
    text = show(acme).text
    for shown in (
        "Chiffrer un devis &lt;vite&gt;",
        "Trop lent.",
        "Claire Morel",
        "by role",
        "€2,500",
        "Sophie Lambert",
        "22 November 2026",
    ):
        assert shown in text.replace("\u00a0", " ")


def test_newest_first_and_page_by_page(acme, now) -> None:
    rows = [record(acme, now) for _ in range(30)]
    first = log_page(wanted=LogFilter())
    assert [e.decision.seq for e in first.entries] == [r.seq for r in reversed(rows[5:])]
    second = log_page(wanted=LogFilter(before=first.older))
    assert [e.decision.seq for e in second.entries] == [r.seq for r in reversed(rows[:5])]
    assert (second.older, second.is_newest) == (None, False)
    answer = show(acme)
    assert f"before={first.older}" in answer.text


def test_a_page_of_the_log_costs_the_same_however_long(
    acme, now, django_assert_max_num_queries
) -> None:
    for part in ["executive", "lead", "system"] * 7:
        record(acme, now, part=part, facts={"captain": acme.members["captain"].id})
    with django_assert_max_num_queries(6):
        log_page(wanted=LogFilter())


def test_filters_narrow_and_nonsense_is_ignored(acme, now) -> None:
    one = record(acme, now, part="lead", verdict="pause")
    record(acme, now, part="executive", verdict="stop")
    person = acme.members["lead"].id
    for query in ("?verdict=pause", f"?person={person}", f"?about={one.subject_id}"):
        page = show(acme, query).context["log"].page
        assert [entry.decision.seq for entry in page.entries] == [one.seq]
    for query in ("?verdict=x", "?person=1", "?about=1", "?before=-3", "?subject=zz"):
        assert len(show(acme, query).context["log"].page.entries) == 2


def test_a_correction_is_shown_on_both_entries(acme, now) -> None:
    wrong = record(acme, now)
    right = record(acme, now, verdict="correct", corrects_id=wrong.id)
    text = show(acme).text
    assert f"Corrects decision no. {wrong.seq}" in text
    assert f"Corrected by decision no. {right.seq}" in text


def test_the_chain_is_checked_on_demand(acme, now) -> None:
    record(acme, now)
    assert "The chain is intact" not in show(acme).text
    assert "The chain is intact" in show(acme, "?check=1").text
    assert "La chaîne est intacte" in show(acme, "?check=1", language="fr").text


def test_what_the_system_decided_says_so(acme, now) -> None:
    record(acme, now, part="system", verdict="pause")
    assert "Capitaine, by rule" in show(acme).text


def test_nobody_reads_the_log_without_signing_in(acme, globex) -> None:
    assert show(acme, part=None).status_code == 302


def test_an_empty_log_says_what_will_come(acme) -> None:
    assert "Decisions appear as they are taken." in show(acme).text


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        ({"amount": "12.50"}, [("amount", "money")]),
        ({"ends": "2026-11-22"}, [("ends", "date")]),
        ({"at": "2026-11-22T09:00:00.000000+00:00"}, [("at", "date")]),
        ({"met": True, "none": None, "empty": []}, [("met", "flag")]),
        ({"before": {"target": 3}}, [("before target", "number")]),
        (
            {"kpis": [{"last": 1}, {"last": 2}]},
            [("kpis 1 last", "number"), ("kpis 2 last", "number")],
        ),
        ({"captain": "0" * 8 + "-0000-0000-0000-" + "0" * 12}, [("captain", "id")]),
        ({"word": "NaN"}, [("word", "text")]),
    ],
)
def test_facts_are_told_by_key_and_shape(facts, kinds) -> None:
    lines = read_facts(facts)
    assert [(" ".join(line.keys), line.values[0].kind) for line in lines] == kinds
