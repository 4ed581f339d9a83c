"""Models of people who differ in their chance of being listed: Mt, Mh, Mth."""
