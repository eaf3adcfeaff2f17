#ifndef DESCENT_DK_PARALLEL_H
#define DESCENT_DK_PARALLEL_H

#include <stddef.h>

/* A few threads that stand ready for loops whose pieces do not depend on one another. */

/* How many threads a loop may use, the caller's included: 1 to 16, more are clamped; 0 (as at the
   start) for as many as there are processors, up to 4. Helpers start when first needed and stay until
   the program ends. Where help does not pay, since the processors are busy with something else, loops
   stay on their callers for a while. */
void dk_set_threads(int count);
int dk_threads(void);
/* How many loops have been offered to helpers since the program began. */
size_t dk_shared_loops(void);

/* Calls work(context, piece) once for each piece below `pieces`, in any order, on any of the threads,
   and returns when all are done. Where another loop is already running (on another thread, or around
   this call), or only one thread is allowed, the caller does them all. Nothing allocates, save the
   helpers' start.

   Where the caller's work is given up meanwhile (CLongWork), pieces are left out, and no one tells
   which. */
void dk_parallel(size_t pieces, void (*work)(void *context, size_t piece), void *context);

#endif
