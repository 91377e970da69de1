"""What changed between two files, field by field."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from shop_onboard.exports.differences import FIELDS, Held, compare, facts_of, fingerprint
from shop_onboard.exports.listing import Listing, ListingCertificate


def listing(**more: object) -> Listing:
    base: dict[str, object] = {
        "sku": "VAI-1", "product_code": "VAI", "group_code": "vai", "name": "Vải thiều",
        "description": "Chín cây.", "cooperative_name": "HTX", "pack_label": "Hộp 2 kg",
        "price_vnd": 70_000, "net_mass_g": 2_000, "page_url": "https://a.vn/shop/a/vai",
    }  # fmt: skip
    return Listing(**(base | more))  # type: ignore[arg-type]


def held(of: Listing, pictures: tuple[str, ...] = ()) -> Held:
    return Held(of.sku, of.title, facts_of(of, pictures))


def test_the_same_listing_has_the_same_fingerprint_wherever_the_site_is():
    here = facts_of(listing(), ["a"])
    there = facts_of(listing(page_url="https://b.vn/x", image_urls=("https://b.vn/1",)), ["a"])
    assert fingerprint(here) == fingerprint(there)
    assert fingerprint(here) != fingerprint(facts_of(listing(price_vnd=70_001), ["a"]))
    assert fingerprint(here) != fingerprint(facts_of(listing(), ["b"]))


def test_new_changed_and_gone_are_told_apart():
    before = [held(listing()), held(listing(sku="CU"))]
    after = [held(listing(price_vnd=80_000, stock=5)), held(listing(sku="MOI"))]
    found = compare(before, after)
    assert [each.sku for each in found.new] == ["MOI"]
    assert [each.sku for each in found.gone] == ["CU"]
    (changed,) = found.changed
    said = [(str(f.name), f.said(f.before), f.said(f.after)) for f in changed.fields]
    assert said == [("Giá bán", "70.000 đ", "80.000 đ"), ("Tồn kho", "", "5")]
    assert found.skus == {"VAI-1", "MOI"}


def test_pictures_in_another_order_are_a_change_of_pictures():
    found = compare([held(listing(), ("a", "b"))], [held(listing(), ("b", "a"))])
    assert [each.is_about_pictures for each in found.changed[0].fields] == [True]


def test_a_fact_that_an_older_file_did_not_keep_is_no_change():
    old = held(listing())
    facts = {name: value for name, value in old.facts.items() if name != "brand"}
    assert compare([Held(old.sku, old.title, facts)], [held(listing(brand="HTX"))]).is_empty


def test_papers_and_days_are_written_as_people_read_them():
    paper = ListingCertificate("ocop", "OCOP", "QĐ-1", date(2027, 4, 20))
    facts = facts_of(listing(certificates=(paper,), lot_expires_on=date(2026, 12, 1)), [])
    (certificates, day) = (facts["certificates"], facts["lot_expires_on"])
    assert certificates == "OCOP QĐ-1 (20/04/2027)"
    assert FIELDS["lot_expires_on"][1](day) == "01/12/2026"


@given(st.sets(st.text("ABC", min_size=1)), st.sets(st.text("ABC", min_size=1)), st.integers(1, 9))
def test_every_listing_is_in_exactly_one_place(old: set[str], new: set[str], price_vnd: int):
    before = [held(listing(sku=sku)) for sku in sorted(old)]
    after = [held(listing(sku=sku, price_vnd=70_000 + price_vnd)) for sku in sorted(new)]
    found = compare(before, after)
    assert {each.sku for each in found.new} == new - old
    assert {each.sku for each in found.changed} == new & old
    assert {each.sku for each in found.gone} == old - new
    assert compare(after, after).is_empty
