"""What leaves the bot as a file: tables as CSV, XLSX and JSON, calendars, archives. It knows formats and no course."""
