#ifndef DESCENT_TRANSPOSE_H
#define DESCENT_TRANSPOSE_H

#include <stddef.h>

#include "dispatch.h"

typedef double v4 __attribute__((vector_size(32), aligned(8)));

typedef struct {
  v4 column[4];
} square;

/* The columns of the four by four numbers from `from` on. */
DK_INLINE square columns_of(const double *from, size_t row) {
  v4 r0 = *(const v4 *)from, r1 = *(const v4 *)(from + row);
  v4 r2 = *(const v4 *)(from + 2 * row), r3 = *(const v4 *)(from + 3 * row);
  v4 low01 = __builtin_shufflevector(r0, r1, 0, 4, 2, 6);
  v4 high01 = __builtin_shufflevector(r0, r1, 1, 5, 3, 7);
  v4 low23 = __builtin_shufflevector(r2, r3, 0, 4, 2, 6);
  v4 high23 = __builtin_shufflevector(r2, r3, 1, 5, 3, 7);
  return (square){{
      __builtin_shufflevector(low01, low23, 0, 1, 4, 5),
      __builtin_shufflevector(high01, high23, 0, 1, 4, 5),
      __builtin_shufflevector(low01, low23, 2, 3, 6, 7),
      __builtin_shufflevector(high01, high23, 2, 3, 6, 7)}};
}

/* to (columns x rows, rows to_row apart) = the transpose of from (rows x columns). */
DK_INLINE void transpose_block(
    size_t rows, size_t columns, const double *from, size_t from_row, double *to, size_t to_row) {
  size_t whole_rows = rows - rows % 4, whole_columns = columns - columns % 4;
  for (size_t i = 0; i < whole_rows; i += 4) {
    for (size_t j = 0; j < whole_columns; j += 4) {
      square block = columns_of(from + i * from_row + j, from_row);
      for (size_t r = 0; r < 4; r++) *(v4 *)(to + (j + r) * to_row + i) = block.column[r];
    }
    for (size_t j = whole_columns; j < columns; j++)
      for (size_t r = i; r < i + 4; r++) to[j * to_row + r] = from[r * from_row + j];
  }
  for (size_t i = whole_rows; i < rows; i++)
    for (size_t j = 0; j < columns; j++) to[j * to_row + i] = from[i * from_row + j];
}

#endif
