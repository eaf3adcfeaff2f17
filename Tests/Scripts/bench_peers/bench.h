/* What the C peers share: a clock, medians, a generator, and the JSON line they print.

   A peer named on the command line runs alone; without names all run. REPEATS is how many runs a figure is the
   median of, after one that is not counted. */
#ifndef BENCH_H
#define BENCH_H
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifndef PEER
#define PEER "C"
#endif
#ifndef REPEATS
#define REPEATS 7
#endif
enum { repeats = REPEATS };

#if defined(__AVX512F__)
#define INSTRUCTIONS "avx512"
#elif defined(__AVX2__)
#define INSTRUCTIONS "avx2"
#elif defined(__x86_64__)
#define INSTRUCTIONS "sse2"
#else
#define INSTRUCTIONS "neon"
#endif

/* The processor's time, which other programs on the machine disturb least: every peer has one thread. */
static inline double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static inline int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static inline double median(double *times, int n) {
  qsort(times, n, sizeof *times, ascending);
  return times[n / 2];
}

/* Uniform in [-1, 1): speed does not depend on which generator made the numbers. */
static inline double uniform(void) {
  static uint64_t s = 88172645463325252u;
  s ^= s << 13, s ^= s >> 7, s ^= s << 17;
  return (double)(s >> 11) / 4503599627370496.0 - 1;
}

static inline double *numbers(size_t n, double scale) {
  double *a = malloc(n * sizeof *a);
  if (!a) exit(1);
  for (size_t i = 0; i < n; i++) a[i] = scale * uniform();
  return a;
}

static inline int is_wanted(const char *bench, int count, char **arguments) {
  for (int i = 1; i < count; i++)
    if (strcmp(arguments[i], bench) == 0) return 1;
  return count < 2;
}

static inline void report(const char *bench, double value, const char *unit) {
  printf("{\"bench\": \"%s\", \"peer\": \"%s\", \"instructions\": \"%s\", \"value\": %.4g, \"unit\": \"%s\"}\n",
         bench, PEER, INSTRUCTIONS, value, unit);
  fflush(stdout);
}
#endif
