from datetime import date
from uuid import UUID

from governance.council.choices import Opinion
from governance.council.models import Consultation
from governance.council.rules import Consulted, answer_of, silent_on
from tenants.errors import NotFound


def consulted(row: Consultation | None, *, as_of: date) -> Consulted | None:
    """The consultation as it stands that day, None where there is none."""
    if row is None or row.asked_on > as_of:
        return None
    last = silent_on(asked_on=row.asked_on, with_expert=row.with_expert)
    return Consulted(
        id=row.id,
        about=row.about,
        asked_on=row.asked_on,
        with_expert=row.with_expert,
        silent_on=last,
        answer=answer_of(opinion_on=row.opinion_on, silent_on=last, as_of=as_of),
        opinion=Opinion(row.opinion),
        opinion_on=row.opinion_on,
    )


def get_consultation(consultation_id: UUID) -> Consultation:
    """That consultation; raises NotFound."""
    row = Consultation.objects.filter(id=consultation_id).first()
    if row is None:
        raise NotFound("consultation_not_found")
    return row
