#include "dk_activation.h"

#include "dispatch.h"
#include "dk_elementary.h"

#pragma STDC FP_CONTRACT OFF

/* Comparisons are written so that a NaN passes through: it must be seen. */

DK_INLINE void relu_body(
    size_t count, const double *restrict z, double *restrict a, const int level) {
  (void)level;
  for (size_t i = 0; i < count; i++) a[i] = z[i] < 0 ? 0 : z[i];
}
DK_LEVELS(void, relu, (size_t count, const double *z, double *a), count, z, a)
void dk_relu(size_t count, const double *z, double *a) { DK_CALL(relu, count, z, a) }

DK_INLINE void leaky_relu_body(
    size_t count, double slope, const double *restrict z, double *restrict a, const int level) {
  (void)level;
  for (size_t i = 0; i < count; i++) a[i] = z[i] < 0 ? slope * z[i] : z[i];
}
DK_LEVELS(
    void, leaky_relu, (size_t count, double slope, const double *z, double *a), count, slope, z, a)
void dk_leaky_relu(size_t count, double slope, const double *z, double *a) {
  DK_CALL(leaky_relu, count, slope, z, a)
}

DK_INLINE void elu_from_expm1_body(
    size_t count, double alpha, const double *restrict z, double *restrict a, const int level) {
  (void)level;
  for (size_t i = 0; i < count; i++) {
    double below = alpha * a[i];
    a[i] = z[i] < 0 ? below : z[i];
  }
}
DK_LEVELS(
    void, elu_from_expm1, (size_t count, double alpha, const double *z, double *a), count, alpha, z,
    a)
void dk_elu_from_expm1(size_t count, double alpha, const double *z, double *a) {
  DK_CALL(elu_from_expm1, count, alpha, z, a)
}

DK_INLINE void relu_delta_body(
    size_t count, const double *restrict z, double *restrict d, const int level) {
  (void)level;
  for (size_t i = 0; i < count; i++) {
    double incoming = d[i];
    d[i] = z[i] > 0 ? incoming : 0;
  }
}
DK_LEVELS(void, relu_delta, (size_t count, const double *z, double *d), count, z, d)
void dk_relu_delta(size_t count, const double *z, double *d) { DK_CALL(relu_delta, count, z, d) }

DK_INLINE void leaky_relu_delta_body(
    size_t count, double slope, const double *restrict z, double *restrict d, const int level) {
  (void)level;
  for (size_t i = 0; i < count; i++) {
    double incoming = d[i], less = slope * incoming;
    d[i] = z[i] > 0 ? incoming : less;
  }
}
DK_LEVELS(
    void, leaky_relu_delta, (size_t count, double slope, const double *z, double *d), count, slope,
    z, d)
void dk_leaky_relu_delta(size_t count, double slope, const double *z, double *d) {
  DK_CALL(leaky_relu_delta, count, slope, z, d)
}

/* The slope from z and not as a + alpha, where nothing is left of e^z far below 0. */
DK_INLINE void elu_delta_body(
    size_t count, double alpha, const double *restrict z, double *restrict d, const int level) {
  (void)level;
  enum { BLOCK = 256 };
  double powers[BLOCK];
  for (size_t start = 0; start < count; start += BLOCK) {
    size_t size = count - start < BLOCK ? count - start : BLOCK;
    dk_exp_all(size, z + start, powers);
    for (size_t i = 0; i < size; i++) {
      double incoming = d[start + i], less = incoming * (alpha * powers[i]);
      d[start + i] = z[start + i] < 0 ? less : incoming;
    }
  }
}
DK_LEVELS(
    void, elu_delta, (size_t count, double alpha, const double *z, double *d), count, alpha, z, d)
void dk_elu_delta(size_t count, double alpha, const double *z, double *d) {
  DK_CALL(elu_delta, count, alpha, z, d)
}

DK_INLINE void sigmoid_delta_body(
    size_t count, const double *restrict a, double *restrict d, const int level) {
  (void)level;
  for (size_t i = 0; i < count; i++) d[i] = d[i] * (a[i] * (1 - a[i]));
}
DK_LEVELS(void, sigmoid_delta, (size_t count, const double *a, double *d), count, a, d)
void dk_sigmoid_delta(size_t count, const double *a, double *d) {
  DK_CALL(sigmoid_delta, count, a, d)
}

DK_INLINE void tanh_delta_body(
    size_t count, const double *restrict a, double *restrict d, const int level) {
  (void)level;
  for (size_t i = 0; i < count; i++) d[i] = d[i] * (1 - a[i] * a[i]);
}
DK_LEVELS(void, tanh_delta, (size_t count, const double *a, double *d), count, a, d)
void dk_tanh_delta(size_t count, const double *a, double *d) { DK_CALL(tanh_delta, count, a, d) }

DK_INLINE void maxout_body(
    size_t units, size_t pieces, size_t columns, const double *restrict z, double *restrict a,
    double *restrict winners, const int level) {
  (void)level;
  for (size_t unit = 0; unit < units; unit++) {
    const double *first = z + unit * pieces * columns;
    double *best = a + unit * columns, *winner = winners + unit * columns;
    for (size_t j = 0; j < columns; j++) best[j] = first[j], winner[j] = 0;
    for (size_t piece = 1; piece < pieces; piece++) {
      const double *other = first + piece * columns;
      double number = (double)piece;
      for (size_t j = 0; j < columns; j++) {
        int wins = (other[j] > best[j]) | (other[j] != other[j]);
        best[j] = wins ? other[j] : best[j];
        winner[j] = wins ? number : winner[j];
      }
    }
  }
}
DK_LEVELS(
    void, maxout,
    (size_t units, size_t pieces, size_t columns, const double *z, double *a, double *winners),
    units, pieces, columns, z, a, winners)
void dk_maxout(
    size_t units, size_t pieces, size_t columns, const double *z, double *a, double *winners) {
  DK_CALL(maxout, units, pieces, columns, z, a, winners)
}

DK_INLINE void maxout_delta_body(
    size_t units, size_t pieces, size_t columns, const double *restrict d,
    const double *restrict winners, double *restrict delta, const int level) {
  (void)level;
  for (size_t unit = 0; unit < units; unit++) {
    const double *incoming = d + unit * columns, *winner = winners + unit * columns;
    for (size_t piece = 0; piece < pieces; piece++) {
      double *out = delta + (unit * pieces + piece) * columns;
      double number = (double)piece;
      for (size_t j = 0; j < columns; j++) out[j] = winner[j] == number ? incoming[j] : 0;
    }
  }
}
DK_LEVELS(
    void, maxout_delta,
    (size_t units, size_t pieces, size_t columns, const double *d, const double *winners,
     double *delta),
    units, pieces, columns, d, winners, delta)
void dk_maxout_delta(
    size_t units, size_t pieces, size_t columns, const double *d, const double *winners,
    double *delta) {
  DK_CALL(maxout_delta, units, pieces, columns, d, winners, delta)
}

DK_INLINE void scaled_difference_body(
    size_t count, double factor, const double *restrict a, const double *restrict y,
    double *restrict out, const int level) {
  (void)level;
  for (size_t i = 0; i < count; i++) out[i] = factor * (a[i] - y[i]);
}
DK_LEVELS(
    void, scaled_difference,
    (size_t count, double factor, const double *a, const double *y, double *out), count, factor, a,
    y, out)
void dk_scaled_difference(
    size_t count, double factor, const double *a, const double *y, double *out) {
  DK_CALL(scaled_difference, count, factor, a, y, out)
}

DK_INLINE void expand_mask_body(
    size_t rows, size_t columns, const uint8_t *restrict mask, size_t mask_row, double scale,
    double *restrict values, const int level) {
  (void)level;
  for (size_t i = 0; i < rows; i++)
    for (size_t j = 0; j < columns; j++)
      values[i * columns + j] = mask[i * mask_row + j] ? scale : 0;
}
DK_LEVELS(
    void, expand_mask,
    (size_t rows, size_t columns, const uint8_t *mask, size_t mask_row, double scale,
     double *values),
    rows, columns, mask, mask_row, scale, values)
void dk_expand_mask(
    size_t rows, size_t columns, const uint8_t *mask, size_t mask_row, double scale,
    double *values) {
  DK_CALL(expand_mask, rows, columns, mask, mask_row, scale, values)
}

DK_INLINE void bytes_to_units_body(
    size_t count, const uint8_t *restrict bytes, double *restrict out, const int level) {
  (void)level;
  for (size_t i = 0; i < count; i++) out[i] = (double)bytes[i] / 255;
}
DK_LEVELS(void, bytes_to_units, (size_t count, const uint8_t *bytes, double *out), count, bytes, out)
void dk_bytes_to_units(size_t count, const uint8_t *bytes, double *out) {
  DK_CALL(bytes_to_units, count, bytes, out)
}
