#include "bits.h"
#include "coefficients.h"
#include "dk_elementary.h"

#include <math.h>

#pragma STDC FP_CONTRACT OFF

/* The square root is one instruction, exact to the last bit on every machine. */
DK_INLINE double square_root(double x) { return __builtin_elementwise_sqrt(x); }

/* atan(n/d) for 0 < n <= d, or its complement to pi/2. With c = i/16 near n/d,
   atan(n/d) = atan c + atan t, t = (n - c d)/(d + c n), |t| <= 1/8. */
static double arctangent(double n, double d, int complement) {
  double ratio = n / d;
  int i = ratio < 0.125 ? 0 : (int)(ratio * 16 + 0.5);
  double t = ratio;
  if (i > 0) {
    double c = i * 0.0625;
    pair parts = halves(d);
    t = ((n - c * parts.high) - c * parts.low) / (d + c * n);
  }
  const double *p = atan_cubic;
  double z = t * t, z2 = z * z, z4 = z2 * z2;
  double cubic = ((p[0] + p[1] * z) + (p[2] + p[3] * z) * z2) +
                 ((p[4] + p[5] * z) + (p[6] + p[7] * z) * z2) * z4 + p[8] * (z4 * z4);
  double rest = t * z * cubic;
  if (!complement)
    return i == 0 ? t + rest : atan_table[i][0] + (t + (rest + atan_table[i][1]));
  pair sum = fast_sum(acot_table[i][0], -t);
  return sum.high + (sum.low - (rest - acot_table[i][1]));
}

double dk_atan(double x) {
  double size = magnitude(x);
  if (!(size >= 0x1p-27)) return x;
  if (size >= 0x1p60) return with_sign(half_pi_high, x);
  return with_sign(size <= 1 ? arctangent(size, 1, 0) : arctangent(1, size, 1), x);
}

double dk_atan2(double y, double x) {
  if (is_nan(x) || is_nan(y)) return x + y;
  double height = magnitude(y), width = magnitude(x);
  int left = (int)(bits_of(x) >> 63);
  if (height == 0) return left ? with_sign(pi_high, y) : y;
  if (width == 0) return with_sign(half_pi_high, y);
  if (height == INFINITY || width == INFINITY) {
    if (height != width) {
      if (height == INFINITY) return with_sign(half_pi_high, y);
      return with_sign(left ? pi_high : 0, y);
    }
    return with_sign(left ? 0x1.2d97c7f3321d2p+1 : 0x1.921fb54442d18p-1, y); /* 3 pi/4, pi/4 */
  }
  double larger = height > width ? height : width;
  if (larger > 0x1p900) {
    height *= 0x1p-130;
    width *= 0x1p-130;
  } else if (larger < 0x1p-900) {
    height *= 0x1p130;
    width *= 0x1p130;
  }
  double angle;
  if (height <= width) {
    /* Below the least normal number the quotient is the angle, and rounds once. */
    angle = height / width < 0x1p-1000 ? height / width : arctangent(height, width, 0);
  } else {
    angle = arctangent(width, height, 1);
  }
  if (left) angle = pi_high - (angle - pi_low);
  return with_sign(angle, y);
}

/* asin(t) - t = t^3 P(t^2), from t and z = t^2 <= 1/4. */
DK_INLINE double arcsine_rest(double t, double z) {
  const double *p = asin_cubic;
  double z2 = z * z, z4 = z2 * z2;
  double cubic = (((p[0] + p[1] * z) + (p[2] + p[3] * z) * z2) +
                  ((p[4] + p[5] * z) + (p[6] + p[7] * z) * z2) * z4) +
                 (((p[8] + p[9] * z) + (p[10] + p[11] * z) * z2) + p[12] * z4) * (z4 * z4);
  return t * z * cubic;
}

/* 2 asin(sqrt((1 - x)/2)) = acos x for 1/2 <= x <= 1, as a pair. */
DK_INLINE pair near_one(double x) {
  double z = (1 - x) * 0.5;
  if (z == 0) return (pair){0, 0};
  double s = square_root(z);
  pair square = exact_product(s, s);
  double s_low = ((z - square.high) - square.low) / (2 * s);
  return fast_sum(2 * s, 2 * (arcsine_rest(s, z) + s_low));
}

double dk_asin(double x) {
  double size = magnitude(x);
  if (size < 0x1p-27) return x;
  if (!(size <= 1)) return NAN;
  if (size <= 0.5) return x + arcsine_rest(x, x * x);
  pair acos = near_one(size);
  pair sum = fast_sum(half_pi_high, -acos.high);
  return with_sign(sum.high + (sum.low + (half_pi_low - acos.low)), x);
}

double dk_acos(double x) {
  double size = magnitude(x);
  if (!(size <= 1)) return NAN;
  if (size <= 0.5) {
    pair sum = fast_sum(half_pi_high, -x);
    return sum.high + (sum.low + (half_pi_low - arcsine_rest(x, x * x)));
  }
  pair acos = near_one(size);
  if (x > 0) return acos.high;
  pair sum = fast_sum(pi_high, -acos.high);
  return sum.high + (sum.low + (pi_low - acos.low));
}
