#include "exponential.h"

#include "dk_elementary.h"

#pragma STDC FP_CONTRACT OFF

double dk_exp(double x) { return exp_whole(x); }
double dk_expm1(double x) { return expm1_whole(x); }
double dk_tanh(double x) { return tanh_whole(x); }
double dk_sigmoid(double x) { return sigmoid_whole(x); }

/* The loops go block by block; a block with an argument outside the core's bounds takes the whole
   form. Eight at a time fill one register of AVX-512, two of AVX2, four of SSE2. */
enum { BLOCK = 256 };

/* Builds that cannot vectorise, for want of optimisation or under a sanitizer, need not say so. */
#pragma clang diagnostic ignored "-Wpass-failed"
#define EACH_LANE _Pragma("clang loop vectorize(assume_safety) vectorize_width(8)")
#define EACH_OF_SIXTEEN _Pragma("clang loop vectorize(assume_safety) vectorize_width(16)")
#define EACH_OF_MANY _Pragma("clang loop vectorize(assume_safety) vectorize_width(32)")

#define DEFINE_LOOP(NAME, BOUND)                                                           \
  DK_INLINE void NAME##_all_body(                                                          \
      size_t count, const double *x, double *out, const int level) {                       \
    (void)level;                                                                           \
    for (size_t start = 0; start < count; start += BLOCK) {                                \
      size_t end = count - start < BLOCK ? count : start + BLOCK;                          \
      uint64_t outside = 0;                                                                \
      EACH_LANE for (size_t i = start; i < end; i++) outside |= !(magnitude(x[i]) <= BOUND); \
      if (outside)                                                                         \
        for (size_t i = start; i < end; i++) out[i] = NAME##_whole(x[i]);                  \
      else                                                                                 \
        EACH_LANE for (size_t i = start; i < end; i++) out[i] = NAME##_core(x[i]);         \
    }                                                                                      \
  }                                                                                        \
  DK_LEVELS(void, NAME##_all, (size_t count, const double *x, double *out), count, x, out) \
  void dk_##NAME##_all(size_t count, const double *x, double *out) {                       \
    DK_CALL(NAME##_all, count, x, out)                                                     \
  }

DEFINE_LOOP(exp, 708)
DEFINE_LOOP(expm1, 36)
DEFINE_LOOP(sigmoid, 708)

DK_INLINE void tanh_all_body(size_t count, const double *x, double *out, const int level) {
  /* More lanes hide more of the division, as far as there are registers. */
  size_t done = 0;
  if (level == 2) {
    done = count - count % 32;
    EACH_OF_MANY for (size_t i = 0; i < done; i++) out[i] = tanh_core(x[i]);
  }
  size_t whole = count - count % 16;
  EACH_OF_SIXTEEN for (size_t i = done; i < whole; i++) out[i] = tanh_core(x[i]);
  EACH_LANE for (size_t i = whole; i < count; i++) out[i] = tanh_core(x[i]);
}
DK_LEVELS(void, tanh_all, (size_t count, const double *x, double *out), count, x, out)
void dk_tanh_all(size_t count, const double *x, double *out) { DK_CALL(tanh_all, count, x, out) }

/* sinh x = (E + E/(E + 1))/2 with E = e^|x| - 1. */
double dk_sinh(double x) {
  double size = magnitude(x);
  if (!(size >= 0x1p-28)) return x; /* x + x^3/6, or a NaN */
  reduced a = reduce(size > 712 ? 712 : size);
  pair d = exp_pair(a.high, a.low);
  if (size > 22) return with_sign(scaled(d.high, a.k - 1), x);
  /* All by 2^-k: E is n, E + 1 is d, and E/(E + 1) is q. */
  double w = inverse_power(a);
  pair e = expm1_pair(a.high, a.low), n = fast_sum(1 - w, e.high);
  double n_low = n.low + e.low;
  double q = n.high / d.high;
  double q_low = (n_low - q * d.low) / d.high;
  pair sum = fast_sum(n.high, q * w);
  return with_sign(scaled(sum.high + (sum.low + (n_low + q_low * w)), a.k - 1), x);
}

/* cosh x = (e^|x| + e^-|x|)/2 */
double dk_cosh(double x) {
  double size = magnitude(x);
  reduced a = reduce(size > 712 ? 712 : size);
  pair e = exp_pair(a.high, a.low);
  if (size > 22) return scaled(e.high, a.k - 1);
  double up = power(a), down = inverse_power(a);
  pair sum = fast_sum(e.high * up, down / e.high);
  return 0.5 * (sum.high + (sum.low + e.low * up));
}
