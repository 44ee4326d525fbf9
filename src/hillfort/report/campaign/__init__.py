"""The report of an assessment, a comparison and a replay."""
