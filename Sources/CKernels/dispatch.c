#include "dispatch.h"

#include "dk_dispatch.h"

#include <stdlib.h>

_Atomic int dk_level_in_force = 0;

int dk_best_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4")) return 2;
  if (__builtin_cpu_supports("x86-64-v3")) return 1;
#endif
  return 0;
}

int dk_set_level(int level) {
  int best = dk_best_level();
  int wanted = level < 0 ? 0 : level > best ? best : level;
  return __c11_atomic_exchange(&dk_level_in_force, wanted, __ATOMIC_RELAXED);
}

int dk_level(void) { return __c11_atomic_load(&dk_level_in_force, __ATOMIC_RELAXED); }

/* Before main, so that no call pays for asking. */
__attribute__((constructor)) static void choose_level(void) {
  const char *wanted = getenv("DESCENT_LEVEL");
  int is_level = wanted && wanted[0] >= '0' && wanted[0] <= '2' && !wanted[1];
  dk_set_level(is_level ? wanted[0] - '0' : dk_best_level());
}
