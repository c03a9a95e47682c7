"""Changes of units, hand-overs, and what waits for an owner."""
