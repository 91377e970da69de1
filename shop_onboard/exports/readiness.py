"""How ready a listing is for a marketplace: what is wrong with it, and a score out of 100."""

from collections.abc import Sequence

from shop_onboard.exports import checks
from shop_onboard.exports.listing import Limits, Listing, Problem
from shop_onboard.exports.marketplace import Marketplace
from shop_onboard.exports.photos import check_photos, photo_rules
from shop_onboard.values.channels import get_channel
from shop_onboard.values.listing_words import FoundWord, find_words
from shop_onboard.values.text import N_, Figure, Message

WHOLE = 100
# Bounds that any marketplace may have: an administrator can add one that its module lacks.
ADDABLE = ("title", "description")
# Longer and dearer than anything that a marketplace takes.
_TOO_LONG, _TOO_MUCH = "X" * 200_000, 10**13
# Asking takes a moment, and is the same for each of thousands of products.
_ASKED: dict[str, frozenset[str]] = {}


def problems_of(marketplace: Marketplace, listing: Listing, limits: Limits) -> tuple[Problem, ...]:
    """What is wrong with the goods, what the format refuses or remarks, then small pictures and
    wording that harms."""
    rules = photo_rules(limits, marketplace.PHOTO_TYPES)
    return (
        *lot_problems(listing),
        *marketplace.check(listing, limits),
        *_added(marketplace, listing, limits),
        *check_photos(listing, rules, marketplace.name),
        *_wording(marketplace.channel_key, listing),
    )


def lot_problems(listing: Listing) -> list[Problem]:
    """What keeps the goods themselves from being sold, wherever it is; then what is doubtful."""
    if listing.recalled_lot is not None:
        sentence = N_(
            "Lô %(lot)s đang có lệnh thu hồi: sản phẩm trở lại khi hủy lệnh hoặc lô hết hạn.",
            lot=listing.recalled_lot,
        )
        return [Problem("recalled_lot", sentence)]
    if listing.has_ended_lots:
        sentence = N_(
            "Mọi lô đã ghi của sản phẩm này đã hết hạn, nên tệp ghi hết hàng. Có hàng mới thì ghi"
            " lô mới."
        )
        return [Problem("has_ended_lots", sentence, blocking=False)]
    return []


def _added(marketplace: Marketplace, listing: Listing, limits: Limits) -> list[Problem]:
    """What bounds say of which the module knows nothing, and which were set by hand."""
    found: list[Problem] = []
    added = set(limits) - set(marketplace.LIMITS)
    if "title" in added:
        found += checks.check_title(listing, limits["title"], marketplace.name)
    if "description" in added and listing.description:
        text, limit = listing.plain_description, limits["description"]
        found += checks.check_description(listing, text, limit, marketplace.name)
    return found


def asked_fields(marketplace: Marketplace) -> frozenset[str]:
    """The fields of a listing that can keep it out of this marketplace's files."""
    if marketplace.key not in _ASKED:
        _ASKED[marketplace.key] = _asked(marketplace)
    return _ASKED[marketplace.key]


def percent(marketplace: Marketplace, packs: Sequence[Sequence[Problem]]) -> int:
    """Of what the marketplace asks of these packs, the share that is right, rounded down.

    100 exactly when nothing keeps any of them out; 0 without a pack.
    """
    asked = asked_fields(marketplace)
    whole = right = 0
    for problems in packs:
        faulty = {problem.field for problem in problems if problem.blocking}
        whole += len(asked | faulty)
        right += len(asked - faulty)
    return WHOLE * right // whole if whole else (WHOLE if packs else 0)


def _asked(marketplace: Marketplace) -> frozenset[str]:
    """Asked of a listing with nothing in it, and of one with too much of everything."""
    return frozenset(
        problem.field
        for probe in (_probe("", 0, 1, None), _probe(_TOO_LONG, _TOO_MUCH, _TOO_MUCH, _TOO_MUCH))
        for problem in marketplace.check(probe)
        if problem.blocking
    )


def _probe(text: str, price_vnd: int, mass_g: int, stock: int | None) -> Listing:
    return Listing(
        sku=text,
        product_code=text,
        group_code=text,
        name=text,
        description=text,
        cooperative_name=text,
        pack_label=text,
        price_vnd=price_vnd,
        net_mass_g=mass_g,
        page_url="",
        stock=stock,
        gross_mass_g=stock,
        brand=text,
    )


def _wording(channel_key: str | None, listing: Listing) -> list[Problem]:
    papers = {paper.kind for paper in listing.certificates}
    if listing.ocop_stars:
        papers.add("ocop")
    return [
        _said(channel_key, field, found)
        for field, text in (("name", listing.name), ("description", listing.description))
        for found in find_words(text, papers)
    ]


def _said(channel_key: str | None, field: str, found: FoundWord) -> Problem:
    """Forbidden where a source says so; a caution, which keeps nothing out, where none does."""
    word = found.word
    rule = word.rule_of(channel_key)
    what = Figure(_in, word.names)
    rewriting = Figure(_in, word.rewritings)
    if rule is None or channel_key is None:
        return Problem(field, _caution(found, what, rewriting), blocking=False)
    sentence = N_(
        "%(channel)s không nhận %(what)s: «%(text)s». %(rewriting)s Nguồn: %(source)s.",
        channel=get_channel(channel_key).name,
        what=what,
        text=found.text[:80],
        rewriting=rewriting,
        source=Figure(_in, (rule.source, rule.source_en)),
    )
    return Problem(field, sentence)


def _caution(found: FoundWord, what: Figure, rewriting: Figure) -> Message:
    return N_(
        "Lưu ý %(what)s: «%(text)s». %(reason)s %(rewriting)s",
        what=what,
        text=found.text[:80],
        reason=Figure(_in, found.word.reasons),
        rewriting=rewriting,
    )


def _in(pair: tuple[str, str], lang: str = "vi") -> str:
    return pair[1] if lang == "en" else pair[0]
