"""Values to bytes: official papers in Word, their PDF, tables in Excel. No Django, no database."""
