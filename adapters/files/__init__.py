"""The figures behind a reply as files: CSV and XLSX."""
