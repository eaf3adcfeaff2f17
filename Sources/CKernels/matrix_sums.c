#include "dk_matrix.h"
#include "dispatch.h"
#include "transpose.h"

#pragma STDC FP_CONTRACT OFF

/* What goes with the products: transposes, biases, and sums along rows and columns. */

DK_INLINE void transpose_body(
    size_t rows, size_t columns, const double *a, double *t, const int level) {
  (void)level;
  /* Squares of 32: both sides of one fit the first-level cache. */
  for (size_t i = 0; i < rows; i += 32)
    for (size_t j = 0; j < columns; j += 32)
      transpose_block(
          rows - i < 32 ? rows - i : 32, columns - j < 32 ? columns - j : 32, a + i * columns + j,
          columns, t + j * rows + i, rows);
}
DK_LEVELS(
    void, transpose, (size_t rows, size_t columns, const double *a, double *t), rows, columns, a, t)
void dk_transpose(size_t rows, size_t columns, const double *a, double *t) {
  DK_CALL(transpose, rows, columns, a, t)
}

DK_INLINE void fill_rows_body(
    size_t rows, size_t columns, const double *values, double *c, const int level) {
  (void)level;
  for (size_t i = 0; i < rows; i++)
    for (size_t j = 0; j < columns; j++) c[i * columns + j] = values[i];
}
DK_LEVELS(
    void, fill_rows, (size_t rows, size_t columns, const double *values, double *c), rows, columns,
    values, c)
void dk_fill_rows(size_t rows, size_t columns, const double *values, double *c) {
  DK_CALL(fill_rows, rows, columns, values, c)
}

DK_INLINE void add_to_rows_body(
    size_t rows, size_t columns, const double *values, double *c, const int level) {
  (void)level;
  for (size_t i = 0; i < rows; i++) {
    double value = values[i];
    for (size_t j = 0; j < columns; j++) c[i * columns + j] += value;
  }
}
DK_LEVELS(
    void, add_to_rows, (size_t rows, size_t columns, const double *values, double *c), rows,
    columns, values, c)
void dk_add_to_rows(size_t rows, size_t columns, const double *values, double *c) {
  DK_CALL(add_to_rows, rows, columns, values, c)
}

DK_INLINE void add_to_columns_body(
    size_t rows, size_t columns, const double *values, double *c, const int level) {
  (void)level;
  for (size_t i = 0; i < rows; i++)
    for (size_t j = 0; j < columns; j++) c[i * columns + j] += values[j];
}
DK_LEVELS(
    void, add_to_columns, (size_t rows, size_t columns, const double *values, double *c), rows,
    columns, values, c)
void dk_add_to_columns(size_t rows, size_t columns, const double *values, double *c) {
  DK_CALL(add_to_columns, rows, columns, values, c)
}

/* `groups` times four rows at once, a lane for each row. */
DK_INLINE void sum_row_groups(
    const size_t groups, size_t columns, const double *c, double *sums, int accumulate) {
  v4 sum[4];
  for (size_t g = 0; g < groups; g++) sum[g] = accumulate ? *(const v4 *)(sums + 4 * g) : (v4){0};
  size_t whole = columns - columns % 4;
  for (size_t j = 0; j < whole; j += 4)
    for (size_t g = 0; g < groups; g++) {
      square block = columns_of(c + 4 * g * columns + j, columns);
      for (size_t r = 0; r < 4; r++) sum[g] = sum[g] + block.column[r];
    }
  for (size_t j = whole; j < columns; j++)
    for (size_t g = 0; g < groups; g++) {
      const double *at = c + 4 * g * columns + j;
      sum[g] = sum[g] + (v4){at[0], at[columns], at[2 * columns], at[3 * columns]};
    }
  for (size_t g = 0; g < groups; g++) *(v4 *)(sums + 4 * g) = sum[g];
}

DK_INLINE void sum_rows_body(
    size_t rows, size_t columns, const double *c, double *sums, int accumulate, const int level) {
  (void)level;
  size_t i = 0;
  for (; i + 16 <= rows; i += 16) sum_row_groups(4, columns, c + i * columns, sums + i, accumulate);
  for (; i + 4 <= rows; i += 4) sum_row_groups(1, columns, c + i * columns, sums + i, accumulate);
  for (; i < rows; i++) {
    double s = accumulate ? sums[i] : 0;
    for (size_t j = 0; j < columns; j++) s += c[i * columns + j];
    sums[i] = s;
  }
}
DK_LEVELS(
    void, sum_rows, (size_t rows, size_t columns, const double *c, double *sums, int accumulate),
    rows, columns, c, sums, accumulate)
void dk_sum_rows(size_t rows, size_t columns, const double *c, double *sums, int accumulate) {
  DK_CALL(sum_rows, rows, columns, c, sums, accumulate)
}

DK_INLINE void sum_columns_body(
    size_t rows, size_t columns, const double *restrict c, double *restrict sums, int accumulate,
    const int level) {
  (void)level;
  if (!accumulate)
    for (size_t j = 0; j < columns; j++) sums[j] = 0;
  for (size_t i = 0; i < rows; i++)
    for (size_t j = 0; j < columns; j++) sums[j] += c[i * columns + j];
}
DK_LEVELS(
    void, sum_columns,
    (size_t rows, size_t columns, const double *c, double *sums, int accumulate), rows, columns, c,
    sums, accumulate)
void dk_sum_columns(size_t rows, size_t columns, const double *c, double *sums, int accumulate) {
  DK_CALL(sum_columns, rows, columns, c, sums, accumulate)
}
