#ifndef DESCENT_DK_VECTOR_H
#define DESCENT_DK_VECTOR_H

#include <stddef.h>

/* Whole vectors at a time, with the same bits on every machine. Pointers may be equal where a
   function reads and writes; otherwise ranges must not overlap. */

/* y[i] += factor * x[i] */
void dk_axpy(size_t count, double factor, const double *x, double *y);
/* x[i] *= factor */
void dk_scale(size_t count, double factor, double *x);
/* out[i] = x[i] * y[i] */
void dk_multiply(size_t count, const double *x, const double *y, double *out);

/* The three reductions share one order. Sixteen partial sums start at 0; element i is added to sum
   i mod 16, in ascending order; then the halves are folded, s[l] += s[l + 8] for l < 8, then with
   4, 2 and 1, and s[0] is the result. */
double dk_sum(size_t count, const double *x);
double dk_dot(size_t count, const double *x, const double *y);
double dk_sum_squares(size_t count, const double *x);

#endif
