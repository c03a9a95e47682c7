"""Requests for data: the week, one request, the year, and rounds as requests."""
