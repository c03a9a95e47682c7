"""Pages for what is not there, not allowed, or broken."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: more text or more fields than a form may send, or a request that is no request."""
    del exception
    return render(request, "400.html", status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: also for things of another unit, which one may not even know of."""
    del exception
    return render(request, "404.html", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 raised by Django itself."""
    del exception
    return render(request, "403.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """500, without touching the database."""
    del request
    return render(None, "500.html", status=500)
