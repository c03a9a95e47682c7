"""Which indicators a person sees, what was known of them when, and who is compared."""
