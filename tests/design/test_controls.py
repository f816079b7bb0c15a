"""Controls that are drawn without a template each say what Django's own would."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, TemplatesSetting

CHOICES = [
    ("", "Aucun"),
    (1, "<Un> & demi"),
    ("L’atelier & co", [('a"b', "Première"), ("c", "Seconde")]),
]
ATTRS = {"class": "input", "required": True, "disabled": False, "data-most": 1234, "title": "a<b"}


def drawn(widget: forms.Widget, value: object, renderer: object) -> str:
    """What it says, white space between tags apart."""
    html = widget.render("choix", value, renderer=renderer)
    return re.sub(r">\s+|\s+<", lambda found: found.group().strip(), html).strip()


@pytest.mark.parametrize("value", [None, 1, "1", 'a"b', "c"])
@pytest.mark.parametrize(
    "widget",
    [
        forms.Select(attrs=ATTRS, choices=CHOICES),
        forms.SelectMultiple(attrs=ATTRS, choices=CHOICES),
        forms.TextInput(attrs=ATTRS),
        forms.Textarea(attrs=ATTRS),
        forms.RadioSelect(attrs=ATTRS, choices=CHOICES),
    ],
    ids=lambda widget: type(widget).__name__,
)
def test_a_control_is_drawn_as_by_django(widget: forms.Widget, value: object) -> None:
    several = isinstance(widget, forms.SelectMultiple) and value is not None
    asked = [value] if several else value
    assert drawn(widget, asked, TemplatesSetting()) == drawn(widget, asked, DjangoTemplates())
