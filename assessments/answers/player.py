"""One question after the other, whoever answers and wherever the answers are kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from assessments.answers.forms import corrected, kept, raw_answer
from assessments.answers.selectors import next_after, overview, question
from assessments.contradictions.selectors import asked_again, contradictory
from assessments.error_texts import answer_error
from assessments.questionnaire.rules.answers import Answers, visible_items
from assessments.questionnaire.rules.questionnaire import Questionnaire
from tenants.errors import Invalid, NotFound


@dataclass(frozen=True, kw_only=True)
class Answering:
    """Somebody before a questionnaire: what is asked and answered, and where the pages are.

    *save* keeps one more answer and returns the same with it, Invalid as `read_answer`; *later* is
    the address for who stops here, *end* the one after the last question. *counted* are the answers
    that make the result, *among* the questions that stand around this one, *onward* the address
    after it, where these differ from the plain ones; *frame* what the page holds beside it.
    """

    questionnaire: Questionnaire
    answers: Answers
    save: Callable[[str, object], Answering]
    address: Callable[[str], str]
    later: str
    end: str
    counted: Answers | None = None
    among: Callable[[str], Questionnaire] | None = None
    onward: Callable[[str], str] | None = None
    frame: Mapping[str, Any] = field(default_factory=dict)
    template: str = "assessments/answers/page.html"


def play(request: Any, one: Answering, item_id: str) -> HttpResponse:
    """One question with its answer, or that answer and then the next question.

    NotFound `not_asked` where these answers do not show it.
    """
    if item_id not in {item.id for item in visible_items(one.questionnaire, one.answers)}:
        raise NotFound("not_asked", item=item_id)
    if request.method != "POST":
        return _page(request, one, item_id)
    raw = raw_answer(one.questionnaire.item(item_id), request.POST)
    if raw is None:
        return _page(request, one, item_id, error="nothing_answered")
    try:
        after = one.save(item_id, raw)
    except Invalid as wrong:
        return _page(request, one, item_id, error=wrong.fields.get(item_id, [""])[0])
    if after.onward is not None:
        return redirect(after.onward(item_id))
    following = next_after(after.questionnaire, after.answers, item_id=item_id)
    return redirect(after.address(following) if following else after.end)


def check(request: Any, one: Answering) -> HttpResponse | None:
    """Both questions of each pair that does not go together, with their answers.

    POST corrects or keeps; None once no pair is left that the person has not seen.
    """
    asked = asked_again(
        questionnaire=one.questionnaire,
        answers=_counted(one),
        language=request.LANGUAGE_CODE,
    )
    if request.method != "POST":
        context = {"asked": asked, "later_url": one.later, **one.frame}
        return render(request, "assessments/contradictions/page.html", context)
    for item_id, raw in corrected(asked, request.POST).items():
        one = one.save(item_id, raw)
    left = {pair.id for pair in contradictory(one.questionnaire, _counted(one))}
    return None if left <= kept(request.POST) else redirect(request.path)


def summary(request: Any, one: Answering, answers: Answers) -> dict[str, Any]:
    """The questions answered and missing, each beside the address of its page."""
    lines = overview(
        questionnaire=one.questionnaire, answers=answers, language=request.LANGUAGE_CODE
    )
    every = [(line, one.address(line.item_id)) for line in lines]
    return {
        "answered": [line for line in every if line[0].is_answered],
        "missing": [line for line in every if not line[0].is_answered],
        "last_url": every[-1][1],
        "later_url": one.later,
        **one.frame,
    }


def _counted(one: Answering) -> Answers:
    return one.answers if one.counted is None else one.counted


def _page(request: Any, one: Answering, item_id: str, *, error: str = "") -> HttpResponse:
    shown = question(
        questionnaire=one.among(item_id) if one.among else one.questionnaire,
        answers=one.answers,
        item_id=item_id,
        language=request.LANGUAGE_CODE,
        attempt=tuple(request.POST.getlist("answer")),
    )
    context = {
        "question": shown,
        "error": answer_error(error, most=shown.most) if error else "",
        "later_url": one.later,
        "previous_url": one.address(shown.previous_id) if shown.previous_id else "",
        "skip_url": one.address(shown.skip_id) if shown.skip_id else one.end,
        **one.frame,
    }
    return render(request, one.template, context, status=422 if error else 200)
