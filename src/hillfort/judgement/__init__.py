"""What experts judge: their answers, how well they know what they do not know, and how to combine them."""
