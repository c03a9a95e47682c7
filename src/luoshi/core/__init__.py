"""The rules: values in, values out. No Django, no files, no clock."""
