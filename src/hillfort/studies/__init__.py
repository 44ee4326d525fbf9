"""What the campaign answers: assessments and paired comparisons."""
