"""A process that serves a site from a SQLite file and hands a bid in; waits until told to end.

Run by ``test_secrecy``. The two halves of the key go into a file for the test alone.
"""

import os
import re
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

PLAN = "夜间天窗顶进箱涵，代号 QX-5521"
TEAM = "总工程师与外聘专家，共十一人，代号 ZJ-8840"
KEYS = "keys.txt"
GROUPS = re.compile(r"<span>([A-Z2-7]{4})</span>")


def main() -> None:
    """Set up, take keys, publish, send the bid by its form, say so, wait."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "luoshi.web.settings"
    import django

    django.setup()
    from tests.factories import make_city
    from tests.web.challenges.build import Story

    story = Story(make_city())
    story.until("approve")
    keys = "\n".join(_hand_in(story))
    (Path(os.environ["LUOSHI_DATA_DIR"]) / KEYS).write_text(keys)
    sys.stdout.write("SENT\n")
    sys.stdout.flush()
    sys.stdin.readline()


def _hand_in(story: Any) -> list[str]:
    """Both keys, then the bid, all over HTTP; the clock stands in the bidding time."""
    from django.test import Client
    from django.utils import timezone

    from luoshi.web.challenges.actions import challenge_publish
    from tests.web.challenges.build import BID, PUBLISHED

    client, keys = Client(SERVER_NAME="localhost"), []
    page = f"/challenges/{story.challenge.pk}"
    for holder in story.challenge.holders.order_by("place"):
        client.force_login(holder.person)
        shown = client.post(f"{page}/key/", {"replaces": ""}).content.decode()
        keys.append("-".join(GROUPS.findall(shown)))
    challenge_publish(challenge=story.challenge, by=story.desk, at=PUBLISHED)
    form = {
        "unit": story.city.park.pk,
        "team": TEAM,
        "plan": PLAN,
        "price": "99999",
        "steps-TOTAL_FORMS": "1",
        "steps-INITIAL_FORMS": "0",
        "steps-0-title": "完成设计",
        "steps-0-due_on": "2026-05-31",
        "steps-0-percent": "20",
    }
    with patch.object(timezone, "now", lambda: BID):
        client.force_login(story.city.person("unit_leader", story.city.park))
        refused = client.post(f"{page}/bid/", form)
        sent = client.post(f"{page}/bid/", form | {"price": "900"})
    assert (refused.status_code, sent.status_code) == (422, 302), sent.content.decode()
    assert PLAN in refused.content.decode()
    return keys


if __name__ == "__main__":
    main()
