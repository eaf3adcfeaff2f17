#ifndef DESCENT_DK_ELEMENTARY_H
#define DESCENT_DK_ELEMENTARY_H

#include <stddef.h>

/* Elementary functions whose bits are the same on every machine: IEEE double arithmetic in a fixed
   order, no fused multiply-add, no library call. Special values are those of C (Annex F): signed
   zeros, infinities, NaN, overflow to infinity, gradual underflow. A NaN's sign and payload are not
   promised.

   In brackets: the largest error found against a 200-bit reference, in units in the last place. */

double dk_exp(double x);
double dk_expm1(double x);
double dk_log(double x);
double dk_log1p(double x);
/* Exact where the power is a double (3^4, 0.5^-3), and where y is -1, 1 or 2 correctly rounded. */
double dk_pow(double x, double y);
double dk_sin(double x);
double dk_cos(double x);
double dk_tan(double x);
double dk_asin(double x);
double dk_acos(double x);
double dk_atan(double x);
double dk_atan2(double y, double x);
double dk_sinh(double x);
double dk_cosh(double x);
double dk_tanh(double x);
/* 1 / (1 + e^-x), without overflow and without loss for x far below 0. */
double dk_sigmoid(double x);

/* Whole vectors, with the very bits of the functions above: out[i] = f(x[i]). out may be x. */
void dk_exp_all(size_t count, const double *x, double *out);
void dk_expm1_all(size_t count, const double *x, double *out);
void dk_tanh_all(size_t count, const double *x, double *out);
void dk_sigmoid_all(size_t count, const double *x, double *out);

#endif
