"""The words for colours, learnt from photos whose colours people named."""
