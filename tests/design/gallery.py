"""Pages that show every component and chart, in the frame of the product."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.forms.renderers import DjangoTemplates
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from django.utils.translation import override

from portfolio.forecast.choices import Course
from portfolio.standing.rules import COURSE_HEALTH
from portfolio.standing.selectors.standing import CourseLine
from tests.design import chart_data

PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True)
class ShellCompany:
    name: str
    url: str
    initials: str


@dataclass(frozen=True)
class Shell:
    company_name: str = "Ateliers Morel"
    company_initials: str = "AM"
    companies: list[ShellCompany] = field(
        default_factory=lambda: [
            ShellCompany("Ateliers Morel", "#", "AM"),
            ShellCompany("Morel Outillage", "#", "MO"),
        ]
    )
    member_name: str = "Karim Haddad"
    member_initials: str = "KH"
    member_role_label: str = "Capitaine IA"
    duties: int = 3
    decisions: int = 2
    section: str = "portfolio"


@dataclass(frozen=True)
class Message:
    text: str
    tags: str
    level_tag: str

    def __str__(self) -> str:
        return self.text


HARD = Shell(
    company_name="Société coopérative de mécanique de précision du Haut-Grésivaudan-et-Belledonne",
    company_initials="SC",
    member_name="",
    member_initials="?",
    duties=1204,
    decisions=1204,
    section="review",
)


class SampleForm(forms.Form):
    default_renderer = DjangoTemplates()

    name = forms.CharField(label="Nom de l’initiative", help_text="Ce qui change pour quelqu’un.")
    reason = forms.CharField(label="La raison, en une phrase", widget=forms.Textarea)
    deadline = forms.DateField(label="Échéance", required=False)
    benefit = forms.ChoiceField(
        label="Bénéfice principal", choices=[("time", "Temps"), ("quality", "Qualité")]
    )
    verdict = forms.ChoiceField(
        label="Votre décision",
        widget=forms.RadioSelect,
        choices=[("continue", "Continuer"), ("stop", "Arrêter"), ("pause", "Mettre en pause")],
    )
    digest = forms.BooleanField(
        label="Recevoir le résumé du lundi", required=False, help_text="Un seul e-mail."
    )


def _course(code: Course) -> CourseLine:
    return CourseLine(
        code=code,
        objective_id=UUID(int=0),
        kpi="Délai d’un devis",
        is_main=code is not Course.SLIPPING,
        unit="j",
        now=-0.2,
        needed=-0.6,
        left=4,
        count=2 if code is Course.NOT_ENOUGH else 6,
        word=None,
        percent=35,
        live_on=date(2026, 12, 1) if code is Course.NOT_LIVE else None,
        stale_since=date(2026, 9, 3) if code is Course.BEHIND_LIKELY else None,
    )


def context() -> dict[str, Any]:
    items = [f"Initiative {k}" for k in range(1, 12)]
    return {
        "shell": Shell(),
        "messages": [
            Message("Décision enregistrée.", "success", "success"),
            Message("L’e-mail partira plus tard.", "warning", "warning"),
        ],
        "request": RequestFactory().get("/portfolio/", {"sort": "-value", "page": "1"}),
        "form": SampleForm(auto_id="ok_%s"),
        "wrong": SampleForm(data={"deadline": "31 février"}, auto_id="wrong_%s"),
        "descriptions": {"continue": "Même mandat, même objectif.", "stop": "Libère la place."},
        "page": Paginator(items, 7).page(1),
        "facts": [("Signé par", "Claire Morel"), ("Jusqu’au", "31 mars 2027")],
        "steps": [
            ("Idée", "done", ""),
            ("Objectif", "current", "À décider"),
            ("Capitaine", "", ""),
        ],
        "crumbs": [("Portefeuille", "#"), ("Vivier", "#")],
        "tabs": [("all", "Vue d’ensemble", "#"), ("log", "Journal", "#")],
        "long": chart_data.LONG,
        "charts": chart_data,
        "courses": [(COURSE_HEALTH[code], _course(code)) for code in Course],
        "codes": [
            "on_course",
            "watch",
            "drifting",
            "stalled",
            "unknown",
            "proposed",
            "backlog",
            "active",
            "paused",
            "completed",
            "stopped",
            "rejected",
            "archived",
            "trial",
            "open_slot",
            "minimal",
            "transparency",
            "high_risk",
            "prohibited",
            "triage_needed",
        ],
    }


def render(name: str, /, *, language: str = "fr", **extra: Any) -> str:
    """One page of the gallery, or any template of the product, as a browser gets it."""
    data = {**context(), **extra}
    with override(language), override_settings(ROOT_URLCONF="tests.design.urls"):
        page = PAGES / f"{name}.html"
        if not page.exists():
            return render_to_string(f"{name}.html", data, request=data["request"])
        template = engines["django"].from_string(page.read_text())
        return template.render(data, data["request"])
