"""The language a person at the terminal reads: LUOSHI_LANG, else the POSIX locale variables."""

import os

VARIABLES = ("LUOSHI_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


def terminal_language() -> str:
    """``en`` when the first of these variables that is set says English, else ``zh-hans``."""
    locale = next((os.environ[name] for name in VARIABLES if os.environ.get(name)), "")
    return "en" if locale.lower().startswith("en") else "zh-hans"
