#ifndef DESCENT_EXPONENTIAL_H
#define DESCENT_EXPONENTIAL_H

#include "bits.h"
#include "coefficients.h"

/* The exponential and similar functions without a branch or a table, so that one definition serves a single
   number and a loop over vectors, and both have the same bits.

   Each function has a core, right where neither its result nor a factor on the way overflows or
   underflows, and a whole form for every argument; the two agree where the core is right. */

#pragma STDC FP_CONTRACT OFF

/* x = k ln 2 + high - low with |high - low| <= (ln 2)/2; high is exact. */
typedef struct {
  double k, high, low;
  uint64_t shift; /* k in the place of an exponent */
} reduced;

DK_INLINE reduced reduce(double x) {
  double shifted = x * inverse_ln2 + rounder;
  double k = shifted - rounder;
  return (reduced){k, x - k * ln2_high, k * ln2_low, bits_of(shifted) << 52};
}

/* 2^k and 2^-k, for |k| <= 1022. */
static const uint64_t bits_of_one = UINT64_C(1023) << 52;
DK_INLINE double power(reduced x) { return from_bits(bits_of_one + x.shift); }
DK_INLINE double inverse_power(reduced x) { return from_bits(bits_of_one - x.shift); }

/* e^r - 1 - r for |r| <= (ln 2)/2. */
DK_INLINE double exp_tail(double r) {
  const double *c = exp_cubic;
  double r2 = r * r, r4 = r2 * r2;
  double cubic = (((c[0] + c[1] * r) + (c[2] + c[3] * r) * r2) +
                  ((c[4] + c[5] * r) + (c[6] + c[7] * r) * r2) * r4) +
                 (c[8] + c[9] * r) * (r4 * r4);
  return r2 * (0.5 + r * cubic);
}

/* e^(high - low) - 1 as a pair, good to about 2^-58. */
DK_INLINE pair expm1_pair(double high, double low) {
  double r = high - low;
  double r_low = (high - r) - low;
  return fast_sum(r, exp_tail(r) + (r_low + r_low * r));
}

/* e^(high - low) as a pair. */
DK_INLINE pair exp_pair(double high, double low) {
  pair e = expm1_pair(high, low), one = fast_sum(1, e.high);
  return fast_sum(one.high, one.low + e.low);
}

/* e^(high - low) */
DK_INLINE double exp_fraction(reduced a) {
  return 1 + (a.high + (exp_tail(a.high - a.low) - a.low));
}

/* 2^k for an integer |k| <= 1022. */
DK_INLINE double two_to(double k) { return from_bits((bits_of(k + rounder) + 1023) << 52); }

/* y 2^k for |k| <= 2000: in two factors, so that only the result can overflow or underflow. */
DK_INLINE double scaled(double y, double k) {
  double half = (k * 0.5 + rounder) - rounder;
  return (y * two_to(half)) * two_to(k - half);
}

DK_INLINE double between(double x, double low, double high) {
  x = x < low ? low : x; /* a NaN stays */
  return x > high ? high : x;
}

/* e^x; the core for |x| <= 708. */
DK_INLINE double exp_core(double x) {
  reduced a = reduce(x);
  return exp_fraction(a) * power(a);
}
DK_INLINE double exp_whole(double x) {
  reduced a = reduce(between(x, -746, 710));
  return scaled(exp_fraction(a), a.k);
}

/* e^x - 1 = 2^k ((1 - 2^-k) + (e^r - 1)); the core for |x| <= 36, where 1 - 2^-k is exact. */
DK_INLINE double expm1_core(double x) {
  reduced a = reduce(x);
  pair e = expm1_pair(a.high, a.low), sum = fast_sum(1 - inverse_power(a), e.high);
  return with_sign((sum.high + (sum.low + e.low)) * power(a), x);
}
DK_INLINE double expm1_whole(double x) {
  reduced a = reduce(between(x, -40, 710));
  pair e = expm1_pair(a.high, a.low);
  pair one = exact_sum(1, -two_to(a.k > 1000 ? -1000 : -a.k));
  pair sum = fast_sum(one.high, e.high);
  return with_sign(scaled(sum.high + (sum.low + (one.low + e.low)), a.k), x);
}

/* tanh x = E / (E + 2) with E = e^(2|x|) - 1, both divided by 2^k, in pairs; beyond 2 it is
   1 - 2 / (E + 2), where the fraction hardly counts. The core serves every x. */
DK_INLINE double tanh_core(double x) {
  double size = magnitude(x);
  reduced a = reduce(2 * (size > 22 ? 22 : size));
  pair e = expm1_pair(a.high, a.low);
  double w = inverse_power(a);
  pair n = fast_sum(1 - w, e.high), d = fast_sum(1 + w, e.high);
  double n_low = n.low + e.low, d_low = d.low + e.low;
  int far = size > 2;
  double q = (far ? 2 * w : n.high) / d.high;
  /* 1 / (E + 2) = (1 - tanh)/2 saves a division. */
  double correction = (n_low - q * d_low) * ((1 - q) * (0.5 * power(a)));
  return with_sign(far ? 1 - q : q + correction, x);
}
DK_INLINE double tanh_whole(double x) { return tanh_core(x); }

/* 1 / (1 + e^-x), from e^-|x| <= 1; the core for |x| <= 708. */
DK_INLINE double sigmoid_of(double x, double e) { return (x < 0 ? e : 1) / (1 + e); }
DK_INLINE double sigmoid_core(double x) { return sigmoid_of(x, exp_core(-magnitude(x))); }
DK_INLINE double sigmoid_whole(double x) { return sigmoid_of(x, exp_whole(-magnitude(x))); }

#endif
