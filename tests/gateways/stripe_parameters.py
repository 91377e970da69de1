"""Form parameters read strictly, as Stripe reads them: nested, typed, no unknown name."""

import re
from typing import Any

# The parameters that the product sends, of docs.stripe.com/api; `free` takes any names.
_TEXT, _INTEGER, _FLAG, _FREE = "text", "integer", "flag", "free"
_KNOWN: dict[str, Any] = {
    "checkout/sessions": {
        "mode": _TEXT,
        "locale": _TEXT,
        "client_reference_id": _TEXT,
        "success_url": _TEXT,
        "cancel_url": _TEXT,
        "line_items": [
            {
                "quantity": _INTEGER,
                "price_data": {
                    "currency": _TEXT,
                    "unit_amount": _INTEGER,
                    "product_data": {"name": _TEXT},
                },
            }
        ],
        "metadata": _FREE,
        "payment_intent_data": {"metadata": _FREE},
    },
    "payment_intents": {
        "amount": _INTEGER,
        "currency": _TEXT,
        "description": _TEXT,
        "metadata": _FREE,
        "automatic_payment_methods": {"enabled": _FLAG},
    },
    "refunds": {"payment_intent": _TEXT, "amount": _INTEGER, "reason": _TEXT, "metadata": _FREE},
}
_REQUIRED = {
    "checkout/sessions": ("mode", "success_url", "line_items"),
    "payment_intents": ("amount", "currency"),
    "refunds": ("payment_intent",),
}
_STEP = re.compile(r"\[([^\[\]]*)\]")


class RefusalError(Exception):
    """A 4xx answer with Stripe's error object."""

    def __init__(self, status: int, code: str, param: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = {
            "error": {
                "type": "invalid_request_error",
                "code": code or None,
                "param": param,
                "message": message,
            }
        }


def read_parameters(path: str, pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """Nested parameters of one request; RefusalError for what Stripe would not take."""
    given: dict[str, Any] = {}
    for name, text in pairs:
        steps = [name.partition("[")[0], *_STEP.findall(name)]
        _put(given, steps, _value(_KNOWN[path], steps, name, text))
    for name in _REQUIRED[path]:
        if name not in given:
            raise RefusalError(400, "parameter_missing", name, f"Missing required param: {name}.")
    return _with_lists(given)


def _value(known: Any, steps: list[str], name: str, text: str) -> Any:
    for step in steps:
        if known == _FREE:
            known = _TEXT
        elif isinstance(known, list) and step.isdigit():
            known = known[0]
        elif isinstance(known, dict) and step in known:
            known = known[step]
        else:
            raise RefusalError(
                400, "parameter_unknown", name, f"Received unknown parameter: {name}"
            )
    if known == _INTEGER:
        if not re.fullmatch(r"[0-9]+", text):
            raise RefusalError(400, "parameter_invalid_integer", name, f"Invalid integer: {text}")
        return int(text)
    if known == _FLAG:
        return {"true": True, "false": False}[text]
    if known != _TEXT:
        raise RefusalError(400, "parameter_invalid_string_blank", name, f"Invalid object: {name}")
    return text


def _put(into: dict[str, Any], steps: list[str], value: Any) -> None:
    for step in steps[:-1]:
        into = into.setdefault(step, {})
    into[steps[-1]] = value


def _with_lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    if value and all(name.isdigit() for name in value):
        return [_with_lists(value[name]) for name in sorted(value, key=int)]
    return {name: _with_lists(inner) for name, inner in value.items()}
