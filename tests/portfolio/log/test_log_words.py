"""The facts of a decision read as words, sums, units and names, never as keys and codes."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils.translation import override

from governance.decisions.models import Decision
from governance.decisions.rules import Value, read_facts
from governance.decisions.selectors import LogPage
from governance.decisions.words import (
    LABELS,
    SILENT,
    VERDICTS,
    system_reason,
)
from governance.mandates.choices import MandateKind
from governance.mandates.services import write_mandate
from portfolio.cap.services import change_cap, grant_exception
from portfolio.decisions.services.corrections import correct_decision
from portfolio.decisions.services.decisions import pause_by_system
from portfolio.initiatives.models import Initiative
from portfolio.life.choices import Verdict
from portfolio.life.rules import Changes
from portfolio.log.selectors import NamedLog
from portfolio.log.words import fact_value, fact_word
from portfolio.reviews.services.reviews import open_review
from portfolio.rhythm.services import switch_silence
from tenants.ids import uuid7
from tests.conftest import acting
from tests.portfolio.scene import TODAY, at, give, measure, only_objective, qualified, started

OBJECTIVE = "0" * 8 + "-0000-0000-0000-" + "0" * 12


@pytest.fixture
def decided(acme) -> Initiative:
    """One initiative to which everything happened that the log keeps facts of."""
    row = started(acme, day=TODAY - timedelta(days=100), budget=24_000)
    measure(acme, row, 5, day=TODAY - timedelta(days=70))
    boss = acme.actor("executive")
    time: dict[str, Any] = {"now": at(TODAY), "today": TODAY}
    write_mandate(
        acting(boss, **time),
        kind=MandateKind.INITIATIVE,
        holder_id=acme.members["captain"].id,
        initiative_id=row.id,
    )
    changes = Changes(
        target=Decimal(4), budget=30_000, captain_id=acme.members["captain"].id, scope="Tout"
    )
    adjusted = give(acme, row, Verdict.ADJUST, reason="Plus grand", changes=changes)
    correct_decision(acting(boss, **time), decision_id=adjusted.decision.id, reason="Non")
    open_review(acting(boss, **time))
    give(acme, row, Verdict.CONTINUE, reason="Il avance")
    give(acme, row, Verdict.RELEASE, reason="Sans attendre")
    pause_by_system(initiative_id=row.id, reason="vacancy", **time)
    grant_exception(acting(boss, **time), reason="Appel d’offres")
    change_cap(acting(boss, **time), cap=2, reason="Deux suffisent")
    switch_silence(acting(boss, **time), pauses=False, reason="Été")
    give(acme, row, Verdict.STOP, reason="Trop cher", lesson="Mesurer avant", kept="Le jeu d’essai")
    give(acme, qualified(acme, "Autre"), Verdict.REJECT, reason="Plus tard")
    return row


def shown(cast, language: str = "en") -> str:
    answer = cast.client("viewer").get(
        reverse("decision_log"), headers={"accept-language": language}
    )
    text = answer.text.replace("\u00a0", " ").replace("\u202f", " ")
    return re.sub(r">\s+<", "><", text)


def test_every_key_and_every_code_of_the_log_has_its_words(acme, decided) -> None:
    rows = list(Decision.objects.all())
    lines = [line for row in rows for line in read_facts(row.facts)]
    keys = {key for line in lines for key in line.keys if not key.isdigit()}
    assert keys - LABELS.keys() - SILENT == set()
    codes = {v.value for line in lines for v in line.values if v.kind == "word"}
    assert {code for code in codes if fact_word(code) == code} == set()
    assert {row.verdict for row in rows} <= VERDICTS.keys()
    texts = {v.value for line in lines for v in line.values if v.kind == "text"}
    assert texts == {"Tout", "Mesurer avant", "Le jeu d’essai"}


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            [
                "<dt>Value</dt><dd>5 j</dd>",
                "<dt>Share of the gain</dt><dd>67%</dd>",
                "<dt>Target, before</dt><dd>3 j</dd>",
                "<dt>Budget, after</dt><dd>€30,000</dd>",
                "<dt>Captain, after</dt><dd>Sophie Lambert</dd>",
                "<dt>Objective</dt><dd>Délai d’un devis</dd>",
                "<dt>State after</dt><dd>Stopped</dd>",
                "<dt>Corrected decision</dt><dd>adjust</dd>",
                "<dt>Review</dt><dd>Review of ",
                "<dt>May decide</dt><dd>continue, adjust",
                "The captain’s seat had been vacant for ten working days.",
            ],
        ),
        (
            "fr",
            [
                "<dt>Valeur</dt><dd>5 j</dd>",
                "<dt>Objectif visé, avant</dt><dd>3 j</dd>",
                "<dt>Peut décider</dt><dd>",
                "<dt>Budget, après</dt><dd>30 000 €</dd>",
            ],
        ),
    ],
)
def test_facts_are_read_as_words_sums_units_and_names(acme, decided, language, told) -> None:
    text = shown(acme, language)
    assert [one for one in told if one not in text] == []
    facts = " ".join(re.findall(r"<d[td]>(.*?)</d[td]>", text))
    assert not re.search(r"…[0-9a-f]{6}|\b\w+_\w+\b", facts)
    assert str(only_objective(decided).id)[-6:] not in facts


def test_the_value_of_a_kpi_is_in_its_unit_and_never_in_euros_by_itself() -> None:
    inside = {"objectives": [{"objective": OBJECTIVE, "value": "4.5", "share": "0.75"}]}
    kinds = [(line.keys[-1], line.values[0].kind) for line in read_facts(inside)]
    assert kinds == [("objective", "id"), ("value", "measure"), ("share", "share")]
    assert str(read_facts(inside)[1].values[0].of) == OBJECTIVE
    assert read_facts({"value": "4.5"})[0].values == (Value(kind="number", value=Decimal("4.5")),)


def test_a_signal_is_one_line_with_its_first_day() -> None:
    (line,) = read_facts({"signals": [{"code": "pause_over", "since": "2026-11-22"}]})
    assert (line.keys, [v.kind for v in line.values]) == (("signals",), ["word", "date"])


def test_a_lesson_that_is_a_number_stays_what_was_written() -> None:
    assert read_facts({"lesson": "42"})[0].values[0].kind == "text"


def test_a_reason_that_a_person_wrote_is_left_alone() -> None:
    assert system_reason("Parce que") == "Parce que"


def test_each_kind_of_value_is_said_as_a_person_reads_it() -> None:
    review, goal, someone, stranger = uuid7(), uuid7(), uuid7(), uuid7()
    log = NamedLog(
        LogPage(entries=[], older=None, is_newest=True, names={}),
        names={someone: "Nadia Benali"},
        titles={},
        units={goal: "h"},
        reviews={review: (date(2026, 10, 1), date(2026, 10, 31))},
    )

    def said(kind: str, value: object, of: UUID | None = None) -> str:
        return fact_value(Value(kind=kind, value=value, of=of), log)

    with override("en"):
        assert said("id", review) == "Review of October 2026"
        assert said("id", someone) == "Nadia Benali"
        assert said("id", stranger) == f"…{str(stranger)[-6:]}"
        assert said("money", 46200) == "€46,200"
        assert said("measure", 4.5, goal) == "4.5\N{NO-BREAK SPACE}h"
        assert said("measure", 4.5, stranger) == "4.5"
        assert said("share", 0.77) == "77%"
        assert said("date", date(2026, 10, 5)) == "5\N{NO-BREAK SPACE}October 2026"
        assert (said("flag", True), said("flag", False)) == ("yes", "no")
        assert said("text", "Tenders first") == "Tenders first"
