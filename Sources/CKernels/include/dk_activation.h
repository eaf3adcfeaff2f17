#ifndef DESCENT_DK_ACTIVATION_H
#define DESCENT_DK_ACTIVATION_H

#include <stddef.h>
#include <stdint.h>

/* The loops of a network's layers between the matrix products, with the same bits on every machine.
   Matrices are row-major without gaps, a row for each unit and a column for each example. Ranges
   must not overlap, except that a delta function changes its d in place. */

/* a[i] = max(0, z[i]), NaN where z[i] is NaN. */
void dk_relu(size_t count, const double *z, double *a);
/* a[i] = z[i] < 0 ? slope * z[i] : z[i] */
void dk_leaky_relu(size_t count, double slope, const double *z, double *a);
/* a[i] = z[i] < 0 ? alpha * a[i] : z[i], a holding e^z - 1 before. */
void dk_elu_from_expm1(size_t count, double alpha, const double *z, double *a);

/* d[i] *= f'(z[i]). The derivative of relu at 0 is 0, that of leaky relu the slope,
   that of elu below 0 alpha e^z. */
void dk_relu_delta(size_t count, const double *z, double *d);
void dk_leaky_relu_delta(size_t count, double slope, const double *z, double *d);
void dk_elu_delta(size_t count, double alpha, const double *z, double *d);
void dk_sigmoid_delta(size_t count, const double *a, double *d);
void dk_tanh_delta(size_t count, const double *a, double *d);

/* Each unit's largest piece, the first of equals, and its number; a NaN wins and stays. z has
   units * pieces rows, unit by unit; a and winners have units rows. */
void dk_maxout(
    size_t units, size_t pieces, size_t columns, const double *z, double *a, double *winners);
/* The winner's row of delta (units * pieces rows) gets the unit's d, the others 0. */
void dk_maxout_delta(
    size_t units, size_t pieces, size_t columns, const double *d, const double *winners,
    double *delta);

/* out[i] = factor * (a[i] - y[i]) */
void dk_scaled_difference(
    size_t count, double factor, const double *a, const double *y, double *out);

/* values[i,j] = mask[i * mask_row + j] ? scale : 0 */
void dk_expand_mask(
    size_t rows, size_t columns, const uint8_t *mask, size_t mask_row, double scale,
    double *values);

/* out[i] = bytes[i] / 255: a pixel as a number from 0 to 1. */
void dk_bytes_to_units(size_t count, const uint8_t *bytes, double *out);

#endif
