//! Whole articles, invented, through the entry points.
