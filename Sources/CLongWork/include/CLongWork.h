#ifndef DESCENT_CLONGWORK_H
#define DESCENT_CLONGWORK_H

#include <stddef.h>

/* What long work needs: a question whether to go on, and memory for many numbers. */

/* Whether the current work is to be given up, asked in the midst of it.

   Each thread has at most one question in force. Where there is none, asking costs a nanosecond. Once
   the answer is yes it stays yes, so that all work on the way out ends soon; its results mean nothing,
   and the code that put the question in force drops them. */

typedef struct {
  /* Whether the user wants the work to stop. */
  int (*is_pending)(void *context);
  void *context;
  /* Whether some work was given up whose results have not been dropped yet. */
  int gave_up;
  /* Whether loops stay on this thread, so that the same work asks equally often each time. */
  int alone;
} lw_question;

/* The thread's question; NULL where there is none. */
lw_question *lw_current(void);
/* Puts another question in force on this thread, or none; returns the one before. */
lw_question *lw_set_current(lw_question *question);

/* 1 where the current work is to be given up, else 0. Ask between pieces of work that take some ten
   microseconds up to a few milliseconds. */
int lw_gives_up(void);

/* 1 where loops are to stay on this thread, else 0. */
int lw_is_alone(void);

/* From now on blocks of 128 KB and more go back to the system when they are freed. The C library raises
   that size by itself with each such block, and a process that lives long then keeps holes of many MB. */
void lw_return_large_blocks(void);

/* Memory from the system for `bytes` bytes, zeroed when first touched and not before, on a cache
   line's boundary; NULL where there is none. Large blocks come in large pages where the system has
   them: then their first touch and their release take a tenth of the time. */
void *lw_allocate(size_t bytes);
void lw_free(void *block, size_t bytes);
/* Asks for large pages in memory that is about to be filled for the first time. */
void lw_expect_filling(void *block, size_t bytes);

/* The bytes of memory that this process may come to use: the machine's, or what a control group
   (version 1 or 2), those that it is in, or a limit of the process leave of them, or less where the
   environment's DESCENT_MEMORY says so in bytes. */
size_t lw_memory(void);
/* The same of `machine` bytes by the control groups that are described under the folder `root`. */
size_t lw_memory_limit(size_t machine, const char *root);

/* The clock of this thread's processor time, which other threads of the process may read too where the
   system has such clocks, and its nanoseconds; 0 once the thread is gone. */
long long lw_own_clock(void);
long long lw_nanoseconds(long long clock);

#endif
