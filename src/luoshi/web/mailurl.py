"""The mail server, from one address: ``smtp+tls://user:password@host:587?from=luoshi@city``."""

from urllib.parse import parse_qs, unquote, urlsplit

from environs import EnvError

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mail_settings(url: str) -> dict[str, str | int | bool]:
    """Django's mail settings; no host, and so no mail, where the address is empty.

    Raises EnvError naming the variable for an address that is none; it does not repeat it, since
    a password may stand in it.
    """
    parts = urlsplit(url)
    if url and (parts.scheme not in PORTS or not parts.hostname):
        kinds = ", ".join(f"{kind}://" for kind in PORTS)
        raise EnvError(f"LUOSHI_EMAIL_URL: {kinds}host")
    sender = parse_qs(parts.query).get("from", [""])[0]
    return {
        "EMAIL_HOST": parts.hostname or "",
        "EMAIL_PORT": parts.port or PORTS.get(parts.scheme, 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "DEFAULT_FROM_EMAIL": sender or f"luoshi@{parts.hostname or 'localhost'}",
    }
