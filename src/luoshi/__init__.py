"""Luoshi 落实: promises into lists with owners, accounts into verified results."""
