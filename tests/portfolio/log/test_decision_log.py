import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from governance.access.rules.actors import SYSTEM
from governance.access.rules.authority import Grant
from governance.decisions.choices import SubjectKind
from governance.decisions.models import Decision
from governance.decisions.rules import read_facts
from governance.decisions.selectors import LogFilter, log_page
from governance.decisions.services import record_decision
from portfolio.initiatives.models import Initiative
from portfolio.log.selectors import named_log
from tenants.ids import uuid7
from tests.conftest import acting
from tests.counting import statements
from tests.portfolio import scene
from tests.portfolio.calls import caller


def fill_log(length: int) -> None:
    """The log is that long, by its own trigger."""
    names = [field.column for field in Decision._meta.concrete_fields]
    kept = [one for one in names if one not in ("id", "seq", "previous_hash", "hash")]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO governance_decision (id, seq, previous_hash, hash, {', '.join(kept)})"
            f" SELECT gen_random_uuid(), 0, '', '', {', '.join(kept)} FROM governance_decision,"
            " generate_series(1, %s - (SELECT count(*)::int FROM governance_decision))"
            " WHERE seq = 1",
            [length],
        )
    assert Decision.objects.count() == length


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


def test_a_page_of_the_log_costs_the_same_however_long(acme, now) -> None:
    for part in ["executive", "lead", "system"] * 7:
        record(acme, now, part=part, facts={"captain": acme.members["captain"].id})
    with statements() as sent:
        named_log(wanted=LogFilter())
    assert len(sent) <= 3


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


def test_words_and_days_narrow_page_file_and_interface_alike(acme, now) -> None:
    idea = scene.idea(acme, "Trier les réclamations", day=now.date() - timedelta(days=9))
    old = now - timedelta(days=9)
    record(acme, old, verdict="pause", reason="L’été arrive", subject_id=idea.id)
    record(acme, now, verdict="stop", reason="Plus d’intérêt")
    call = caller(acme, "executive", ("read",))
    day = str(now.date())
    for query, shown, hidden in (
        ("q=ete+ARRIVE", "L’été arrive", "Plus d’intérêt"),
        ("q=reclam+trier", "L’été arrive", "Plus d’intérêt"),
        (f"since={day}", "Plus d’intérêt", "L’été arrive"),
        (f"until={now - timedelta(days=1):%d/%m/%Y}", "L’été arrive", "Plus d’intérêt"),
    ):
        text = show(acme, f"?{query}").text
        assert shown in text, query
        assert hidden not in text, query
        file = acme.client("executive").get(f"/exports/decisions.csv?{query}").content.decode()
        assert shown in file
        assert hidden not in file
    for query in ("q=interet", f"since={day}"):
        found = call("get", f"decisions/?{query}").json()["results"]
        assert [one["reason"] for one in found if one["reason"]] == ["Plus d’intérêt"]


def test_days_head_their_entries_and_what_rules_did_is_folded(acme, now) -> None:
    for part, days in (("executive", 400), ("system", 1), ("system", 1), ("executive", 0)):
        record(acme, now - timedelta(days=days), part=part, reason="idle", facts={"slot": 1})
    page = show(acme, language="fr").text.replace("\u00a0", " ")
    heads = re.findall(r'class="day">([^<]+)<', page)
    assert heads == [
        "Dimanche 22 novembre 2026",
        "Samedi 21 novembre 2026",
        "Samedi 18 octobre 2025",
    ]
    assert page.count('<details class="fold">') == 1
    facts = dict.fromkeys(("starts", "ends", "restart_on", "deadline", "until"), "2026-11-22")
    record(acme, now, facts=facts)
    page = show(acme, language="en").text
    assert "All the facts of that moment (5)" in page


def test_the_page_asks_the_same_of_the_database_however_long_the_log(acme, now) -> None:
    for part in ("executive", "lead", "system"):
        for _ in range(7):
            record(acme, now, part=part, facts={"captain": acme.members["captain"].id})
    counts = []
    for length in (21, 2000):
        fill_log(length)
        with CaptureQueriesContext(connection) as read:
            named_log(wanted=LogFilter(words=("x",)))
            named_log(wanted=LogFilter(before=20))
        counts.append(len(read))
    assert counts[0] == counts[1] <= 20


def squeezed(text: str) -> str:
    """Without the spaces of whatever width that a page is set with."""
    return re.sub(r"[\s\u200b]+", "", text)


def test_what_the_filters_show_leaves_on_paper_with_its_numbers_and_digest(acme, now) -> None:
    for days in reversed(range(40)):
        record(acme, now - timedelta(days=days), reason=f"Raison {days}. {'mot ' * 40}")
    last = record(acme, now, verdict="stop", part="system", reason="silence")
    for language, said in (
        ("fr", "Journal des décisions, Ateliers Morel"),
        ("en", "Log of Ateliers Morel"),
    ):
        reader = acme.client("viewer")
        path = reverse("decision_log_pdf")
        whole = reader.get(path, headers={"accept-language": language})
        pages = PdfReader(io.BytesIO(whole.content)).pages
        text = squeezed("".join(one.extract_text() for one in pages))
        assert len(pages) > 1
        assert squeezed(said) in text
        assert bytes(last.hash).hex() in text
        assert "Raison39." in text
        day = f"{now - timedelta(days=3):%d/%m/%Y}"
        some = reader.get(f"{path}?since={day}&until={day}", headers={"accept-language": language})
        (page,) = PdfReader(io.BytesIO(some.content)).pages
        assert "Raison3." in squeezed(page.extract_text())
        assert "Raison4." not in squeezed(page.extract_text())
