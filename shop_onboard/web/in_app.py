"""Browsers inside other apps: they forget drafts and often have no camera."""

import re

# Zalo; Facebook and its Lite app (FBAN, FBAV, FB_IAB); Messenger.
_IN_APP = re.compile(r"\bZalo\b|\bFBA[NV]\b|\bFB_IAB\b|\bMessenger", re.IGNORECASE)


def is_in_app(user_agent: str) -> bool:
    """Whether the page is open inside Zalo, Facebook or Messenger, by what the browser says."""
    return bool(_IN_APP.search(user_agent))
