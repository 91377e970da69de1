"""What a tonnage report says, once for its three forms: PDF, DOCX and XLSX.

House style of the Youth Union (Guideline 29-HD/TWĐTN-VP of 29/10/2013): «ĐOÀN TNCS HỒ CHÍ MINH» at
the top right, no state motto, the issuing body and *** at the top left, 14 pt Times.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from babel.support import NullTranslations

from shop_onboard.documents.charts import Bar, BarChart, BarGroup
from shop_onboard.documents.rendering import say
from shop_onboard.values.dates import format_date, format_official_date
from shop_onboard.values.mass import format_alike, format_kg, format_mass
from shop_onboard.values.numbers import format_number
from shop_onboard.values.percent import format_percent
from shop_onboard.values.text import N_, Figure, Message

G_PER_KG = 1_000
G_PER_TONNE = 1_000_000


@dataclass(frozen=True)
class ReportRow:
    """Sales of one channel, cooperative, commune or month; `confirmed_mass_g` is part of mass."""

    label: str
    mass_g: int
    confirmed_mass_g: int
    revenue_vnd: int


@dataclass(frozen=True)
class ReportClaim:
    """A figure that somebody published: «hơn» (None where they say it is exact), 1000, «tấn».

    `channel` is "" where they name none; `scope` and `source` are their own words.
    """

    scope: str
    channel: str
    value: int
    unit: Message | str
    qualifier: Message | None
    source: str
    published_on: date


@dataclass(frozen=True)
class ReportSignature:
    """«TM. BAN THƯỜNG VỤ», «BÍ THƯ», and who signs."""

    authority: str
    position: str
    name: str


@dataclass(frozen=True)
class TonnageReport:
    """Sales of a campaign in a period; whole grams and whole đồng.

    Each breakdown is empty or adds up exactly to the totals, so that a published figure can never
    slip in; a report of sample data has neither number nor signature. Otherwise ValueError.
    `number` is written as it stands («57-BC/TĐTN-BPT»); None leaves room to write it by hand.
    `split_note` says what of the split by channel is our own.
    """

    parent_body: str
    issuing_body: str
    place: str
    made_on: date
    number: str | None
    campaign: str
    period_from: date
    period_to: date
    is_sample: bool
    total_mass_g: int
    confirmed_mass_g: int
    revenue_vnd: int
    target_mass_g: int | None
    cooperatives: int
    storefronts: int
    channels: int
    by_channel: tuple[ReportRow, ...]
    by_cooperative: tuple[ReportRow, ...]
    by_commune: tuple[ReportRow, ...]
    by_month: tuple[ReportRow, ...]
    claims: tuple[ReportClaim, ...]
    split_note: Message | None = None
    signature: ReportSignature | None = None
    recipients: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.is_sample and (self.number or self.signature):
            raise ValueError("a report of sample data has neither number nor signature")
        totals = (self.total_mass_g, self.confirmed_mass_g, self.revenue_vnd)
        for rows in (self.by_channel, self.by_cooperative, self.by_commune, self.by_month):
            sums = (
                sum(row.mass_g for row in rows),
                sum(row.confirmed_mass_g for row in rows),
                sum(row.revenue_vnd for row in rows),
            )
            if rows and sums != totals:
                raise ValueError(f"a breakdown adds up to {sums}, not to the totals {totals}")
            if any(row.confirmed_mass_g > row.mass_g for row in rows):
                raise ValueError("more was confirmed than was sold")


@dataclass(frozen=True)
class Breakdown:
    """One table: its caption, the name of its first column, its rows and a note below."""

    caption: str
    short: str
    column: str
    rows: tuple[ReportRow, ...]
    note: str


class Wording:
    """The report's sentences, headings and figures in the reader's language."""

    def __init__(self, report: TonnageReport, lang: str, translations: NullTranslations) -> None:
        self.report = report
        self.lang = lang
        self._translations = translations
        self.shows_revenue = report.revenue_vnd > 0

    def say(self, message: Message | str) -> str:
        return say(message, self._translations)

    def number(self, value: int | Decimal) -> str:
        """«1.234,5», in English "1,234.5"."""
        return format_number(value, lang=self.lang)

    def kg(self, mass_g: int) -> str:
        """The exact number of kilograms, without the unit."""
        return self.number(Decimal(mass_g) / G_PER_KG)

    def mass(self, mass_g: int) -> str:
        """«800 tấn» where two decimals say it exactly, otherwise «1.234.567 kg»."""
        is_round = mass_g >= G_PER_TONNE and mass_g % (10 * G_PER_KG) == 0
        return format_mass(mass_g, self.lang) if is_round else format_kg(mass_g, self.lang)

    def percent(self, part: int, whole: int) -> str:
        return format_percent(part, whole, self.lang) if whole else "–"

    @property
    def sample_mark(self) -> str:
        return self.say(N_("DỮ LIỆU MẪU – minh họa")) if self.report.is_sample else ""

    @property
    def place_and_date(self) -> str:
        if self.lang == "en":
            return f"{self.report.place}, {format_date(self.report.made_on, self.lang)}"
        return f"{self.report.place}, {format_official_date(self.report.made_on)}"

    @property
    def number_line(self) -> str:
        """«Số: …», with dots to write on; nothing at all for sample data."""
        if self.report.is_sample:
            return ""
        return self.say(N_("Số: %(number)s", number=self.report.number or "…………"))

    @property
    def title(self) -> str:
        return self.say(N_("BÁO CÁO"))

    @property
    def abstract(self) -> str:
        return self.say(
            N_(
                "Khối lượng nông sản đã bán qua sàn thương mại điện tử trong chương trình"
                " “%(campaign)s”",
                campaign=self.report.campaign,
            )
        )

    @property
    def headings(self) -> dict[str, str]:
        return {
            "summary": self.say(N_("I. Kết quả chung")),
            "tables": self.say(N_("II. Kết quả chi tiết")),
            "claims": self.say(N_("III. Số liệu đã công bố (không cộng vào số bán)")),
            "counting": self.say(
                N_("IV. Cách tính") if self.report.claims else N_("III. Cách tính")
            ),
        }

    @property
    def recipients_lead(self) -> str:
        return self.say(N_("Nơi nhận:"))

    def period(self) -> str:
        """The programme's days; of one that still runs, those up to the report's day."""
        if self.report.period_from <= self.report.made_on < self.report.period_to:
            return self.say(
                N_(
                    "Từ ngày %(start)s, tính đến ngày %(end)s",
                    start=Figure(format_date, self.report.period_from),
                    end=Figure(format_date, self.report.made_on),
                )
            )
        return self.say(
            N_(
                "Từ ngày %(start)s đến ngày %(end)s",
                start=Figure(format_date, self.report.period_from),
                end=Figure(format_date, self.report.period_to),
            )
        )

    def summary(self) -> tuple[str, ...]:
        """Paragraphs with the exact totals."""
        report = self.report
        opening = N_(
            "%(period)s, chương trình “%(campaign)s” ghi nhận khối lượng đã bán là %(mass)s"
            " (%(kg)s kg), của %(cooperatives)s hợp tác xã và mô hình, qua %(storefronts)s gian"
            " hàng trên %(channels)s sàn.",
            period=self.period(),
            campaign=report.campaign,
            mass=self.mass(report.total_mass_g),
            kg=self.kg(report.total_mass_g),
            cooperatives=self.number(report.cooperatives),
            storefronts=self.number(report.storefronts),
            channels=self.number(report.channels),
        )
        sentences = [opening, self._confirmed()]
        if self.shows_revenue:
            sentences.append(
                N_("Doanh thu ghi nhận: %(vnd)s đồng.", vnd=self.number(report.revenue_vnd))
            )
        if report.target_mass_g:
            sentences.append(self._target(report.target_mass_g))
        return tuple(self.say(sentence) for sentence in sentences)

    def _confirmed(self) -> Message:
        report = self.report
        return N_(
            "Trong đó %(confirmed)s đã đối chiếu chứng từ (%(share)s); %(declared)s do cơ sở khai,"
            " chưa đối chiếu.",
            confirmed=self.mass(report.confirmed_mass_g),
            share=self.percent(report.confirmed_mass_g, report.total_mass_g),
            declared=self.mass(report.total_mass_g - report.confirmed_mass_g),
        )

    def _target(self, target_mass_g: int) -> Message:
        return N_(
            "So với chỉ tiêu %(target)s, chương trình đạt %(share)s.",
            target=self.mass(target_mass_g),
            share=self.percent(self.report.total_mass_g, target_mass_g),
        )

    def breakdowns(self) -> tuple[Breakdown, ...]:
        """The tables that have rows, in the order of the report, numbered."""
        report = self.report
        tables = (
            (N_("Theo sàn"), N_("Sàn"), report.by_channel, report.split_note),
            (N_("Theo hợp tác xã, mô hình"), N_("Cơ sở"), report.by_cooperative, None),
            (N_("Theo xã, phường"), N_("Xã, phường"), report.by_commune, None),
            (N_("Theo tháng"), N_("Tháng"), report.by_month, None),
        )
        return tuple(
            Breakdown(
                f"{number}. {self.say(name)}",
                self.say(name),
                self.say(column),
                rows,
                self.say(note or ""),
            )
            for number, (name, column, rows, note) in enumerate(
                (table for table in tables if table[2]), 1
            )
        )

    def columns(self, first: str) -> tuple[str, ...]:
        """Heads of a breakdown's table; `cells` gives one row below them."""
        heads = (
            self.say(N_("TT")),
            first,
            self.say(N_("Khối lượng đã bán (kg)")),
            self.say(N_("Trong đó đã đối chiếu (kg)")),
            self.say(N_("Tỷ trọng")),
        )
        return (*heads, self.say(N_("Doanh thu (đồng)"))) if self.shows_revenue else heads

    def cells(self, position: str, row: ReportRow) -> tuple[str, ...]:
        cells = (
            position,
            row.label,
            self.kg(row.mass_g),
            self.kg(row.confirmed_mass_g),
            self.percent(row.mass_g, self.report.total_mass_g),
        )
        return (*cells, self.number(row.revenue_vnd)) if self.shows_revenue else cells

    @property
    def total(self) -> ReportRow:
        report = self.report
        label = self.say(N_("Tổng cộng"))
        return ReportRow(label, report.total_mass_g, report.confirmed_mass_g, report.revenue_vnd)

    @property
    def claim_columns(self) -> tuple[str, ...]:
        names = (N_("Phạm vi"), N_("Kênh"), N_("Số liệu"), N_("Nguồn"), N_("Ngày công bố"))
        return tuple(self.say(name) for name in names)

    def claim_cells(self, claim: ReportClaim) -> tuple[str, ...]:
        parts = (claim.qualifier or "", self.number(claim.value), claim.unit)
        value = " ".join(self.say(part) for part in parts if part)
        day = format_date(claim.published_on, self.lang)
        return (claim.scope, claim.channel or "–", value, claim.source, day)

    def counting(self) -> tuple[str, ...]:
        sentences = [
            N_(
                "Khối lượng đã bán là tổng của từng dòng bán hàng đã ghi trong kỳ, cộng theo gam"
                " rồi đổi ra ki-lô-gam. Tỷ trọng làm tròn đến một chữ số thập phân."
            )
        ]
        if self.report.claims:
            sentences.append(
                N_(
                    "Số liệu đã công bố được ghi đúng như nguồn, để đối chiếu; không cộng vào khối"
                    " lượng đã bán."
                )
            )
        if self.shows_revenue:
            sentences.append(N_("Doanh thu chỉ gồm những dòng bán hàng có ghi số tiền."))
        return tuple(self.say(sentence) for sentence in sentences)

    def chart(self) -> BarChart:
        """Sold mass by channel, longest first."""
        title = self.say(N_("Khối lượng đã bán theo sàn"))
        rows = sorted(self.report.by_channel, key=lambda row: -row.mass_g)
        texts = format_alike([row.mass_g for row in rows], self.lang)
        groups = tuple(
            BarGroup(row.label, (Bar(title, row.mass_g, text),))
            for row, text in zip(rows, texts, strict=True)
        )
        parts = "; ".join(f"{row.label}: {self.mass(row.mass_g)}" for row in rows)
        return BarChart(title, parts, (title,), groups)
