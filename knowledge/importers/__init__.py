"""Official files to observations: one module for each dataset, and the only home of pandas."""
