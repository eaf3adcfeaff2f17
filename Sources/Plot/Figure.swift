// Figures.
