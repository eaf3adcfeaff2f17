#ifndef DESCENT_DISPATCH_H
#define DESCENT_DISPATCH_H

#include <float.h>

/* A kernel is written once as an inlined body; DK_LEVELS compiles it for each level, and DK_CALL
   calls the one in force. target_clones would do the same with less text, but its builds could not
   be called one by one, nor choose their own tile shapes. */

#if FLT_EVAL_METHOD != 0
#error "the kernels need double arithmetic that rounds to double"
#endif

#define DK_INLINE static inline __attribute__((always_inline))

extern __attribute__((visibility("hidden"))) _Atomic int dk_level_in_force;

#if defined(__x86_64__)
#define DK_V4 __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#define DK_V3 __attribute__((target("arch=x86-64-v3")))

/* NAME_body takes (parameters..., level) with the level a constant. */
#define DK_LEVELS(RESULT, NAME, PARAMETERS, ...)                              \
  static DK_V4 RESULT NAME##_v4 PARAMETERS { return NAME##_body(__VA_ARGS__, 2); } \
  static DK_V3 RESULT NAME##_v3 PARAMETERS { return NAME##_body(__VA_ARGS__, 1); } \
  static RESULT NAME##_v1 PARAMETERS { return NAME##_body(__VA_ARGS__, 0); }

/* The same, kept out of its callers: they prepare nothing for parts that they do not come to. */
#define DK_PARTS(NAME, PARAMETERS, ...)                                       \
  static __attribute__((noinline)) DK_V4 void NAME##_v4 PARAMETERS { NAME##_body(__VA_ARGS__, 2); } \
  static __attribute__((noinline)) DK_V3 void NAME##_v3 PARAMETERS { NAME##_body(__VA_ARGS__, 1); } \
  static __attribute__((noinline)) void NAME##_v1 PARAMETERS { NAME##_body(__VA_ARGS__, 0); }

/* Calls a part from a body of the same level. */
#define DK_PART(NAME, ...)                                                    \
  (level == 2 ? NAME##_v4(__VA_ARGS__) : level == 1 ? NAME##_v3(__VA_ARGS__) : NAME##_v1(__VA_ARGS__))

#define DK_CALL(NAME, ...)                                     \
  switch (__c11_atomic_load(&dk_level_in_force, __ATOMIC_RELAXED)) { \
    case 2: return NAME##_v4(__VA_ARGS__);                     \
    case 1: return NAME##_v3(__VA_ARGS__);                     \
    default: return NAME##_v1(__VA_ARGS__);                    \
  }
#else
#define DK_LEVELS(RESULT, NAME, PARAMETERS, ...) \
  static RESULT NAME##_v1 PARAMETERS { return NAME##_body(__VA_ARGS__, 0); }
#define DK_PARTS(NAME, PARAMETERS, ...) \
  static __attribute__((noinline)) void NAME##_v1 PARAMETERS { NAME##_body(__VA_ARGS__, 0); }
#define DK_PART(NAME, ...) NAME##_v1(__VA_ARGS__)
#define DK_CALL(NAME, ...) return NAME##_v1(__VA_ARGS__);
#endif

#endif
