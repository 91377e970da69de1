"""What is known of the pictures that a marketplace takes, for people to read."""

from dataclasses import dataclass

from shop_onboard.exports.listing import OPEN_END, Limit
from shop_onboard.exports.photos import PhotoRules
from shop_onboard.values.numbers import format_number
from shop_onboard.values.text import N_, Figure, Message

_HUNDREDTHS = 100


@dataclass(frozen=True)
class PhotoFact:
    """One rule with its source; `confidence` is a key of `marketplace.CONFIDENCES`."""

    name: Message
    words: Message | str
    confidence: str
    source: str | Message


def photo_facts(rules: PhotoRules) -> list[PhotoFact]:
    """The rules that are known, in the order in which a person meets them."""
    known = (
        (N_("Mỗi cạnh"), rules.side_px, _pixels),
        (N_("Nên có mỗi cạnh"), rules.advised_px, _pixels),
        (N_("Tỷ lệ"), rules.ratio, _ratio),
        (N_("Dung lượng"), rules.size_bytes, _megabytes),
    )
    facts = [
        PhotoFact(name, words(limit), limit.confidence, limit.source)
        for name, limit, words in known
        if limit is not None
    ]
    if rules.types is not None:
        kinds = ", ".join(each.partition("/")[2].upper() for each in rules.types.media_types)
        fact = (N_("Loại ảnh"), kinds, rules.types.confidence, rules.types.source)
        facts.append(PhotoFact(*fact))
    return facts


def unknown_photo_facts(rules: PhotoRules) -> list[Message]:
    """What nobody knows of this marketplace's pictures."""
    asked = (
        (N_("số điểm ảnh"), rules.side_px or rules.advised_px),
        (N_("tỷ lệ"), rules.ratio),
        (N_("dung lượng"), rules.size_bytes),
        (N_("loại ảnh"), rules.types),
    )
    return [name for name, known in asked if known is None]


def _pixels(limit: Limit) -> Message:
    if limit.most >= OPEN_END:
        return N_("từ %(least)s điểm ảnh", least=Figure(format_number, limit.least))
    return N_(
        "từ %(least)s đến %(most)s điểm ảnh",
        least=Figure(format_number, limit.least),
        most=Figure(format_number, limit.most),
    )


def _ratio(limit: Limit) -> Message:
    return N_(
        "chiều rộng bằng %(least)s đến %(most)s%% chiều cao",
        least=limit.least // 10,
        most=limit.most // 10,
    )


def _megabytes(limit: Limit) -> Message:
    return N_("nhiều nhất %(most)s MB", most=Figure(_in_megabytes, limit.most))


def _in_megabytes(size_bytes: int, lang: str = "vi") -> str:
    whole, rest = divmod(size_bytes // 10_000, _HUNDREDTHS)
    mark = "." if lang == "en" else ","
    return f"{whole}{mark}{rest:02}" if rest else str(whole)
