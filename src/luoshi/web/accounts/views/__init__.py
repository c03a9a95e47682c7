"""Signing in and the own account; the people an administrator looks after."""
