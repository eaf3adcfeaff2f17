#ifndef DESCENT_DK_ELEMENTARY_H
#define DESCENT_DK_ELEMENTARY_H

#include <stddef.h>

/* Elementary functions whose bits are the same on every machine: IEEE double arithmetic in a fixed
   order, no fused multiply-add, no library call. Special values are those of C (Annex F): signed
   zeros, infinities, NaN, overflow to infinity, gradual underflow. A NaN's sign and payload are not
   promised.

   After each: the largest error found, in units in the last place, over some 100,000 arguments of
   every size held against 240-bit (for angles 1400-bit) arithmetic. */

double dk_exp(double x);   /* 0.82 */
double dk_expm1(double x); /* 0.86 */
double dk_log(double x);   /* 0.51 */
double dk_log1p(double x); /* 0.51 */
/* 0.60: so it is exact where the power is a double (3^4, 0.5^-3). Where y is -1, 1 or 2, the power is
   correctly rounded. */
double dk_pow(double x, double y);
double dk_sin(double x);             /* 0.77 */
double dk_cos(double x);             /* 0.81 */
double dk_tan(double x);             /* 1.23 */
double dk_asin(double x);            /* 0.69 */
double dk_acos(double x);            /* 0.66 */
double dk_atan(double x);            /* 0.71 */
double dk_atan2(double y, double x); /* 1.31 */
double dk_sinh(double x);            /* 1.01 */
double dk_cosh(double x);            /* 0.77 */
double dk_tanh(double x);            /* 1.17 */
double dk_erf(double x);             /* 1.15 */
/* 1 / (1 + e^-x), without overflow and without loss for x far below 0. 2.08 */
double dk_sigmoid(double x);

/* Whole vectors, with the very bits of the functions above: out[i] = f(x[i]). out may be x. */
void dk_exp_all(size_t count, const double *x, double *out);
void dk_expm1_all(size_t count, const double *x, double *out);
void dk_tanh_all(size_t count, const double *x, double *out);
void dk_sigmoid_all(size_t count, const double *x, double *out);

#endif
