"""The sample's product pictures, composed of shapes and written as SVG."""
