"""Pages of lists and commitments."""
