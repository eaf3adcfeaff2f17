#include "bits.h"
#include "coefficients.h"
#include "dk_elementary.h"

#include <math.h>

#pragma STDC FP_CONTRACT OFF

/* x = n pi/2 + y with |y| <= pi/4 (and a little), y a pair; only n mod 4 is kept. */
typedef struct {
  pair y;
  unsigned quadrant;
} angle;

/* For 2^20 <= |x| < infinity. The bits of 2/pi whose product with x is a multiple of 4 are left out
   (Payne and Hanek); 192 bits from there on give the fraction to 2^-137. */
static __attribute__((noinline)) angle reduce_huge(double x) {
  uint64_t bits = bits_of(x);
  int exponent = (int)(bits >> 52 & 0x7ff) - 1075; /* |x| = m 2^exponent */
  uint64_t m = (bits & UINT64_C(0xfffffffffffff)) | UINT64_C(1) << 52;
  /* The first place used of 2/pi has the weight 2^(1 - exponent); the table begins with weight 2^63. */
  unsigned first = (unsigned)(62 + exponent), word = first / 64, shift = first % 64;
  uint64_t window[3];
  for (unsigned i = 0; i < 3; i++)
    window[i] = two_over_pi[word + i] << shift |
                (shift ? two_over_pi[word + i + 1] >> (64 - shift) : 0);
  /* The product modulo 2^192; its top two bits are the quadrant. */
  unsigned __int128 low = (unsigned __int128)m * window[2];
  unsigned __int128 middle = (unsigned __int128)m * window[1] + (uint64_t)(low >> 64);
  uint64_t top = m * window[0] + (uint64_t)(middle >> 64);
  unsigned quadrant = (unsigned)(top >> 62);
  unsigned __int128 fraction =
      (unsigned __int128)top << 66 | (unsigned __int128)(uint64_t)middle << 2 |
      (uint64_t)low >> 62;
  uint64_t below = (uint64_t)low << 2;
  int negative = (int)(fraction >> 127); /* above one half: the next multiple is nearer */
  if (negative) {
    quadrant++;
    below = -below;
    fraction = ~fraction + (below == 0);
  }
  if (fraction == 0) return (angle){{0, 0}, quadrant}; /* not for any double */
  int zeros = (uint64_t)(fraction >> 64) ? __builtin_clzll((uint64_t)(fraction >> 64))
                                         : 64 + __builtin_clzll((uint64_t)fraction);
  if (zeros > 0 && zeros < 64)
    fraction = fraction << zeros | below >> (64 - zeros);
  else if (zeros >= 64)
    fraction = fraction << zeros | (unsigned __int128)below << (zeros - 64);
  double unit = power_of_two(-53 - zeros);
  double high = (double)(uint64_t)(fraction >> 75) * unit;
  double rest = (double)(uint64_t)(fraction >> 22 & UINT64_C(0x1fffffffffffff)) * unit * 0x1p-53;
  pair y = exact_product(high, half_pi_high);
  y = fast_sum(y.high, y.low + (high * half_pi_low + rest * half_pi_high));
  if (negative != (x < 0)) y = (pair){-y.high, -y.low};
  return (angle){y, x < 0 ? -quadrant : quadrant};
}

DK_INLINE angle reduce_angle(double x) {
  double size = magnitude(x);
  if (size <= 0x1.921fb54442d18p-1) return (angle){{x, 0}, 0};
  if (size >= 0x1p20) return reduce_huge(x);
  double shifted = x * inverse_half_pi + rounder;
  double n = shifted - rounder;
  /* n has at most 20 bits and a part of pi/2 at most 33: the products are exact (Cody and Waite). */
  pair first = exact_sum(x - n * half_pi_1, -(n * half_pi_2));
  pair second = exact_sum(first.high, -(n * half_pi_3));
  double low = (first.low + second.low) - n * half_pi_4;
  return (angle){fast_sum(second.high, low), (unsigned)bits_of(shifted)};
}

/* sin and cos of y as pairs. */
DK_INLINE pair sine(pair y) {
  const double *c = sin_cubic;
  double z = y.high * y.high, z2 = z * z;
  double cubic = ((c[0] + c[1] * z) + (c[2] + c[3] * z) * z2) +
                 ((c[4] + c[5] * z) + c[6] * z2) * (z2 * z2);
  return fast_sum(y.high, z * y.high * cubic + (y.low - 0.5 * z * y.low));
}

DK_INLINE pair cosine(pair y) {
  const double *c = cos_quartic;
  pair square = exact_product(y.high, y.high);
  double z = square.high, z2 = z * z;
  double quartic = ((c[0] + c[1] * z) + (c[2] + c[3] * z) * z2) + (c[4] + c[5] * z) * (z2 * z2);
  pair start = fast_sum(1, -0.5 * z);
  return fast_sum(
      start.high, start.low + (z2 * quartic - (0.5 * square.low + y.high * y.low)));
}

double dk_sin(double x) {
  double size = magnitude(x);
  if (size < 0x1p-27) return x;
  if (!(size < INFINITY)) return x - x;
  angle a = reduce_angle(x);
  double y = a.quadrant & 1 ? cosine(a.y).high : sine(a.y).high;
  return a.quadrant & 2 ? -y : y;
}

double dk_cos(double x) {
  if (!(magnitude(x) < INFINITY)) return x - x;
  angle a = reduce_angle(x);
  double y = a.quadrant & 1 ? sine(a.y).high : cosine(a.y).high;
  return (a.quadrant + 1) & 2 ? -y : y;
}

/* a where the mask's bits are 1, b where they are 0: a jump on the quadrant would be guessed wrong
   half of the time. */
DK_INLINE double choose(uint64_t mask, double a, double b) {
  return from_bits((bits_of(a) & mask) | (bits_of(b) & ~mask));
}

/* tan = sin/cos, and in the odd quadrants -cos/sin. */
double dk_tan(double x) {
  double size = magnitude(x);
  if (size < 0x1p-27) return x;
  if (!(size < INFINITY)) return x - x;
  angle a = reduce_angle(x);
  pair s = sine(a.y), c = cosine(a.y);
  uint64_t odd = -(uint64_t)(a.quadrant & 1);
  pair n = {choose(odd, -c.high, s.high), choose(odd, -c.low, s.low)};
  pair d = {choose(odd, s.high, c.high), choose(odd, s.low, c.low)};
  double q = n.high / d.high;
  return q + (n.low - q * d.low) * (1 / d.high);
}
