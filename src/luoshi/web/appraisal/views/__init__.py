"""Pages of appraisal sessions."""
