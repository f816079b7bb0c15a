"""What the errors of the diagnostic say to a person."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEXTS: dict[str, Promise] = {
    "act_unknown": _("Choose what happens with this action."),
    "action_done": _("This action is done already. Look at its page."),
    "action_not_found": _("This action is not in the catalogue."),
    "action_not_in_roadmap": _("Your roadmap does not speak of this action."),
    "action_not_taken": _("Nobody has taken this action yet. Take it first."),
    "action_open": _("This action is already proposed."),
    "action_taken": _("Somebody has taken this action already. Move it or hand it over."),
    "assessment_completed": _(
        "This assessment is finished: its result stays as it is. Start a new one to answer again."
    ),
    "assessment_empty": _("Nothing is answered yet. Answer a few questions before you finish."),
    "assessment_expired": _(
        "This assessment was open for thirty days and is closed. "
        "Your answers are kept; start a new one."
    ),
    "assessment_not_found": _("This assessment does not exist in your company."),
    "assessment_open": _("This assessment is not finished: see your result first, then keep it."),
    "bad_answer": _("This answer does not fit the question. Everything answered before is kept."),
    "date_not_ahead": _("Choose a day to come."),
    "date_too_far": _("Choose a day within two years."),
    "member_not_found": _("This person has left the company. Choose somebody else."),
    "not_an_item": _("This question is not in the questionnaire of this assessment."),
    "not_asked": _("Your other answers make this question unnecessary: it is not asked."),
    "owner_reads_only": _("A viewer only reads. Choose somebody who can act."),
    "proof_needs_sentence": _("Write in one sentence what proves that it is done."),
    "refusal_needs_reason": _("Write in one sentence why not now."),
    "use_case_not_found": _("This use is not among those the assessment suggests."),
}

ANSWER_TEXTS: dict[str, Promise] = {
    "nothing_answered": _("Choose an answer, or skip this question."),
    "too_many": _("Choose %(most)s at most."),
}
OTHER_ANSWER = _("Choose one of the answers below.")


def answer_error(code: str, *, most: int) -> str:
    """What is wrong with an answer, beside the question."""
    return str(ANSWER_TEXTS.get(code, OTHER_ANSWER)) % {"most": most}
