"""Our page behind a code for a server of its own: `app` as it runs, `anew` without copies."""

import os
from pathlib import Path

import config
from shop_onboard.app import create_app

_FOLDER = Path(os.environ["TRACE_INSTANCE"])
app = create_app(config.Testing(_FOLDER, COPY_SECONDS=30))
anew = create_app(config.Testing(_FOLDER))
