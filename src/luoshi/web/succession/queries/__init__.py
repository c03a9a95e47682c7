"""What passes, what waits for an owner, and what people see of it."""
