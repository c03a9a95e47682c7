"""What people see of cadences and meetings."""
