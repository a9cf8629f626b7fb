"""A browser's own description in two words that a person knows it by."""

# The first that is found wins: most browsers say that they are others, too.
BROWSERS = [
    *(("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet")),
    *(("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome")),
    *(("Safari/", "Safari"), ("curl/", "curl")),
]
SYSTEMS = [
    *(("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows")),
    *(("CrOS", "ChromeOS"), ("Mac OS X", "Mac"), ("Linux", "Linux")),
]


def in_short(user_agent: str) -> str:
    """“Firefox, Linux”; what we do not know stays as it is, in at most 60 characters."""
    known = [
        next((name for mark, name in marks if mark in user_agent), "")
        for marks in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, known)) or user_agent[:60]
