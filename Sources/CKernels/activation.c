#include "dk_activation.h"

#include "dk_elementary.h"
#include "exponential.h"

#pragma STDC FP_CONTRACT OFF

/* Every lane for itself, also where an output is an input. */
#define EACH _Pragma("clang loop vectorize(assume_safety)") for (size_t i = 0; i < count; i++)

DK_INLINE void relu_all_body(size_t count, const double *x, double *out, const int level) {
  (void)level;
  EACH out[i] = x[i] < 0 ? 0 : x[i];
}
DK_LEVELS(void, relu_all, (size_t count, const double *x, double *out), count, x, out)
void dk_relu_all(size_t count, const double *x, double *out) { DK_CALL(relu_all, count, x, out) }

DK_INLINE void leaky_relu_all_body(
    size_t count, double slope, const double *x, double *out, const int level) {
  (void)level;
  EACH out[i] = x[i] < 0 ? slope * x[i] : x[i];
}
DK_LEVELS(
    void, leaky_relu_all, (size_t count, double slope, const double *x, double *out), count, slope,
    x, out)
void dk_leaky_relu_all(size_t count, double slope, const double *x, double *out) {
  DK_CALL(leaky_relu_all, count, slope, x, out)
}

/* As the loops of exponential.c: in blocks, for expm1's core ends at -36. */
DK_INLINE void elu_all_body(
    size_t all, double alpha, const double *from, double *to, const int level) {
  (void)level;
  enum { BLOCK = 256 };
  for (size_t start = 0; start < all; start += BLOCK) {
    size_t count = all - start < BLOCK ? all - start : BLOCK;
    const double *x = from + start;
    double *out = to + start;
    uint64_t outside = 0;
    EACH outside |= x[i] < -36;
    if (outside) {
      for (size_t i = 0; i < count; i++) out[i] = x[i] < 0 ? alpha * expm1_whole(x[i]) : x[i];
      continue;
    }
    _Pragma("clang loop vectorize(assume_safety) vectorize_width(8)")
    for (size_t i = 0; i < count; i++) {
      double power = expm1_core(x[i] < 0 ? x[i] : 0);
      out[i] = x[i] < 0 ? alpha * power : x[i];
    }
  }
}
DK_LEVELS(
    void, elu_all, (size_t count, double alpha, const double *x, double *out), count, alpha, x, out)
void dk_elu_all(size_t count, double alpha, const double *x, double *out) {
  DK_CALL(elu_all, count, alpha, x, out)
}

DK_INLINE void relu_slope_body(size_t count, const double *z, double *d, const int level) {
  (void)level;
  EACH d[i] = z[i] > 0 ? d[i] : 0;
}
DK_LEVELS(void, relu_slope, (size_t count, const double *z, double *d), count, z, d)
void dk_relu_slope(size_t count, const double *z, double *d) { DK_CALL(relu_slope, count, z, d) }

DK_INLINE void leaky_relu_slope_body(
    size_t count, double slope, const double *z, double *d, const int level) {
  (void)level;
  EACH d[i] = z[i] > 0 ? d[i] : slope * d[i];
}
DK_LEVELS(
    void, leaky_relu_slope, (size_t count, double slope, const double *z, double *d), count, slope,
    z, d)
void dk_leaky_relu_slope(size_t count, double slope, const double *z, double *d) {
  DK_CALL(leaky_relu_slope, count, slope, z, d)
}

DK_INLINE void elu_slope_body(
    size_t count, double alpha, const double *z, const double *a, double *d, const int level) {
  (void)level;
  EACH d[i] = z[i] < 0 ? d[i] * (a[i] + alpha) : d[i];
}
DK_LEVELS(
    void, elu_slope, (size_t count, double alpha, const double *z, const double *a, double *d),
    count, alpha, z, a, d)
void dk_elu_slope(size_t count, double alpha, const double *z, const double *a, double *d) {
  DK_CALL(elu_slope, count, alpha, z, a, d)
}

DK_INLINE void tanh_slope_body(size_t count, const double *a, double *d, const int level) {
  (void)level;
  EACH d[i] = d[i] * (1 - a[i] * a[i]);
}
DK_LEVELS(void, tanh_slope, (size_t count, const double *a, double *d), count, a, d)
void dk_tanh_slope(size_t count, const double *a, double *d) { DK_CALL(tanh_slope, count, a, d) }

DK_INLINE void sigmoid_slope_body(size_t count, const double *a, double *d, const int level) {
  (void)level;
  EACH d[i] = d[i] * (a[i] * (1 - a[i]));
}
DK_LEVELS(void, sigmoid_slope, (size_t count, const double *a, double *d), count, a, d)
void dk_sigmoid_slope(size_t count, const double *a, double *d) {
  DK_CALL(sigmoid_slope, count, a, d)
}

/* Examples are taken a stripe at a time, so that a stripe's sums stay at hand. */
enum { STRIPE = 64 };

DK_INLINE void softmax_body(
    size_t units, size_t examples, const double *z, double *a, double *log_sums, const int level) {
  (void)level;
  for (size_t start = 0; start < examples; start += STRIPE) {
    size_t count = examples - start < STRIPE ? examples - start : STRIPE;
    double largest[STRIPE], sum[STRIPE];
    for (size_t i = 0; i < count; i++) {
      largest[i] = z[start + i];
      sum[i] = 0;
    }
    for (size_t unit = 1; unit < units; unit++) {
      const double *row = z + unit * examples + start;
      EACH largest[i] = row[i] > largest[i] ? row[i] : largest[i];
    }
    for (size_t unit = 0; unit < units; unit++) {
      const double *row = z + unit * examples + start;
      double *out = a + unit * examples + start;
      EACH out[i] = row[i] - largest[i];
      dk_exp_all(count, out, out);
      EACH sum[i] = sum[i] + out[i];
    }
    for (size_t unit = 0; unit < units; unit++) {
      double *out = a + unit * examples + start;
      EACH out[i] = out[i] / sum[i];
    }
    for (size_t i = 0; i < count; i++) log_sums[start + i] = largest[i] + dk_log(sum[i]);
  }
}
DK_LEVELS(
    void, softmax, (size_t units, size_t examples, const double *z, double *a, double *log_sums),
    units, examples, z, a, log_sums)
void dk_softmax_columns(
    size_t units, size_t examples, const double *z, double *a, double *log_sums) {
  DK_CALL(softmax, units, examples, z, a, log_sums)
}
