"""Pages of cadences and meetings."""
