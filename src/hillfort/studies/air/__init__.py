"""What air and air defence do, beside a campaign."""
