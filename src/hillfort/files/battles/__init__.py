"""Records of battles, and the law fitted to them."""
