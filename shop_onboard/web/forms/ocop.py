"""The score sheet, the rest of the dossier, and one paper of evidence."""

from decimal import Decimal
from functools import lru_cache
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from shop_onboard.models.ocop import OcopDossier
from shop_onboard.services.ocop import DossierData
from shop_onboard.values.dates import format_date, parse_date, parse_year
from shop_onboard.values.numbers import format_number
from shop_onboard.values.ocop import official_words
from shop_onboard.values.ocop_dossier import ROUNDS, STATES
from shop_onboard.values.ocop_scores import Criterion, all_parts, criteria_of, parse_points
from shop_onboard.values.row_numbers import row_number
from shop_onboard.values.text import N_
from shop_onboard.web.forms.fields import (
    AtMost,
    ChoiceField,
    CleanField,
    Form,
    Needed,
    ParagraphField,
    ParsedField,
    whole_number,
)
from shop_onboard.web.language import chosen, say

UNSCORED = ""


class VersionedForm(Form):
    """A page that knows which version it was filled from; 0 stands for nothing saved yet."""

    version = HiddenField()

    @property
    def version_number(self) -> int:
        return row_number(self.version.data)


class PointsField(RadioField):
    """The options of one criterion, and «not scored yet»; the data are points as text."""

    def __init__(self, label: Any = None, criterion: Criterion | None = None, **options: Any):
        super().__init__(label, validate_choice=True, **options)
        self.criterion = criterion
        self.choices = [SelectChoice(UNSCORED, _l("chưa chấm"))]
        if criterion is not None:
            self.choices += [
                SelectChoice(str(option.points), _l("%(points)s điểm", points=option.points))
                for option in criterion.options
            ]

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = valuelist[0] if valuelist else UNSCORED

    def pre_validate(self, form: Any) -> None:
        known = {str(choice[0]) for choice in self.iter_choices()}
        if self.data not in known:
            raise ValidationError(say(N_("Hãy chọn một mức điểm có trong phiếu.")))

    def _value(self) -> str:
        return self.data or UNSCORED


class ScoreForm(VersionedForm):
    """A page of set 1: one field a criterion, `c2_3` for criterion 2.3."""

    @property
    def fields(self) -> list[PointsField]:
        return [field for field in self if isinstance(field, PointsField)]

    def to_points(self) -> dict[str, int | None]:
        """Criterion code → points, None where nothing is chosen."""
        return {
            field.criterion.code: int(field.data) if field.data else None
            for field in self.fields
            if field.criterion is not None
        }


@lru_cache(maxsize=3)
def score_form(part: str) -> type[ScoreForm]:
    """The form of one part of set 1."""
    fields = {
        field_name(row.code): PointsField(_named(row.code, row.name), row, default=UNSCORED)
        for row in criteria_of(part)
    }
    return type(f"ScoreForm{part}", (ScoreForm,), fields)


def field_name(code: str) -> str:
    """The field of a criterion: dots are no part of a name."""
    return f"c{code.replace('.', '_')}"


def score_values(part: str, points: dict[str, Decimal]) -> dict[str, Any]:
    """What a page of set 1 shows of its stored scores."""
    return {
        field_name(row.code): str(int(points[row.code])) if row.code in points else UNSCORED
        for row in criteria_of(part)
    }


def _points(letter: str) -> ParsedField:
    part = next(part for part in all_parts() if part.key == letter)
    label = _named(part.key, part.name)
    return ParsedField(label, parse_points, format_number, render_kw={"inputmode": "decimal"})


def _named(code: str, name: str) -> LazyString:
    """The label of a line of the sheet, put into the reader's language when it is shown."""
    return LazyString(lambda: f"{code}. {official_words(name, chosen())}")


class TotalsForm(VersionedForm):
    """Part totals of a set whose criteria are not known here."""

    part_a = _points("A")
    part_b = _points("B")
    part_c = _points("C")

    def to_points(self) -> dict[str, Decimal | None]:
        """Part → points, None where nothing is typed."""
        return {"A": self.part_a.data, "B": self.part_b.data, "C": self.part_c.data}


def total_values(points: dict[str, Decimal]) -> dict[str, Any]:
    """What the page of part totals shows of its stored points."""
    return {f"part_{part.key.lower()}": points.get(part.key) for part in all_parts()}


class DossierForm(VersionedForm):
    """What forms 01 and 02 ask for and no other page holds."""

    round = ChoiceField(_l("Lần đăng ký"))
    position = CleanField(_l("Chức vụ của người đại diện"), validators=[AtMost(100)])
    email = CleanField(
        _l("Thư điện tử"), validators=[AtMost(200)], render_kw={"inputmode": "email"}
    )
    registration_number = CleanField(_l("Số đăng ký kinh doanh"), validators=[AtMost(60)])
    structure = ParagraphField(
        _l("Bộ máy tổ chức"), validators=[AtMost(5_000)], render_kw={"rows": 4}
    )
    results = ParagraphField(
        _l("Kết quả sản xuất, kinh doanh"), validators=[AtMost(10_000)], render_kw={"rows": 6}
    )
    plan = ParagraphField(
        _l("Kế hoạch phát triển sản phẩm"), validators=[AtMost(10_000)], render_kw={"rows": 6}
    )
    commune_number = ParsedField(
        _l("Số thứ tự sản phẩm trong xã"),
        whole_number(1, 999),
        render_kw={"inputmode": "numeric"},
    )
    commune_year = ParsedField(_l("Năm"), parse_year, render_kw={"inputmode": "numeric"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.round.choices = [SelectChoice(key, say(words)) for key, words in ROUNDS.items()]

    def to_data(self) -> DossierData:
        """The typed values as the service takes them."""
        return DossierData(
            round=self.round.data,
            position=self.position.data,
            email=self.email.data,
            registration_number=self.registration_number.data,
            commune_number=self.commune_number.data,
            commune_year=self.commune_year.data,
            structure=self.structure.data,
            results=self.results.data,
            plan=self.plan.data,
        )


def dossier_values(row: OcopDossier | None) -> dict[str, Any]:
    """What the form shows of a stored dossier."""
    if row is None:
        return {}
    return {name: getattr(row, name) for name in DossierData.__dataclass_fields__}


class EvidenceForm(VersionedForm):
    """Whether a paper is there, where it lies, and the file itself."""

    state = ChoiceField(_l("Giấy tờ này"))
    note = CleanField(_l("Ghi chú: số giấy, nơi cất, người giữ"), validators=[AtMost(500)])
    file = FileField(_l("Ảnh chụp hoặc tệp PDF"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state.choices = [SelectChoice(key, say(words)) for key, words in STATES.items()]


class CertificateEndForm(VersionedForm):
    """The last day of an older certificate, as it is printed there."""

    ends_on = ParsedField(
        _l("Ngày hết hạn in trên giấy"),
        parse_date,
        format_date,
        validators=[Needed(N_("Hãy ghi ngày hết hạn in trên giấy chứng nhận."))],
    )
