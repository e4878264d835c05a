"""What a network is worth on labelled photos: predictions, figures, one page. No torch."""
