"""Form fields that read what people type through the pure parsers of `values`."""

import re
from collections.abc import Callable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, SelectField, StringField, TextAreaField
from wtforms.validators import StopValidation, ValidationError

from shop_onboard.errors import DomainError
from shop_onboard.values.text import N_, Message, Unreadable, clean, clean_lines
from shop_onboard.web.forms.conflicts import settled
from shop_onboard.web.language import chosen, say

# Dots only as thousands: «1.5» is no whole number and must not become fifteen.
_WHOLE = re.compile(r"[0-9]{1,15}|[0-9]{1,3}(\.[0-9]{3}){1,4}")
# For who reads English; the parsers know both.
_UNITS = {"tấn": "tonnes", "đ": "VND"}
SOMETHING = N_("Hãy điền vào chỗ này.")
_NOT_LISTED = N_("Hãy chọn một mục trong danh sách.")


class Needed:
    """The field must be filled in; says so in the given words."""

    field_flags = {"required": True}  # noqa: RUF012 - the name and shape that WTForms reads

    def __init__(self, message: Message = SOMETHING) -> None:
        self.message = message

    def __call__(self, _form: Any, field: Field) -> None:
        if field.errors or field.process_errors:
            return
        if not field.raw_data or not str(field.raw_data[0]).strip():
            raise StopValidation(say(self.message))


class AtMost:
    """The text may have so many characters."""

    def __init__(self, chars: int) -> None:
        self.chars = chars

    def __call__(self, _form: Any, field: Field) -> None:
        if isinstance(field.data, str) and len(field.data) > self.chars:
            raise StopValidation(say(N_("Dài quá: nhiều nhất %(chars)s ký tự.", chars=self.chars)))


class CleanField(StringField):
    """One line of text in NFC, without invisible characters."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = clean(valuelist[0]) if valuelist else ""


class ParagraphField(TextAreaField):
    """Several lines of text in NFC."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = clean_lines(valuelist[0]) if valuelist else ""


class ParsedField(StringField):
    """Text read by `parse` (which raises Unreadable) and shown again by `show`.

    Empty text is None. What could not be read stays in the field as it was typed.
    """

    data: Any

    def __init__(
        self,
        label: Any,
        parse: Callable[[str], Any],
        show: Callable[[Any], str] = str,
        **options: Any,
    ) -> None:
        super().__init__(label, **options)
        self.parse = parse
        self.show = show

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if typed:
            try:
                self.data = self.parse(typed)
            except Unreadable as problem:
                raise ValueError(say(problem.message)) from problem

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self._shown()

    def _shown(self) -> str:
        """The value as it may be typed again: numbers as everybody types them here, whatever the
        language, and a unit that the reader knows."""
        number, _space, unit = self.show(self.data).rpartition(" ")
        known = _UNITS.get(unit, unit) if chosen() == "en" else unit
        return f"{number} {known}".strip()


class ChoiceField(SelectField):
    """One of a list."""

    def process_formdata(self, valuelist: Any) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as problem:
            raise ValueError(say(_NOT_LISTED)) from problem

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)
        except ValidationError as problem:
            raise ValidationError(say(_NOT_LISTED)) from problem


class YesField(BooleanField):
    """A tick, never set beforehand."""


def whole_number(low: int, high: int) -> Callable[[str], int]:
    """A parser of a plain whole number between the two, dots of thousands allowed."""

    def parse(text: str) -> int:
        digits = text.replace(".", "")
        if not _WHOLE.fullmatch(text) or len(digits) > 12:
            raise Unreadable(N_("Hãy ghi một số, ví dụ %(low)s.", low=max(low, 1)))
        number = int(digits)
        if not low <= number <= high:
            raise Unreadable(N_("Hãy ghi số từ %(low)s đến %(high)s.", low=low, high=high))
        return number

    return parse


class Form(FlaskForm):
    """A form with a summary of its errors and a place for a service's refusal."""

    class Meta(FlaskForm.Meta):
        """What a conflict page was answered with is read as if it had been typed."""

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            return settled(super().wrap_formdata(form, formdata))

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(field id, sentence) of every error, in the order of the fields."""
        found = [(field.id, str(error)) for field in self for error in field.errors if error]
        return found + [("", str(error)) for error in self.form_errors]

    def refuse(self, error: DomainError) -> None:
        """Show a service's refusal beside the field it names, or on top."""
        sentence = say(error.message)
        if error.field and error.field in self:
            field = self[error.field]
            field.errors = [*field.errors, sentence]
        else:
            self.form_errors.append(sentence)


class EchoField(ParsedField):
    """A parsed field that shows back how it was read: «25k» is filled out as «25.000»."""

    def _value(self) -> str:
        return super()._value() if self.data is None else self._shown()
