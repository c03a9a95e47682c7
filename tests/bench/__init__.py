"""Speed figures, as ratios taken in one run. Run by ``make bench``; nothing here is a test."""
