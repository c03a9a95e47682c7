"""Reading the pages of challenges."""

import re

from django.test import Client

from tests.web.challenges.build import Story


def url(story: Story, part: str = "") -> str:
    return f"/challenges/{story.challenge.pk}/{part}"


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", answer.content.decode())


def acts(page: str) -> list[str]:
    """The labels of the buttons in the head of a page, the main one last."""
    head = page.split('<div class="page-acts', 1)[1].split("</div>", 1)[0]
    return re.findall(r'class="btn[^"]*" href="[^"]*">([^<]*)<', head)
