from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

from config.form_keys import FIELD, new_form_key

register = template.Library()


class FormKeyNode(CsrfTokenNode):
    """What every form of ours carries unseen: the token against forgery, and its own key."""

    def render(self, context: Context) -> str:
        token, request = super().render(context), context.get("request")
        if not token or request is None:
            return token
        key = new_form_key(request)
        return token + format_html('<input type="hidden" name="{}" value="{}">', FIELD, key)


@register.tag
def csrf_token(parser: Parser, token: Token) -> Any:
    """As Django's own, with the key of the form."""
    return FormKeyNode()
