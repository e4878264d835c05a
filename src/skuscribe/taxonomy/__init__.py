"""Labels to shop categories: Shopify's, Google's, and the merchant's own."""
