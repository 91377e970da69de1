"""The identity's colours for what no style sheet reaches: charts, spreadsheets, Word files.

Each is the light value of the token of the same name in static/css/tokens.css ("LEAF_GROUND" is
`--leaf-ground`), as `#rrggbb`.
"""

INK = "#22252b"
SOFT = "#4a4f5a"
LINE = "#e0d6cd"
PANEL = "#fbf5f0"
PAPER = "#ffffff"

LEAF = "#14532d"
LEAF_GROUND = "#e8f3ec"
HONEY = "#6b4400"
HONEY_GROUND = "#ffe7a3"
BAD = "#8f1227"
BAD_GROUND = "#fbeaec"

# At least 3:1 against the light and the dark ground (WCAG 1.4.11): one drawing serves both.
CHART = ("#c8344c", "#2f7dc0", "#b77900", "#2f8f52", "#8e63b5", "#77808c")
CHART_TRACK = "#e4ddd6"
