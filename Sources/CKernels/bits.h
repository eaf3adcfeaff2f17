#ifndef DESCENT_BITS_H
#define DESCENT_BITS_H

#include <stdint.h>
#include <string.h>

#include "dispatch.h"

/* A double's bits, and sums and products with what their rounding left over. A pair (high, low) is
   the unevaluated sum high + low; nothing here is fused. */

#pragma STDC FP_CONTRACT OFF

static const uint64_t sign_bit = UINT64_C(1) << 63;

DK_INLINE uint64_t bits_of(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

DK_INLINE double from_bits(uint64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

DK_INLINE double magnitude(double x) { return from_bits(bits_of(x) & ~sign_bit); }
/* |x| with the sign of y. */
DK_INLINE double with_sign(double x, double y) {
  return from_bits((bits_of(x) & ~sign_bit) | (bits_of(y) & sign_bit));
}
DK_INLINE int is_nan(double x) { return x != x; }

/* 2^k for -1022 <= k <= 1023. */
DK_INLINE double power_of_two(int64_t k) { return from_bits((uint64_t)(k + 1023) << 52); }

/* Added to |x| < 2^51 and taken off again, it rounds x to an integer; in between, the integer stands
   in the low bits of the sum. */
static const double rounder = 0x1.8p52;

typedef struct {
  double high, low;
} pair;

/* a + b exactly, for |a| >= |b| or a = 0. */
DK_INLINE pair fast_sum(double a, double b) {
  double s = a + b;
  return (pair){s, b - (s - a)};
}

/* a + b exactly. */
DK_INLINE pair exact_sum(double a, double b) {
  double s = a + b, b_part = s - a;
  return (pair){s, (a - (s - b_part)) + (b - b_part)};
}

/* x as a sum of two numbers of at most 26 bits each (Veltkamp), for |x| < 2^996. */
DK_INLINE pair halves(double x) {
  double shifted = x * 0x8000001p0;
  double high = shifted - (shifted - x);
  return (pair){high, x - high};
}

/* a b exactly (Dekker), where neither it nor its parts overflow or underflow. */
DK_INLINE pair exact_product(double a, double b) {
  pair x = halves(a), y = halves(b);
  double p = a * b;
  return (pair){
      p, ((x.high * y.high - p) + x.high * y.low + x.low * y.high) + x.low * y.low};
}

#endif
