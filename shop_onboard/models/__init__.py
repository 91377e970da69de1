"""Columns, constraints and relationships: one row's truth, nothing about requests or rights."""

from shop_onboard.models import (
    accounts,
    audit,
    campaigns,
    cooperatives,
    imports,
    invitations,
    jobs,
    labels,
    listings,
    lots,
    ocop,
    organisations,
    payments,
    places,
    products,
    sales,
)

__all__ = [
    "accounts",
    "audit",
    "campaigns",
    "cooperatives",
    "imports",
    "invitations",
    "jobs",
    "labels",
    "listings",
    "lots",
    "ocop",
    "organisations",
    "payments",
    "places",
    "products",
    "sales",
]
