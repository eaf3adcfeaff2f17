#ifndef DESCENT_DK_TALLY_H
#define DESCENT_DK_TALLY_H

#include <stddef.h>

/* The loops of going through all subnetworks, many at a time: `copies` subnetworks side by side,
   each with `columns` examples. */

/* out[c,j] = base[j] + table[c,j] */
void dk_add_tiled(
    size_t copies, size_t columns, const double *base, const double *table, double *out);

/* Weighted sums of many values, column by column: what the additions lost to rounding is kept
   (Neumaier), so that 2^24 terms keep their digits. */
typedef struct {
  double *sums, *lost, *least, *most;
} dk_tallies;

/* For each column j: weights[0] * values[0,j] + weights[1] * values[1,j] + ..., from 0 in that order, is
   added to sums[j], and what that rounds away to lost[j]; least[j] and most[j] become the smallest
   and largest of themselves and the values. */
void dk_tally(
    size_t copies, size_t columns, const double *weights, const double *values,
    dk_tallies tallies);

/* The same of values[c,j] = base[j] + table[c,j], which are nowhere kept. */
void dk_tally_tiled(
    size_t copies, size_t columns, const double *weights, const double *base, const double *table,
    dk_tallies tallies);

#endif
