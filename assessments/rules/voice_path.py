"""What somebody who was asked by a link is asked: the scored questions, nothing about means."""

from __future__ import annotations

from dataclasses import replace

from assessments.rules.answers import Answers, known_anchor
from assessments.rules.questionnaire import ANCHORED, Questionnaire


def gate_ids(questionnaire: Questionnaire) -> frozenset[str]:
    """The ids of the items that open or close others for everybody."""
    return frozenset(item.id for item in questionnaire.items if item.kind == "gate")


def voice_questionnaire(questionnaire: Questionnaire, *, firm: Answers) -> Questionnaire:
    """The questionnaire of a voice: scored items only.

    A gate that the company has answered is settled for all: it is not asked again, and what it
    closes is left out. One that it has not answered is asked.
    """
    settled = {
        item_id: anchor
        for item_id in gate_ids(questionnaire)
        if (anchor := known_anchor(firm, item_id)) is not None
    }
    asked = [
        replace(item, show_if=tuple(one for one in item.show_if if one.item_id not in settled))
        for item in questionnaire.items
        if item.kind in ANCHORED and item.id not in settled
        if all(one.holds(settled[one.item_id]) for one in item.show_if if one.item_id in settled)
    ]
    return replace(questionnaire, items=tuple(asked))
