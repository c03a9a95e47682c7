"""Who may sign in to the demo city. Needs no Django: the start page and tests read it too."""

PASSWORD = "yunchuan-demo"
LOGINS = (
    ("supervisor", "督查室经办 supervisor"),
    ("assessor", "考核办 assessor"),
    ("contact", "承办单位联络员 contact"),
    ("leader", "承办单位负责人 unit leader"),
    ("county", "县区负责人 county leader"),
    ("principal", "市领导 principal"),
    ("verifier", "核验员 verifier"),
    ("auditor", "审计员 auditor"),
    ("admin", "系统管理员 admin"),
)
"""Login name and role, in the order of the loop; the units are in ``city.yaml``."""
