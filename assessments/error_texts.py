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
    "already_invited": _(
        "%(email)s has used the invitation already. Who lost the way back can use another link."
    ),
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
    "email_invalid": _("Write an e-mail address such as name@company.com."),
    "in_future": _("Choose today or an earlier day: this records what was done."),
    "in_past": _("Choose today or a later day."),
    "invitation_closed": _("This link was closed. Ask whoever sent it for another one."),
    "invitation_expired": _("This link has expired. Ask whoever sent it for another one."),
    "invitation_full": _(
        "This link has served as many people as it can. Ask whoever sent it for another one."
    ),
    "invitation_invalid": _("Say in what capacity the person answers."),
    "invitation_not_found": _(
        "This link leads to no question. Check that it is whole, or ask for another one."
    ),
    "invitation_used": _(
        "This link works once, and it was used. Your answers are kept: go on with the address "
        "you were given when you began."
    ),
    "member_not_found": _("This person has left the company. Choose somebody else."),
    "minutes_out_of_range": _("Write a number of minutes, 6,000 at most."),
    "no_comparison": _("There is no earlier assessment to compare this one with."),
    "no_result": _("This assessment has no result yet: answer it to its end first."),
    "nobody_chosen": _("Choose at least one person to send the result to."),
    "not_an_item": _("This question is not in the questionnaire of this assessment."),
    "not_asked": _("Your other answers make this question unnecessary: it is not asked."),
    "nothing_proposed": _("No new assessment is proposed at the moment."),
    "nothing_to_carry": _("There is no earlier answer left to confirm."),
    "owner_reads_only": _("A viewer only reads. Choose somebody who can act."),
    "proof_needs_sentence": _("Write in one sentence what proves that it is done."),
    "refusal_needs_reason": _("Write in one sentence why not now."),
    "skill_plan_done": _("This plan is done: it stays as it is. Make a new one for what is next."),
    "skill_plan_not_found": _("This plan does not exist in your company."),
    "skill_plan_open": _("This skill has a plan already. Change it, or finish it first."),
    "too_many_invitations": _("%(most)s invitations at most for one assessment."),
    "use_case_not_found": _("This use is not among those the assessment suggests."),
    "voice_completed": _(
        "These questions are closed: the result is there. The answers you gave are kept."
    ),
    "voice_expired": _(
        "These questions were open for thirty days and are closed. The answers you gave are kept."
    ),
}

ANSWER_TEXTS: dict[str, Promise] = {
    "nothing_answered": _("Choose an answer, or skip this question."),
    "too_many": _("Choose %(most)s at most."),
}
OTHER_ANSWER = _("Choose one of the answers below.")


def answer_error(code: str, *, most: int) -> str:
    """What is wrong with an answer, beside the question."""
    return str(ANSWER_TEXTS.get(code, OTHER_ANSWER)) % {"most": most}
