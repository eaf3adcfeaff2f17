#ifndef DESCENT_DK_PARALLEL_H
#define DESCENT_DK_PARALLEL_H

#include <stddef.h>

/* A few threads that stand ready for loops whose pieces do not depend on one another. */

/* How many threads a loop may use, the caller's included: 1 (as at the start) to 16. More are clamped.
   Helpers start when first needed and stay until the program ends. */
void dk_set_threads(int count);
int dk_threads(void);

/* Calls work(context, piece) once for each piece below `pieces`, in any order, on any of the threads,
   and returns when all are done. Where another loop is already running (on another thread, or around
   this call), or only one thread is allowed, the caller does them all. Nothing allocates, save the
   helpers' start. */
void dk_parallel(size_t pieces, void (*work)(void *context, size_t piece), void *context);

#endif
