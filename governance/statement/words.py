"""What a statement says: one sentence a code, and what proves it."""

from collections.abc import Mapping
from uuid import UUID

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.register.choices import Oversight
from governance.statement.rules import LineKind, StatementLine, StatementUse
from tenants.display import date_long, number

register = template.Library()
SENTENCES: Mapping[LineKind, Promise] = {
    LineKind.USES: _(
        "Of the uses of AI in place (%(of)s), those that take data of customers or of persons are"
        " listed here: %(count)s."
    ),
    LineKind.NONE_OF_OTHERS: _(
        "None of the uses of AI in place (%(of)s) takes data of customers or of persons."
    ),
    LineKind.CLASSIFIED: _("Classified under the AI Act: %(count)s of %(of)s."),
    LineKind.CHECKED: _("A person checks what comes out: %(count)s of %(of)s."),
    LineKind.CHARTER: _("The AI charter is signed by %(count)s of %(of)s people."),
    LineKind.INCIDENTS: _(
        "Incidents are reported and kept with what was learned: %(of)s in twelve months, %(count)s"
        " of them closed."
    ),
    LineKind.LITERACY: _("Training and guidance were for %(count)s of %(of)s members this year."),
}
PROOFS: Mapping[LineKind, Promise] = {
    LineKind.USES: _("register of AI uses, %(day)s"),
    LineKind.NONE_OF_OTHERS: _("register of AI uses, %(day)s"),
    LineKind.CLASSIFIED: _("legal check in the register, last on %(day)s"),
    LineKind.CHECKED: _("register of AI uses, %(day)s"),
    LineKind.CHARTER: _("charter in force from %(day)s, its signatures"),
    LineKind.INCIDENTS: _("incident book, last entry of %(day)s"),
    LineKind.LITERACY: _("literacy measures, last of %(day)s"),
}


@register.filter
def line_said(line: StatementLine) -> str:
    """The sentence."""
    figures = {"count": number(line.count, 0), "of": number(line.of, 0)}
    return str(SENTENCES[line.kind]) % figures


@register.filter
def line_proof(line: StatementLine) -> str:
    """What proves it, with its day."""
    return str(PROOFS[line.kind]) % {"day": date_long(line.on)}


@register.filter
def oversight_said(use: StatementUse) -> str:
    """How a person checks it; empty where the register does not say."""
    return "" if use.oversight in ("", "none") else str(Oversight(use.oversight).label)


@register.filter
def person_in(person_id: UUID | None, names: Mapping[UUID, str]) -> str:
    """The name of who answers; empty where nobody is known any more."""
    return names.get(person_id, "") if person_id is not None else ""
