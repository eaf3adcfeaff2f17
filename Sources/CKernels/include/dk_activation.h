#ifndef DESCENT_DK_ACTIVATION_H
#define DESCENT_DK_ACTIVATION_H

#include <stddef.h>

/* Activations and their slopes over whole matrices, with the bits of the formulas beside them. `out`
   may be `x`; nothing else may overlap. tanh and sigmoid themselves are in dk_elementary.h. A NaN
   passes through an activation. */

/* out = x < 0 ? 0 : x */
void dk_relu_all(size_t count, const double *x, double *out);
/* out = x < 0 ? slope x : x */
void dk_leaky_relu_all(size_t count, double slope, const double *x, double *out);
/* out = x < 0 ? alpha (e^x - 1) : x */
void dk_elu_all(size_t count, double alpha, const double *x, double *out);

/* Multiply d, the derivative by the activation a = f(z), by f'(z): */

/* d = z > 0 ? d : 0 */
void dk_relu_slope(size_t count, const double *z, double *d);
/* d = z > 0 ? d : slope d */
void dk_leaky_relu_slope(size_t count, double slope, const double *z, double *d);
/* d = z < 0 ? d (a + alpha) : d */
void dk_elu_slope(size_t count, double alpha, const double *z, const double *a, double *d);
/* d = d (1 - a a) */
void dk_tanh_slope(size_t count, const double *a, double *d);
/* d = d (a (1 - a)) */
void dk_sigmoid_slope(size_t count, const double *a, double *d);

/* Softmax down each column of z (units x examples, units > 0): with m the column's largest z,
   a = e^(z - m) / S and log_sums = m + ln S, where S adds e^(z - m) from the first unit to the last.
   a may be z. */
void dk_softmax_columns(
    size_t units, size_t examples, const double *z, double *a, double *log_sums);

#endif
