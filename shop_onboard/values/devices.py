"""A browser and its system in the words that its owner would use."""

import re

# The first that is found counts: most browsers also name those that they descend from.
_BROWSERS = (
    (re.compile(r"\bZalo\b"), "Zalo"),
    (re.compile(r"\bFBA[NV]\b|\bFB_IAB\b"), "Facebook"),
    (re.compile(r"\bcoc_coc_browser\b"), "Cốc Cốc"),
    (re.compile(r"\bEdg(?:A|iOS)?/"), "Edge"),
    (re.compile(r"\bSamsungBrowser/"), "Samsung Internet"),
    (re.compile(r"\bOPR/"), "Opera"),
    (re.compile(r"\b(?:Firefox|FxiOS)/"), "Firefox"),
    (re.compile(r"\b(?:Headless)?Chrome/|\bCriOS/"), "Chrome"),
    (re.compile(r"\bSafari/"), "Safari"),
)
_SYSTEMS = (
    (re.compile(r"\bAndroid\b"), "Android"),
    (re.compile(r"\biPhone\b"), "iPhone"),
    (re.compile(r"\biPad\b"), "iPad"),
    (re.compile(r"\bWindows\b"), "Windows"),
    (re.compile(r"\bMacintosh\b"), "Mac"),
    (re.compile(r"\bLinux\b"), "Linux"),
)


def device_words(user_agent: str) -> str:
    """«Chrome · Android» of what a browser says of itself; "" when neither part is known."""
    told = (_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent))
    return " · ".join(name for name in told if name)


def _first(known: tuple[tuple[re.Pattern[str], str], ...], text: str) -> str:
    return next((name for pattern, name in known if pattern.search(text)), "")
