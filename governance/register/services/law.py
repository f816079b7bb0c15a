"""An entry is classified by the taps and questions of the law of today."""

from collections.abc import Mapping
from uuid import UUID

from governance.access.rules.actors import Act
from governance.access.services import require
from governance.law.rules.taps import PERSON, answers_from_taps, short_way
from governance.law.rules.triage import evaluate
from governance.law.selectors import law
from governance.register.choices import Happening
from governance.register.models import RegisterEntry
from governance.register.selectors import get_entry, law_answers
from governance.register.services.entries import note
from tenants.errors import Invalid
from tenants.rows import locked
from tenants.transactions import use_case

OWN_IDEA = ""


def classify_entry(
    act: Act,
    *,
    entry_id: UUID,
    answers: Mapping[str, str],
    taps: Mapping[str, str] | None = None,
    expected_version: int | None = None,
) -> RegisterEntry:
    """The entry has its class under the law of today, or waits for the questions left open.

    `taps` begin anew; `answers` to questions of the law add to what was answered and still speaks.
    Raises NotAllowed, NotFound `entry_not_found`, Invalid `triage_answers`, Refused
    `stale_version`.
    """
    require(act, permission="register.edit")
    with use_case():
        row = locked(RegisterEntry, entry_id, expected=expected_version, code="entry_not_found")
        now = law()
        if taps is not None:
            known, sources = _from_taps(taps, answers)
        else:
            known = {**law_answers(row), **answers}
            former = {one: row.law_sources.get(one, PERSON) for one in known}
            sources = {**former, **dict.fromkeys(answers, PERSON)}
        if not known or (taps is None and not answers):
            raise Invalid("triage_answers", fields={"answers": ["required"]})
        try:
            result = evaluate(law=now, answers=known, as_of=act.today)
        except ValueError as error:
            raise Invalid("triage_answers", fields={"answers": ["unknown"]}) from error
        was = row.law_class
        whole = not result.open
        row.law_answers, row.law_sources, row.law_version = known, sources, now.version
        row.law_class = result.triage_class.value if whole else ""
        row.classified_on = act.today if whole else None
        row.version += 1
        row.save(
            update_fields=[
                *("law_answers", "law_sources", "law_class", "law_version"),
                *("classified_on", "version"),
            ]
        )
        facts = {"law_class": [was, row.law_class], "law_version": row.law_version}
        note(act, row, Happening.CLASSIFIED, facts=facts, actor=act.actor)
    return get_entry(entry_id)


def _from_taps(
    taps: Mapping[str, str], answers: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    way = short_way(law=law(), use_case=OWN_IDEA)
    if way is None:
        raise RuntimeError("an own idea has a short way")
    offered = {tap.id for tap in way.taps}
    wrong = {f"taps.{one}": ["unknown"] for one in sorted(set(taps) - offered)}
    wrong |= {f"taps.{one}": ["required"] for one in sorted(offered - set(taps))}
    wrong |= {f"taps.{one}": ["unknown"] for one in taps if taps[one] not in law().answers}
    if wrong:
        raise Invalid("triage_answers", fields=wrong)
    return answers_from_taps(way=way, taps=taps, singles=answers)
