#include "dk_tally.h"

#include "dispatch.h"

#pragma STDC FP_CONTRACT OFF

DK_INLINE void add_tiled_body(
    size_t copies, size_t columns, const double *restrict base, const double *restrict table,
    double *restrict out, const int level) {
  (void)level;
  for (size_t c = 0; c < copies; c++)
    for (size_t j = 0; j < columns; j++) out[c * columns + j] = base[j] + table[c * columns + j];
}
DK_LEVELS(
    void, add_tiled,
    (size_t copies, size_t columns, const double *base, const double *table, double *out), copies,
    columns, base, table, out)
void dk_add_tiled(
    size_t copies, size_t columns, const double *base, const double *table, double *out) {
  DK_CALL(add_tiled, copies, columns, base, table, out)
}

enum { WIDTH = 8 };

/* `width` columns, their sums in registers while the copies go by. */
DK_INLINE void tally_columns(
    const size_t width, size_t copies, size_t columns, const double *weights, const double *values,
    double *sums, double *least, double *most) {
  double sum[WIDTH], low[WIDTH], high[WIDTH];
  for (size_t j = 0; j < width; j++) sum[j] = 0, low[j] = least[j], high[j] = most[j];
  for (size_t c = 0; c < copies; c++) {
    const double *row = values + c * columns;
    for (size_t j = 0; j < width; j++) {
      double value = row[j];
      sum[j] = sum[j] + weights[c] * value;
      low[j] = value < low[j] ? value : low[j];
      high[j] = value > high[j] ? value : high[j];
    }
  }
  for (size_t j = 0; j < width; j++) sums[j] = sum[j], least[j] = low[j], most[j] = high[j];
}

DK_INLINE void tally_body(
    size_t copies, size_t columns, const double *weights, const double *values, double *sums,
    double *least, double *most, const int level) {
  (void)level;
  size_t j = 0;
  for (; j + WIDTH <= columns; j += WIDTH)
    tally_columns(WIDTH, copies, columns, weights, values + j, sums + j, least + j, most + j);
  for (; j < columns; j++)
    tally_columns(1, copies, columns, weights, values + j, sums + j, least + j, most + j);
}
DK_LEVELS(
    void, tally,
    (size_t copies, size_t columns, const double *weights, const double *values, double *sums,
     double *least, double *most),
    copies, columns, weights, values, sums, least, most)
void dk_tally(
    size_t copies, size_t columns, const double *weights, const double *values, double *sums,
    double *least, double *most) {
  DK_CALL(tally, copies, columns, weights, values, sums, least, most)
}
