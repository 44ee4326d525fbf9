"""What the draws of a campaign say: verdicts, intervals, comparisons, drivers."""
