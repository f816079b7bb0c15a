"""What a charter says: the file, the words that changed, the share that signed, the dates."""

import re
from datetime import date, timedelta
from uuid import UUID

import msgspec
import pytest

from assessments.questionnaire.selectors import current_questionnaire
from config.messages import BADLY_SET
from governance.charter.rules import (
    Bilingual,
    CharterRule,
    CharterText,
    GivenAnswer,
    Piece,
    PieceKind,
    Signed,
    changed_rules,
    charter_facts,
    date_problems,
    differences,
    parse_charter,
    proposed,
    reasons,
    signed,
    text_problems,
    worded,
)
from governance.charter.selectors import charter_catalogue
from tenants.documents import BadDocument
from tenants.shapes import encode

TODAY = date(2026, 11, 22)
ONE, TWO, THREE = UUID(int=1), UUID(int=2), UUID(int=3)


def both(text: str) -> Bilingual:
    return Bilingual(fr=text, en=text)


def charter(*titles: str) -> CharterText:
    rules = tuple(CharterRule(id=f"r{n}", title=both(one)) for n, one in enumerate(titles))
    return CharterText(contact_id=ONE, rules=rules)


def test_the_proposal_has_ten_rules_and_promises_nothing_by_itself():
    text = proposed(charter_catalogue(), contact_id=ONE, tools=(), answers={})
    assert (len(text.rules), text.promises, text_problems(text)) == (10, (), {})
    assert len(charter_catalogue().promises) == 3
    assert text.rules[4].title.within("fr") == "Je dis quand une personne parle à une machine."


def answered(anchor: int) -> GivenAnswer:
    return GivenAnswer(anchor=anchor, on=date(2026, 5, 3), question=both("q"), answer=both("a"))


def lines_of(**answers: int) -> tuple[CharterText, dict[str, GivenAnswer]]:
    known = {item: answered(anchor) for item, anchor in answers.items()}
    text = proposed(charter_catalogue(), contact_id=ONE, tools=(), answers=known)
    return text, reasons(text, catalogue=charter_catalogue(), answers=known)


def test_a_rule_starts_from_what_the_company_answered_and_says_so():
    ours, _ = lines_of()
    text, why = lines_of(N3=0, T2=4, R4=3, P1=1, R1=1, R2=0)
    changed = [new.id for new, old in zip(text.rules, ours.rules, strict=True) if new != old]
    assert changed == ["approved_tools", "red_list", "doubt"]
    assert "interdiction" in text.rules[0].line.fr
    assert (set(why), why["doubt"].anchor) == (set(changed), 1)
    assert lines_of(N3=2)[0].rules[1].line != text.rules[1].line
    assert all(len(one.line.fr) <= 160 for one in charter_catalogue().from_answers)
    assert all(len(one.line.en) <= 160 for one in charter_catalogue().from_answers)
    assert {one.item for one in charter_catalogue().from_answers} <= {
        item.id for item in current_questionnaire(today=date(2026, 11, 28)).items
    }


def test_a_line_that_somebody_changed_is_no_longer_from_an_answer():
    text, _ = lines_of(N3=0)
    typed = tuple(CharterRule(id=one.id, title=one.title, line=both("x")) for one in text.rules)
    known = {"N3": answered(0)}
    mine = CharterText(contact_id=ONE, rules=typed)
    assert reasons(mine, catalogue=charter_catalogue(), answers=known) == {}


def test_a_file_with_a_rule_twice_or_too_few_is_refused():
    rule = {"id": "a", "title": {"fr": "a", "en": "a"}}
    whole = {
        "schema": "capitaine/charter/1",
        "version": "1",
        "rules": [rule] * 8,
        **{key: [] for key in ("from_answers", "forbidden", "conditional", "free", "promises")},
    }
    with pytest.raises(BadDocument) as twice:
        parse_charter(whole)
    with pytest.raises(BadDocument) as few:
        parse_charter({**whole, "rules": [rule]})
    assert (twice.value.codes, few.value.codes) == ({"duplicate_id"}, {"charter_rules_count"})


def test_differences_are_told_word_by_word():
    before = "Un agent a un nom, un usage et une limite."
    after = "Un agent a un nom, des limites et une personne qui l’arrête."
    found = differences(before, after)
    kept = [one.text for one in found if one.kind is not PieceKind.GONE]
    left = [one.text for one in found if one.kind is not PieceKind.NEW]
    assert (" ".join(kept), " ".join(left)) == (after, before)
    assert found[0] == Piece(PieceKind.SAME, "Un agent a un nom,")
    assert differences(before, before) == (Piece(PieceKind.SAME, before),)
    assert differences("", "neuf") == (Piece(PieceKind.NEW, "neuf"),)


def test_only_rules_that_changed_are_told_and_those_left_out_too():
    found = changed_rules(charter("a", "b", "c"), charter("a", "B"), language="fr")
    assert [one.place for one in found] == [2, None]
    assert found[1].pieces == (Piece(PieceKind.GONE, "c"),)


def test_a_text_left_as_proposed_stays_in_both_languages():
    known = [Bilingual(fr="Je relis.", en="I check.")]
    assert worded("Je relis.", language="fr", known=known).en == "I check."
    assert worded("Je vérifie.", language="fr", known=known).en == "Je vérifie."


def test_a_person_counts_once_and_the_share_is_never_above_all():
    names = {ONE: "Éva Noël", TWO: "Marc Delorme"}
    found = signed(
        member_names=names, signer_ids={ONE, THREE}, names=["eva noel", "Jo"], headcount=45
    )
    assert found == Signed(count=2, of=45)
    assert signed(member_names=names, signer_ids={ONE}, names=(), headcount=None).left == 1
    crowd = [f"n{n}" for n in range(9)]
    assert signed(member_names=names, signer_ids=(), names=crowd, headcount=3).of == 9


def test_a_version_begins_soon_and_is_looked_at_again_within_a_year():
    year = timedelta(days=365)
    assert date_problems(effective_from=TODAY, review_on=TODAY + year, today=TODAY) == {}
    late = date_problems(effective_from=TODAY, review_on=TODAY + 2 * year, today=TODAY)
    past = date_problems(effective_from=TODAY - year, review_on=TODAY - year, today=TODAY)
    assert late == {"review_on": ["charter_review_within_a_year"]}
    assert set(past) == {"effective_from", "review_on"}


def test_the_roadmap_reads_the_share_and_that_a_second_version_came():
    text = proposed(charter_catalogue(), contact_id=ONE, tools=(), answers={})
    share = Signed(count=38, of=45)

    def told(number: int, days: int) -> dict[str, object]:
        on = TODAY - timedelta(days=days)
        return charter_facts(newest=text, number=number, published_on=on, share=share, today=TODAY)

    assert told(2, 9)["charter.acknowledged.share"] == {"met": 38, "all": 45}
    assert told(2, 9)["charter.red_list"] is True
    reviewed = [told(*one)["charter.reviewed_12m"] for one in ((1, 9), (2, 9), (2, 400))]
    assert reviewed == [False, True, False]


def test_a_text_is_kept_as_it_is():
    assert b"\xe2\x80\x99" in encode(
        proposed(charter_catalogue(), contact_id=ONE, tools=(), answers={})
    )


def test_every_french_text_of_the_proposal_keeps_french_typography():
    text = msgspec.json.encode(charter_catalogue()).decode()
    french = re.findall(r'"fr":"([^"]*)"', text)
    assert len(french) > 10
    assert [one for one in french if BADLY_SET.search(one)] == []
