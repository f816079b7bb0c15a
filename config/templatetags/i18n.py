"""Django's own tags; a text without values is looked up once for each language."""

from typing import Any

from django.template import Library, Node
from django.template.base import FilterExpression, Parser, Token, TokenType
from django.template.context import Context
from django.templatetags import i18n
from django.utils.translation import get_language

register = Library()
register.tags.update(i18n.register.tags)
register.filters.update(i18n.register.filters)


class FixedText(Node):
    """What a tag says that hangs on the language alone."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        if language not in self.said:
            self.said[language] = self.node.render(context)
        return self.said[language]


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    """A text, in a context or not."""
    node: Any = i18n.do_translate(parser, token)
    parts = [node.filter_expression, node.message_context]
    is_fixed = node.asvar is None and all(_is_fixed(part) for part in parts)
    return FixedText(node) if is_fixed else node


@register.tag
def blocktranslate(parser: Parser, token: Token) -> Node:
    """A longer text, with values or without."""
    node: Any = i18n.do_block_translate(parser, token)
    has_values = node.extra_context or node.plural or node.asvar
    is_text = all(part.token_type == TokenType.TEXT for part in node.singular)
    is_fixed = is_text and not has_values and _is_fixed(node.message_context)
    return FixedText(node) if is_fixed else node


def _is_fixed(part: FilterExpression | None) -> bool:
    """Whether it is a literal, or nothing at all."""
    if part is None:
        return True
    return not part.filters and getattr(part.var, "lookups", None) is None
