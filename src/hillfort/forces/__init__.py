"""Who is there: formations, battalions, templates, symbols."""
