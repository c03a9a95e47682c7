"""The anchor of ballots: rows by Django's ORM alone, a commit each. Prints rows a second."""

import sys
import time

from luoshi.commands.site import start_site

start_site()

from django.db import connection, models  # noqa: E402  # after the settings


class Vote(models.Model):
    """One voter's vote in one poll."""

    poll = models.IntegerField()
    voter = models.CharField(max_length=40)
    marks = models.TextField()

    class Meta:
        app_label = "bench"
        constraints = [models.UniqueConstraint(fields=["poll", "voter"], name="vote_once")]


def main() -> None:
    """Insert so many rows into a table of its own, and drop it."""
    rows = int(sys.argv[1])
    with connection.schema_editor() as editor:
        editor.create_model(Vote)
    begun = time.perf_counter()
    for at in range(rows):
        Vote.objects.create(poll=1, voter=f"voter-{at}", marks="x" * 1400)
    seconds = time.perf_counter() - begun
    with connection.schema_editor() as editor:
        editor.delete_model(Vote)
    sys.stdout.write(f"{rows / seconds:.1f}\n")


if __name__ == "__main__":
    main()
