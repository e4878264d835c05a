"""Does a photo show text that can be read? Learnt from what the OCR engine reads."""
