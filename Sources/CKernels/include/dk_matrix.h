#ifndef DESCENT_DK_MATRIX_H
#define DESCENT_DK_MATRIX_H

#include <stddef.h>

/* Matrix products and the sums around them, in double, row-major, without gaps between rows.

   The bits of a result depend on its operands alone: not on the processor, the shape of the rest of
   the matrix, or the number of threads. Each element of a product is the plain loop

       s = accumulate ? C[i,j] : 0;
       for (p = 0; p < k; p++) s = s + A(i,p) * B(p,j);      product rounded, then sum rounded
       C[i,j] = s;

   so a product cut along k into accumulated pieces has the bits of the whole, and so has one whose
   rows or columns are computed apart (one example of a batch, say). No fused multiply-add is used.
   Speed comes from many elements side by side, never from reordering one element's sum.

   Which layout suits. Activations as units x examples (a row for each unit, examples contiguous):
   then a dense layer with weights W (fan-out x fan-in) needs

       forward        Z  = W X            nn   (rows = fan-out, columns = examples, depth = fan-in)
       input's share  dX = W^T D          tn   (rows = fan-in,  columns = examples, depth = fan-out)
       weights' share dW = D X^T          nt   (rows = fan-out, columns = fan-in,   depth = examples)

   and every layer, even one of a single unit, has the batch to run along. It is also the layout of
   dropout masks. nn and tn read their operands where they lie; nt transposes a few kilobytes of its
   second operand at a time on the stack. A first layer whose examples lie in rows (X as
   examples x fan-in) takes Z = W X^T by nt and dW = D X by nn.

   To start a product from the bias, call dk_fill_rows and then accumulate.

   Large products are shared among the threads that dk_set_threads allows, by rows or columns of C.
   A product whose work is given up (CLongWork) returns with C half made.

   C must not overlap A or B. Any of the three sizes may be 0. Nothing allocates. */

/* C (rows x columns) = A (rows x depth) B (depth x columns), added to C where accumulate is not 0. */
void dk_matmul_nn(
    size_t rows, size_t columns, size_t depth, const double *a, const double *b, double *c,
    int accumulate);

/* C (rows x columns) = A (rows x depth) B^T, B being columns x depth. */
void dk_matmul_nt(
    size_t rows, size_t columns, size_t depth, const double *a, const double *b, double *c,
    int accumulate);

/* C (rows x columns) = A^T B (depth x columns), A being depth x rows. */
void dk_matmul_tn(
    size_t rows, size_t columns, size_t depth, const double *a, const double *b, double *c,
    int accumulate);

/* T (columns x rows) = A^T, A being rows x columns. T must not overlap A. */
void dk_transpose(size_t rows, size_t columns, const double *a, double *t);

/* C[i,j] = values[i]: each row filled with its own value. */
void dk_fill_rows(size_t rows, size_t columns, const double *values, double *c);
/* C[i,j] += values[i]: a bias for each row (units x examples). */
void dk_add_to_rows(size_t rows, size_t columns, const double *values, double *c);
/* C[i,j] += values[j]: a bias for each column (examples x units). */
void dk_add_to_columns(size_t rows, size_t columns, const double *values, double *c);

/* sums[i] = C[i,0] + C[i,1] + ..., from left to right, starting at accumulate ? sums[i] : 0. */
void dk_sum_rows(size_t rows, size_t columns, const double *c, double *sums, int accumulate);
/* sums[j] = C[0,j] + C[1,j] + ..., from top to bottom, starting at accumulate ? sums[j] : 0. */
void dk_sum_columns(size_t rows, size_t columns, const double *c, double *sums, int accumulate);

#endif
