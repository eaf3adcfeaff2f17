#include "dk_elementary.h"
#include "exponential.h"

#pragma STDC FP_CONTRACT OFF

/* P(x), coefficients in ascending powers. */
DK_INLINE double horner(const double *c, int count, double x) {
  double sum = c[count - 1];
  for (int i = count - 2; i >= 0; i--) sum = c[i] + x * sum;
  return sum;
}

/* Near 0 by a polynomial, beyond 1 from erfc, of which there erf needs a sixth of its digits; from 6 on
   it is 1 to the last bit. */
double dk_erf(double x) {
  double size = magnitude(x);
  if (!(size > 1)) return x + x * horner(erf_near, 14, x * x); /* or a NaN */
  if (size >= 6) return with_sign(1, x);
  double t = 2 / (2 + size);
  double exponent = horner(erf_far, 17, t - erf_middle) - x * x;
  return with_sign(1 - t * exp_core(exponent), x);
}
