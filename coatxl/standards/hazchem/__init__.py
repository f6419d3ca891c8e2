"""GB 18218-2018 for a plant's hazardous chemicals: its substances with their sources, and the units computed step by step (7.4, 7.5)."""
