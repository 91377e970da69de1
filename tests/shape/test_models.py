"""Tables say their units, name their constraints, and load nothing by accident."""

import re

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import RelationshipProperty

from shop_onboard import models
from shop_onboard.extensions import Base, db
from shop_onboard.models.columns import UtcDateTime

TABLES = sorted(db.metadatas[None].tables.values(), key=lambda table: table.name)
MAPPERS = sorted(
    {mapper.class_ for mapper in db.Model.registry.mappers}, key=lambda model: model.__name__
)
_MEASURED = re.compile(r"mass|weight|price|amount|revenue|quantity|fee|cost|total")
_UNITS = ("_g", "_vnd", "_px", "_count", "_days")
# A number of packs has no other unit than the pack itself; a scope is free text.
_COUNTED = {"order_lines.quantity"}


def test_there_are_tables_to_look_at():
    assert len(TABLES) > 20
    assert len(models.__all__) == len(set(models.__all__))
    assert Base.metadata.naming_convention == db.metadata.naming_convention


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_masses_and_prices_are_whole_numbers_with_their_unit_in_the_name(table: sa.Table):
    for column in table.columns:
        assert not isinstance(column.type, sa.Numeric | sa.Float), f"{column}: no fractions"
        if _MEASURED.search(column.name) and isinstance(column.type, sa.Integer):
            known = column.name.endswith(_UNITS) or str(column) in _COUNTED
            assert known, f"{column}: which unit?"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_constraint_has_a_name(table: sa.Table):
    for constraint in table.constraints:
        assert constraint.name, f"{table.name}: {constraint!r} cannot be taken away again"
    for index in table.indexes:
        assert index.name, f"{table.name}: {index!r}"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_moments_are_kept_by_the_type_that_refuses_naive_ones(table: sa.Table):
    for column in table.columns:
        assert not isinstance(column.type, sa.DateTime), f"{column}: use UtcDateTime"
        if column.name.endswith("_at"):
            assert isinstance(column.type, UtcDateTime), column


@pytest.mark.parametrize("model", MAPPERS, ids=lambda model: model.__name__)
def test_relationships_load_only_what_a_query_asks_for(model: type):
    for each in sa.inspect(model).relationships:
        assert isinstance(each, RelationshipProperty)
        assert each.lazy == "raise_on_sql", f"{model.__name__}.{each.key}: {each.lazy}"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_searchable_names_have_their_folded_and_sorting_columns(table: sa.Table):
    # Storefronts stand under their cooperative, in its order.
    if "name_folded" in table.columns and table.name != "storefronts":
        assert {"name", "name_sort"} <= set(table.columns.keys())
