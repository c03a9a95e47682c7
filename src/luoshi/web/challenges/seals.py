"""Who bid, and when, is read in the record only once the bids are opened."""

from django.db.models import CharField, Q
from django.db.models.functions import Cast

from luoshi.web.challenges.models import Bid


def sealed() -> Q:
    """What was done to bids that still lie under their seal."""
    lying = Bid.objects.filter(challenge__state="bidding").order_by()
    keys = lying.annotate(key=Cast("pk", CharField())).values("key")
    return Q(object_type=Bid._meta.label_lower, object_id__in=keys)
