"""The commands: each reads its options, calls what the site calls too, commits, and prints."""

import click

from shop_onboard.cli import data, demo, files, people, server

group = click.Group(
    "shop-onboard",
    help="Lên Sàn: đưa nông sản của thanh niên lên sàn thương mại điện tử.",
    commands=[
        demo.demo,
        server.prepare,
        server.serve,
        server.worker,
        data.import_file,
        data.sample,
        people.invite_administrator,
        data.backup,
        data.restore,
        data.check,
        files.labels,
        files.catalogue,
        files.export,
        files.epcis,
        files.tonnage,
        files.report,
    ],
)

__all__ = ["group"]
