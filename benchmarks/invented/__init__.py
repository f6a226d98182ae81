"""A large invented market: real names of firms from a public register, invented texts in both languages."""
