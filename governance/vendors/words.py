"""The six questions, as a vendor reads them."""

from collections.abc import Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from governance.vendors.choices import VendorQuestion

register = template.Library()
ASKED: Mapping[VendorQuestion, Promise] = {
    VendorQuestion.DATA: _(
        "Which of our data does the tool receive, and does anybody train a model with it?"
    ),
    VendorQuestion.PLACE: _(
        "Where is it stored and processed, by which subcontractors, and for how long?"
    ),
    VendorQuestion.SECURITY: _(
        "How is it protected, who can read it, and which certificate says so?"
    ),
    VendorQuestion.CONTRACT: _(
        "Where is the processor contract (GDPR, art. 28), and who owns what the tool makes?"
    ),
    VendorQuestion.LAW: _(
        "Which class does the tool have under the AI Act, and where are its instructions?"
    ),
    VendorQuestion.EXIT: _(
        "What does it cost in all, how is it stopped, and how do we get our data back?"
    ),
}


@register.filter
def vendor_question(code: str) -> str:
    """What is asked."""
    return str(ASKED[VendorQuestion(code)])
