#include "dk_tally.h"

#include <stdint.h>

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

/* No vector is passed in a call: all of these are inlined. */
#pragma clang diagnostic ignored "-Wpsabi"

/* Eight columns side by side. */
typedef double v8 __attribute__((vector_size(64), aligned(8)));
typedef int64_t m8 __attribute__((vector_size(64), aligned(8)));
enum { LANES = 8, MOST = 2 };

/* a where the mask is -1, b where it is 0. */
DK_INLINE v8 chosen(m8 mask, v8 a, v8 b) { return (v8)((mask & (m8)a) | (~mask & (m8)b)); }

/* `width` numbers, up to eight; where they are fewer the others are 0. */
DK_INLINE v8 load(const double *from, const size_t width) {
  if (width == LANES) return *(const v8 *)from;
  v8 numbers = {0};
  for (size_t l = 0; l < width; l++) numbers[l] = from[l];
  return numbers;
}
DK_INLINE void store(v8 numbers, double *to, const size_t width) {
  if (width == LANES) {
    *(v8 *)to = numbers;
  } else {
    for (size_t l = 0; l < width; l++) to[l] = numbers[l];
  }
}

/* `count` vectors of `width` columns from j on, their sums in registers while the copies go by; values
   are added to base where they are tiled. */
DK_INLINE void tally_lanes(
    const size_t count, const size_t width, const int tiled, size_t j, size_t copies,
    size_t columns, const double *weights, const double *base, const double *values, dk_tallies t) {
  v8 sum[MOST], low[MOST], high[MOST], below[MOST];
  for (size_t k = 0; k < count; k++) {
    size_t place = j + k * LANES;
    sum[k] = (v8){0};
    low[k] = load(t.least + place, width), high[k] = load(t.most + place, width);
    if (tiled) below[k] = load(base + place, width);
  }
  for (size_t c = 0; c < copies; c++)
    for (size_t k = 0; k < count; k++) {
      v8 value = load(values + c * columns + j + k * LANES, width);
      if (tiled) value = below[k] + value;
      sum[k] = sum[k] + weights[c] * value;
      low[k] = chosen(value < low[k], value, low[k]);
      high[k] = chosen(value > high[k], value, high[k]);
    }
  for (size_t k = 0; k < count; k++) {
    size_t place = j + k * LANES;
    v8 before = load(t.sums + place, width), added = sum[k], total = before + added;
    v8 size = (v8)((m8)before & INT64_MAX), other = (v8)((m8)added & INT64_MAX);
    m8 larger = size >= other;
    v8 large = chosen(larger, before, added), small = chosen(larger, added, before);
    v8 lost = load(t.lost + place, width) + ((large - total) + small);
    store(lost, t.lost + place, width), store(total, t.sums + place, width);
    store(low[k], t.least + place, width), store(high[k], t.most + place, width);
  }
}

DK_INLINE void tally_body(
    const int tiled, size_t copies, size_t columns, const double *weights, const double *base,
    const double *values, dk_tallies t, const int level) {
  const size_t count = level == 2 ? MOST : 1;
  size_t j = 0;
  for (; j + count * LANES <= columns; j += count * LANES)
    tally_lanes(count, LANES, tiled, j, copies, columns, weights, base, values, t);
  for (; j + LANES <= columns; j += LANES)
    tally_lanes(1, LANES, tiled, j, copies, columns, weights, base, values, t);
  for (; j < columns; j++) tally_lanes(1, 1, tiled, j, copies, columns, weights, base, values, t);
}

DK_INLINE void tally_whole_body(
    size_t copies, size_t columns, const double *weights, const double *values, dk_tallies t,
    const int level) {
  tally_body(0, copies, columns, weights, 0, values, t, level);
}
DK_LEVELS(
    void, tally_whole,
    (size_t copies, size_t columns, const double *weights, const double *values, dk_tallies t),
    copies, columns, weights, values, t)
void dk_tally(
    size_t copies, size_t columns, const double *weights, const double *values, dk_tallies t) {
  DK_CALL(tally_whole, copies, columns, weights, values, t)
}

DK_INLINE void tally_tiled_body(
    size_t copies, size_t columns, const double *weights, const double *base, const double *table,
    dk_tallies t, const int level) {
  tally_body(1, copies, columns, weights, base, table, t, level);
}
DK_LEVELS(
    void, tally_tiled,
    (size_t copies, size_t columns, const double *weights, const double *base, const double *table,
     dk_tallies t),
    copies, columns, weights, base, table, t)
void dk_tally_tiled(
    size_t copies, size_t columns, const double *weights, const double *base, const double *table,
    dk_tallies t) {
  DK_CALL(tally_tiled, copies, columns, weights, base, table, t)
}
