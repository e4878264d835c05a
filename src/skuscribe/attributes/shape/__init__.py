"""The product's outline as measures, and as a word where one is clear and means something."""
