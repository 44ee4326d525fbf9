"""The law against known battles: predictions, scores, rules to beat."""
