// What counts as a figure in a table.

/** Text with a digit and without letters: '1,204.5', '39 (86%)', '<0.001'. */
export const FIGURE = /^[^\p{L}]*\d[^\p{L}]*$/u
