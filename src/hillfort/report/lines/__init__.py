"""The report on lines of communication."""
