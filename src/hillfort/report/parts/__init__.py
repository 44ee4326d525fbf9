"""What every report is made of: numbers, words, tables, charts, ground."""
