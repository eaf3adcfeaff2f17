#ifndef DESCENT_LOGARITHM_H
#define DESCENT_LOGARITHM_H

#include "bits.h"
#include "coefficients.h"

#pragma STDC FP_CONTRACT OFF

/* x = 2^k m with m about [0.7, 1.4]; a table gives 1/c and ln c for a c near m; what is left is
   ln(1 + r) with r = m/c - 1, |r| < 0.006, which is exact as a pair: 1/c has so few bits that its
   products with the halves of m are exact. */
typedef struct {
  pair r;
  double whole, whole_low; /* k ln 2 + ln c: the first part is exact, the second what it lacks */
  double scale;            /* d r / d x */
} split;

/* For a finite x > 0. */
DK_INLINE split split_logarithm(double x) {
  int64_t k = 0;
  if (x < 0x1p-1022) {
    x *= 0x1p54;
    k = -54;
  }
  uint64_t bits = bits_of(x);
  int64_t exponent = (int64_t)(bits - UINT64_C(0x3fe6a09e00000000)) >> 52; /* from 0.707... on */
  k += exponent;
  double m = from_bits(bits - ((uint64_t)exponent << 52));
  const double *row = log_table[(int)(m * 128 + 0.5) - log_table_first];
  double m_high = from_bits(bits_of(m) & ~UINT64_C(0x7ffffff));
  return (split){
      fast_sum(m_high * row[0] - 1, (m - m_high) * row[0]), (double)k * ln2_high + row[1],
      (double)k * ln2_low + row[2], row[0] * power_of_two(k < 1000 ? -k : -1000)};
}

/* (ln(1 + r) - r + r^2/2) / r^3 */
DK_INLINE double log_cubic(double r, double r2) {
  return (0x1.5555555555555p-2 - r * 0.25) +
         r2 * ((0.2 - r * 0x1.5555555555555p-3) +
               r2 * ((0x1.2492492492492p-3 - r * 0.125) + r2 * (0x1.c71c71c71c71cp-4 - r * 0.1)));
}

/* ln x as a pair, good to about 2^-67 of itself. */
DK_INLINE pair log_pair(double x) {
  split a = split_logarithm(x);
  double r = a.r.high;
  pair square = exact_product(r, r), sum = fast_sum(a.whole, r);
  pair less = fast_sum(sum.high, -0.5 * square.high);
  double low = ((sum.low + less.low) + a.whole_low) +
               ((a.r.low - r * a.r.low) - 0.5 * square.low) +
               r * square.high * log_cubic(r, square.high);
  return fast_sum(less.high, low);
}

/* ln, once r is known: the rest hardly counts beside it, or beside k ln 2 + ln c. */
DK_INLINE double log_of(split a) {
  double r = a.r.high, r2 = r * r;
  pair sum = fast_sum(a.whole, r);
  return sum.high +
         ((sum.low + (a.whole_low + (a.r.low - r * a.r.low))) +
          r2 * (r * log_cubic(r, r2) - 0.5));
}

#endif
