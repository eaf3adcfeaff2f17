#include "dk_vector.h"

#include "dispatch.h"

#pragma STDC FP_CONTRACT OFF

DK_INLINE void axpy_body(
    size_t count, double factor, const double *x, double *y, const int level) {
  (void)level;
  for (size_t i = 0; i < count; i++) y[i] = y[i] + factor * x[i];
}
DK_LEVELS(
    void, axpy, (size_t count, double factor, const double *x, double *y), count, factor, x, y)
void dk_axpy(size_t count, double factor, const double *x, double *y) {
  DK_CALL(axpy, count, factor, x, y)
}

DK_INLINE void scale_body(size_t count, double factor, double *x, const int level) {
  (void)level;
  for (size_t i = 0; i < count; i++) x[i] = factor * x[i];
}
DK_LEVELS(void, scale, (size_t count, double factor, double *x), count, factor, x)
void dk_scale(size_t count, double factor, double *x) { DK_CALL(scale, count, factor, x) }

DK_INLINE void multiply_body(
    size_t count, const double *x, const double *y, double *out, const int level) {
  (void)level;
  for (size_t i = 0; i < count; i++) out[i] = x[i] * y[i];
}
DK_LEVELS(
    void, multiply, (size_t count, const double *x, const double *y, double *out), count, x, y, out)
void dk_multiply(size_t count, const double *x, const double *y, double *out) {
  DK_CALL(multiply, count, x, y, out)
}

enum { LANES = 16 };
typedef double v16 __attribute__((vector_size(128), aligned(8)));

/* The tail goes to the same partial sums, then the halves are folded. */
DK_INLINE double fold(double *lane, size_t rest, const double *x, const double *y) {
  for (size_t l = 0; l < rest; l++) lane[l] = lane[l] + (y ? x[l] * y[l] : x[l]);
  for (size_t half = LANES / 2; half > 0; half /= 2)
    for (size_t l = 0; l < half; l++) lane[l] = lane[l] + lane[l + half];
  return lane[0];
}

DK_INLINE double sum_body(size_t count, const double *x, const int level) {
  (void)level;
  v16 sum = {0};
  size_t whole = count - count % LANES;
  for (size_t i = 0; i < whole; i += LANES) sum = sum + *(const v16 *)(x + i);
  double lane[LANES];
  *(v16 *)lane = sum;
  return fold(lane, count - whole, x + whole, 0);
}
DK_LEVELS(double, sum, (size_t count, const double *x), count, x)
double dk_sum(size_t count, const double *x) { DK_CALL(sum, count, x) }

DK_INLINE double dot_body(size_t count, const double *x, const double *y, const int level) {
  (void)level;
  v16 sum = {0};
  size_t whole = count - count % LANES;
  for (size_t i = 0; i < whole; i += LANES)
    sum = sum + *(const v16 *)(x + i) * *(const v16 *)(y + i);
  double lane[LANES];
  *(v16 *)lane = sum;
  return fold(lane, count - whole, x + whole, y + whole);
}
DK_LEVELS(double, dot, (size_t count, const double *x, const double *y), count, x, y)
double dk_dot(size_t count, const double *x, const double *y) { DK_CALL(dot, count, x, y) }

double dk_sum_squares(size_t count, const double *x) { return dk_dot(count, x, x); }
