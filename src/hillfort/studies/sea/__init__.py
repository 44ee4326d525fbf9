"""Whether ships come through, beside a campaign."""
