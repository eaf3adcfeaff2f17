#ifndef DESCENT_DK_DISPATCH_H
#define DESCENT_DK_DISPATCH_H

/* The bulk kernels exist in several builds, one for each instruction set that pays, with the same
   bits; the best that the processor has is chosen when the program starts. The level can be set so
   that tests and benchmarks can hold the builds against one another. */

/* The highest level this processor has: 0 plain, 1 AVX2 (x86-64-v3), 2 AVX-512 (x86-64-v4). */
int dk_best_level(void);
/* The level in force. At the start it is the best, or what the environment's DESCENT_LEVEL names (0, 1 or
   2) where the processor has that. */
int dk_level(void);
/* Use a level from now on (clamped to 0 ... dk_best_level()); returns the one in force before. */
int dk_set_level(int level);

#endif
