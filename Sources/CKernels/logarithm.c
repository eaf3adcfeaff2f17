#include "logarithm.h"

#include "dk_elementary.h"
#include "exponential.h"

#include <math.h>

#pragma STDC FP_CONTRACT OFF

double dk_log(double x) {
  if (!(x > 0)) return x == 0 ? -INFINITY : NAN;
  if (x == INFINITY) return x;
  return log_of(split_logarithm(x));
}

double dk_log1p(double x) {
  if (!(x > -1)) return x == -1 ? -INFINITY : NAN;
  if (magnitude(x) <= 0x1p-53 || x == INFINITY) return x;
  pair sum = exact_sum(1, x);
  split a = split_logarithm(sum.high);
  a.r = fast_sum(a.r.high, a.r.low + sum.low * a.scale);
  return log_of(a);
}

/* 0: not an integer, 1: odd, 2: even. */
static int parity(double y) {
  double size = magnitude(y);
  if (size >= 0x1p53) return 2;
  if (size < 1) return size == 0 ? 2 : 0;
  int64_t whole = (int64_t)size;
  return (double)whole != size ? 0 : whole & 1 ? 1 : 2;
}

/* The cases of C's Annex F that are not e^(y ln |x|); 0 if there is none. */
static int special_power(double x, double y, double *result) {
  double size = magnitude(x), exponent = magnitude(y);
  int kind = parity(y);
  if (y == 0 || x == 1) *result = 1;
  else if (is_nan(x) || is_nan(y)) *result = x + y;
  else if (exponent == INFINITY)
    *result = size == 1 ? 1 : (size > 1) == (y > 0) ? INFINITY : 0;
  else if (size == 0 || size == INFINITY)
    *result = with_sign((size == 0) == (y < 0) ? INFINITY : 0, kind == 1 ? x : 1);
  else if (x < 0 && kind == 0) *result = NAN;
  else if (size == 1 || exponent < 0x1p-64) *result = kind == 1 ? with_sign(1, x) : 1;
  else if (exponent > 0x1p64)
    *result = with_sign((size > 1) == (y > 0) ? INFINITY : 0, kind == 1 ? x : 1);
  else return 0;
  return 1;
}

/* x^y = e^(y ln x), the logarithm and the product as pairs. */
double dk_pow(double x, double y) {
  if (y == 2) return x * x;
  if (y == 1) return x;
  if (y == -1) return 1 / x;
  double size = magnitude(x), exponent = magnitude(y), sign = 1, result;
  int usual = x > 0 && x < INFINITY && x != 1 && exponent >= 0x1p-64 && exponent <= 0x1p64;
  if (!usual) {
    if (special_power(x, y, &result)) return result;
    if (parity(y) == 1) sign = -1;
  }
  pair log = log_pair(size);
  pair product = exact_product(y, log.high);
  product = fast_sum(product.high, product.low + y * log.low);
  if (magnitude(product.high) > 760) return sign * (product.high > 0 ? INFINITY : 0);
  reduced a = reduce(product.high);
  return sign * scaled(exp_pair(a.high, a.low - product.low).high, a.k);
}
