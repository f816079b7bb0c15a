"""Whoever answers is asked the questions of the company's path, which its gates decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from assessments.rules.answers import Answers, known_anchor
from assessments.rules.questionnaire import ANCHORED, Questionnaire


def gate_ids(questionnaire: Questionnaire) -> frozenset[str]:
    """The ids of the items that open or close others for everybody."""
    return frozenset(item.id for item in questionnaire.items if item.kind == "gate")


def company_path(questionnaire: Questionnaire, *, firm: Answers) -> Questionnaire:
    """The questionnaire of that path: what a gate that the company has answered closes is left out.

    Such a gate is settled for all, also for who answered it otherwise; one that the company has
    not answered opens and closes by the answers of whoever is asked.
    """
    settled = _settled(questionnaire, firm)
    asked = [
        replace(item, show_if=tuple(one for one in item.show_if if one.item_id not in settled))
        for item in questionnaire.items
        if all(one.holds(settled[one.item_id]) for one in item.show_if if one.item_id in settled)
    ]
    return replace(questionnaire, items=tuple(asked))


def voice_questionnaire(questionnaire: Questionnaire, *, firm: Answers) -> Questionnaire:
    """The questionnaire of who was asked by a link: scored items only, and no gate that is settled.

    Nothing about means is asked.
    """
    settled = _settled(questionnaire, firm)
    path = company_path(questionnaire, firm=firm)
    asked = [item for item in path.items if item.kind in ANCHORED and item.id not in settled]
    return replace(path, items=tuple(asked))


def _settled(questionnaire: Questionnaire, firm: Answers) -> Mapping[str, int]:
    return {
        item_id: anchor
        for item_id in gate_ids(questionnaire)
        if (anchor := known_anchor(firm, item_id)) is not None
    }
