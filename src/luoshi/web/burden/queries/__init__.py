"""What was asked of whom, what is known, what a week and a year cost."""
