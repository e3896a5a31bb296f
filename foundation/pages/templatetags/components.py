"""`{% component "card" title="…" %}body{% endcomponent %}` renders templates/components/card.html with its body,
and `{% clock_bar … %}` the bar of a time limit."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.context import Context
from django.utils.translation import get_language_bidi

from foundation.pages.rules import Segment, clock_crowded, clock_position, clock_stretches

register = template.Library()


class ComponentNode(Node):
    """A component with a body. The component sees only its inputs, the body and the request."""

    def __init__(self, name: FilterExpression, inputs: dict[str, FilterExpression], nodelist: NodeList) -> None:
        self.name, self.inputs, self.nodelist = name, inputs, nodelist

    def render(self, context: Context) -> str:
        inputs = {key: value.resolve(context) for key, value in self.inputs.items()}
        inputs["body"] = self.nodelist.render(context)
        found = context.template.engine.get_template(f"components/{self.name.resolve(context)}.html")  # type: ignore[union-attr]
        kept = {key: context.get(key) for key in ("request", "csrf_token", "LANGUAGE_BIDI")}
        return found.render(context.new({**kept, **inputs}))


@register.tag
def component(parser: Parser, token: Token) -> ComponentNode:
    """Parse `{% component "name" key=value … %}`."""
    bits = token.split_contents()[1:]
    if not bits:
        raise template.TemplateSyntaxError('component needs a name: {% component "card" title=… %}')
    name = parser.compile_filter(bits.pop(0))
    inputs = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError(f"component takes key=value only, not “{bits[0]}”.")
    nodelist = parser.parse(("endcomponent",))
    parser.delete_first_token()
    return ComponentNode(name, inputs, nodelist)


@register.inclusion_tag("components/clock_bar.html")
def clock_bar(
    segments: Iterable[Segment | Mapping[str, Any]], marks: Sequence[Mapping[str, Any]] = (), label: str = ""
) -> dict[str, Any]:
    """The bar above the table of events. Segments: days, kind, text. Marks: day, text, below, strong, line, minor."""
    known = [segment if isinstance(segment, Segment) else Segment(**segment) for segment in segments]
    mirrored, total = get_language_bidi(), sum(segment.days for segment in known)
    placed = []
    for number, mark in enumerate(marks):
        position, anchor = clock_position(mark["day"], total, mirrored=mirrored)
        below = mark.get("below") or (number > 0 and clock_crowded(mark["day"], total))
        placed.append({**mark, "position": position, "anchor": anchor, "below": below})
    return {"stretches": clock_stretches(known, mirrored=mirrored), "marks": placed, "label": label}
