#ifndef DESCENT_DK_TALLY_H
#define DESCENT_DK_TALLY_H

#include <stddef.h>

/* The two loops of going through all subnetworks, many at a time: `copies` subnetworks side by side,
   each with `columns` examples. */

/* out[c,j] = base[j] + table[c,j] */
void dk_add_tiled(
    size_t copies, size_t columns, const double *base, const double *table, double *out);

/* For each column j: sums[j] = weights[0] * values[0,j] + weights[1] * values[1,j] + ..., from 0 in
   that order; least[j] and most[j] become the smallest and largest of themselves and the values. */
void dk_tally(
    size_t copies, size_t columns, const double *weights, const double *values, double *sums,
    double *least, double *most);

#endif
