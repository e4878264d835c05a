"""Where the product is: a mask, its outline, the method that found it and how sure it is."""
