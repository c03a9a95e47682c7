"""Pages of visits and of what was raised there."""
