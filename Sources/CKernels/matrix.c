#include "dk_matrix.h"

#include "CLongWork.h"
#include "dispatch.h"
#include "dk_parallel.h"
#include "transpose.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

/* One driver does all three products. The output is cut into tiles of a few rows by one panel of
   columns, whose sums stay in registers while the depth runs; the left operand is read an element at
   a time, so its transpose is a matter of strides; the right operand is read a panel's width at a
   time, and is first copied ("packed") into a panel of its own where it lies badly for that.

   The depth is cut into pieces of DEPTH, so that a packed panel stays in the first-level cache. A sum
   waits in C between two pieces, which does not change it. */

enum { DEPTH = 64, ROWS = 4, WIDEST = 32 };

/* Rows of a panel, and multiplications, after which a product asks whether it is given up: the latter
   take a fraction of a millisecond, so that asking costs nothing beside them. */
enum { ROWS_AT_ONCE = 2048, MULTIPLICATIONS_AT_ONCE = 1 << 22 };

typedef double v8 __attribute__((vector_size(64), aligned(8)));

/* A read-only matrix: element (i, j) at data[i * row + j * column]. Functions pass it on by its place: a
   copy would wait for its parts to be written. */
typedef struct {
  const double *data;
  size_t row, column;
} view;

/* C's tile (rows x LANES*VECTORS) from a (rows x depth) and b (depth x LANES*VECTORS). */
#define DEFINE_TILE(NAME, VECTOR, LANES, VECTORS)                                             \
  DK_INLINE void NAME(                                                                        \
      const size_t rows, size_t depth, const view *a, const double *b, size_t b_row, double *c, \
      size_t c_row, int accumulate) {                                                         \
    VECTOR sum[ROWS][VECTORS];                                                                \
    for (size_t i = 0; i < rows; i++)                                                         \
      for (size_t v = 0; v < VECTORS; v++)                                                    \
        sum[i][v] = accumulate ? *(const VECTOR *)(c + i * c_row + v * LANES) : (VECTOR){0};  \
    for (size_t p = 0; p < depth; p++) {                                                      \
      VECTOR right[VECTORS];                                                                  \
      for (size_t v = 0; v < VECTORS; v++)                                                    \
        right[v] = *(const VECTOR *)(b + p * b_row + v * LANES);                              \
      for (size_t i = 0; i < rows; i++) {                                                     \
        double left = a->data[i * a->row + p * a->column];                                    \
        for (size_t v = 0; v < VECTORS; v++) sum[i][v] = sum[i][v] + left * right[v];         \
      }                                                                                       \
    }                                                                                         \
    for (size_t i = 0; i < rows; i++)                                                         \
      for (size_t v = 0; v < VECTORS; v++) *(VECTOR *)(c + i * c_row + v * LANES) = sum[i][v]; \
  }

DEFINE_TILE(tile4, v4, 4, 1)
DEFINE_TILE(tile8, v8, 8, 1)
/* Used where there are 32 registers of 64 bytes. */
DEFINE_TILE(tile16, v8, 8, 2)
DEFINE_TILE(tile32, v8, 8, 4)

DK_INLINE void tile(
    const size_t rows, const size_t width, size_t depth, const view *a, const double *b,
    size_t b_row, double *c, size_t c_row, int accumulate) {
  if (width == 32) tile32(rows, depth, a, b, b_row, c, c_row, accumulate);
  else if (width == 16) tile16(rows, depth, a, b, b_row, c, c_row, accumulate);
  else if (width == 8) tile8(rows, depth, a, b, b_row, c, c_row, accumulate);
  else tile4(rows, depth, a, b, b_row, c, c_row, accumulate);
}

/* C's part of a tile that reaches past C's last column, to a tile of its own and back. */
static __attribute__((noinline)) void copy_edge(
    size_t rows, size_t used, const double *from, size_t from_row, double *to, size_t to_row) {
  for (size_t r = 0; r < rows; r++)
    for (size_t j = 0; j < used; j++) to[r * to_row + j] = from[r * from_row + j];
}

/* All rows of one panel of columns. `used` < width where the panel reaches past C's last column:
   then C's part of the tile is copied out and in. */
DK_INLINE void panel(
    const size_t width, size_t used, size_t rows, size_t depth, const view *a, const double *b,
    size_t b_row, double *c, size_t c_row, int accumulate) {
  for (size_t i = 0; i < rows; i += ROWS) {
    size_t height = rows - i < ROWS ? rows - i : ROWS;
    view left = {a->data + i * a->row, a->row, a->column};
    double edge[ROWS * WIDEST];
    double *out = c + i * c_row;
    size_t out_row = c_row;
    if (used < width) {
      if (accumulate) {
        memset(edge, 0, height * width * sizeof *edge);
        copy_edge(height, used, out, c_row, edge, width);
      }
      out = edge;
      out_row = width;
    }
    switch (height) {
      case 4: tile(4, width, depth, &left, b, b_row, out, out_row, accumulate); break;
      case 3: tile(3, width, depth, &left, b, b_row, out, out_row, accumulate); break;
      case 2: tile(2, width, depth, &left, b, b_row, out, out_row, accumulate); break;
      default: tile(1, width, depth, &left, b, b_row, out, out_row, accumulate); break;
    }
    if (used < width) copy_edge(height, used, edge, width, c + i * c_row, c_row);
  }
}

/* Panels of one width side by side, `used` columns in all. */
#define DEFINE_PANELS(WIDTH)                                                                  \
  DK_INLINE void panels##WIDTH##_body(                                                        \
      size_t used, size_t rows, size_t depth, const view *a, const double *b, size_t b_row,   \
      double *c, size_t c_row, int accumulate, const int level) {                             \
    (void)level;                                                                              \
    for (size_t j = 0; j < used; j += WIDTH)                                                  \
      panel(                                                                                  \
          WIDTH, used - j < WIDTH ? used - j : WIDTH, rows, depth, a, b + j, b_row, c + j, c_row, \
          accumulate);                                                                        \
  }                                                                                           \
  DK_PARTS(                                                                                   \
      panels##WIDTH,                                                                          \
      (size_t used, size_t rows, size_t depth, const view *a, const double *b, size_t b_row,  \
       double *c, size_t c_row, int accumulate),                                              \
      used, rows, depth, a, b, b_row, c, c_row, accumulate)

DEFINE_PANELS(4)
DEFINE_PANELS(8)
DEFINE_PANELS(16)
DEFINE_PANELS(32)

/* The right operand's copy, depth x width, with zeros beyond `used`. */
DK_INLINE void copy_rows(
    const size_t used, size_t width, size_t depth, const view *b, double *packed) {
  for (size_t p = 0; p < depth; p++)
    for (size_t j = 0; j < used; j++) packed[p * width + j] = b->data[p * b->row + j];
}
DK_INLINE void pack_body(
    size_t width, size_t used, size_t depth, const view *b, double *packed, const int level) {
  (void)level;
  if (used < width) memset(packed, 0, depth * width * sizeof *packed);
  if (b->column != 1) transpose_block(used, depth, b->data, b->column, packed, width);
  else if (used == 1) copy_rows(1, width, depth, b, packed);
  else if (used == 2) copy_rows(2, width, depth, b, packed);
  else if (used == 3) copy_rows(3, width, depth, b, packed);
  else copy_rows(used, width, depth, b, packed);
}
DK_PARTS(
    pack, (size_t width, size_t used, size_t depth, const view *b, double *packed), width, used,
    depth, b, packed)

/* b either has column stride 1 (nn, tn) or row stride 1 (nt). */
DK_INLINE void product_body(
    size_t rows, size_t columns, size_t depth, const view *a, const view *b, double *c,
    size_t c_row, int accumulate, const int level) {
  /* As many columns as leave the sums of a tile in registers; a single row leaves more. */
  const size_t widest = level == 2 ? 32 : (level == 1 ? 8 : 4) * (rows == 1 ? 4 : 1);
  if (depth == 0 && !accumulate)
    for (size_t i = 0; i < rows; i++)
      for (size_t j = 0; j < columns; j++) c[i * c_row + j] = 0;

  double packed[DEPTH * WIDEST] __attribute__((aligned(64)));
  size_t done = 0;
  for (size_t start = 0; start < depth; start += DEPTH) {
    size_t piece = depth - start < DEPTH ? depth - start : DEPTH;
    int onto = accumulate || start > 0;
    view left = {a->data + start * a->column, a->row, a->column};
    for (size_t j = 0; j < columns;) {
      size_t remaining = columns - j;
      size_t width = remaining > 24 ? 32 : remaining > 8 ? 16 : remaining > 4 ? 8 : 4;
      if (width > widest) width = widest;
      /* Several panels of the widest at a time, as many as are copied at a time. */
      size_t whole = remaining < WIDEST ? remaining / width * width : WIDEST;
      size_t used = whole == 0 ? remaining : width == widest ? whole : width;
      view right = {b->data + start * b->row + j * b->column, b->row, b->column};
      size_t copied_row = used < width ? width : used;
      /* Rows far apart share few cache sets: copy them where they are read often enough. */
      int copied = b->column != 1 || used < width || (rows > 2 * ROWS && piece * b->row > 2048);
      if (copied) DK_PART(pack, copied_row, used, piece, &right, packed);
      const double *source = copied ? packed : right.data;
      size_t source_row = copied ? copied_row : b->row;
      for (size_t i = 0; i < rows; i += ROWS_AT_ONCE) {
        size_t height = rows - i < ROWS_AT_ONCE ? rows - i : ROWS_AT_ONCE;
        view part = {left.data + i * left.row, left.row, left.column};
        double *out = c + i * c_row + j;
        if (width == 32)
          DK_PART(panels32, used, height, piece, &part, source, source_row, out, c_row, onto);
        else if (width == 16)
          DK_PART(panels16, used, height, piece, &part, source, source_row, out, c_row, onto);
        else if (width == 8)
          DK_PART(panels8, used, height, piece, &part, source, source_row, out, c_row, onto);
        else
          DK_PART(panels4, used, height, piece, &part, source, source_row, out, c_row, onto);
        done += height * piece * used;
        if (done >= MULTIPLICATIONS_AT_ONCE) {
          done = 0;
          if (lw_gives_up()) return;
        }
      }
      j += used;
    }
  }
}

DK_LEVELS(
    void, product,
    (size_t rows, size_t columns, size_t depth, const view *a, const view *b, double *c,
     size_t c_row, int accumulate),
    rows, columns, depth, a, b, c, c_row, accumulate)

static void call_product(
    size_t rows, size_t columns, size_t depth, const view *a, const view *b, double *c,
    size_t c_row, int accumulate) {
  DK_CALL(product, rows, columns, depth, a, b, c, c_row, accumulate)
}

/* A product shared among threads: each piece is a stripe of C, columns if it has enough of them. */
typedef struct {
  size_t rows, columns, depth, stripe;
  view a, b;
  double *c;
  int accumulate, by_columns;
} shared_product;

static void product_piece(void *context, size_t piece) {
  const shared_product *p = context;
  size_t start = piece * p->stripe;
  if (p->by_columns) {
    size_t end = start + p->stripe < p->columns ? start + p->stripe : p->columns;
    view b = {p->b.data + start * p->b.column, p->b.row, p->b.column};
    call_product(
        p->rows, end - start, p->depth, &p->a, &b, p->c + start, p->columns, p->accumulate);
  } else {
    size_t end = start + p->stripe < p->rows ? start + p->stripe : p->rows;
    view a = {p->a.data + start * p->a.row, p->a.row, p->a.column};
    call_product(
        end - start, p->columns, p->depth, &a, &p->b, p->c + start * p->columns, p->columns,
        p->accumulate);
  }
}

/* Products of fewer multiplications (some 30 microseconds) stay on the calling thread. */
static const size_t worth_sharing = 1 << 20;

static void product(
    size_t rows, size_t columns, size_t depth, const view *a, const view *b, double *c,
    int accumulate) {
  /* Alone, ^C is asked for as often whatever the others may use. */
  size_t threads = lw_is_alone() ? 4 : (size_t)dk_threads();
  if (threads == 1 || rows * columns < worth_sharing / (depth + 1)) {
    call_product(rows, columns, depth, a, b, c, columns, accumulate);
    return;
  }
  /* Every stripe of rows would copy the right operand's panels again. */
  int by_columns = columns >= WIDEST * threads;
  size_t length = by_columns ? columns : rows, step = by_columns ? WIDEST : ROWS;
  /* Two pieces a thread, so that one that starts late or is interrupted holds up little. */
  size_t steps = (length + step - 1) / step;
  size_t stripe = (steps + 2 * threads - 1) / (2 * threads) * step;
  shared_product shared = {rows, columns, depth, stripe, *a, *b, c, accumulate, by_columns};
  dk_parallel((length + stripe - 1) / stripe, product_piece, &shared);
}

void dk_matmul_nn(
    size_t rows, size_t columns, size_t depth, const double *a, const double *b, double *c,
    int accumulate) {
  product(
      rows, columns, depth, &(view){a, depth, 1}, &(view){b, columns, 1}, c, accumulate);
}

void dk_matmul_nt(
    size_t rows, size_t columns, size_t depth, const double *a, const double *b, double *c,
    int accumulate) {
  product(rows, columns, depth, &(view){a, depth, 1}, &(view){b, 1, depth}, c, accumulate);
}

void dk_matmul_tn(
    size_t rows, size_t columns, size_t depth, const double *a, const double *b, double *c,
    int accumulate) {
  product(rows, columns, depth, &(view){a, 1, rows}, &(view){b, columns, 1}, c, accumulate);
}
