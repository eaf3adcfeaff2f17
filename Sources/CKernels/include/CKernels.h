#ifndef DESCENT_CKERNELS_H
#define DESCENT_CKERNELS_H

#include <stddef.h>
#include <stdint.h>

#include "dk_dispatch.h"
#include "dk_matrix.h"
#include "dk_vector.h"

/* Elementary functions whose bits are the same on every machine: pure IEEE double arithmetic in a
   fixed order, no fused multiply-add, no library call whose result depends on the processor. */
double dk_exp(double x);
double dk_expm1(double x);
double dk_log(double x);
double dk_log1p(double x);
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

#endif
