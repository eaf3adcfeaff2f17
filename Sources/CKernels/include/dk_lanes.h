#ifndef DK_LANES_H
#define DK_LANES_H

/* Square roots side by side. Exact like the plain one, and inlined into Swift's SIMD code, whose own
   square root goes lane by lane for the sake of errno. */
typedef double dk_double2 __attribute__((ext_vector_type(2)));
typedef double dk_double4 __attribute__((ext_vector_type(4)));
typedef double dk_double8 __attribute__((ext_vector_type(8)));

static inline dk_double2 dk_sqrt_lanes2(dk_double2 v) { return __builtin_elementwise_sqrt(v); }
static inline dk_double4 dk_sqrt_lanes4(dk_double4 v) { return __builtin_elementwise_sqrt(v); }
static inline dk_double8 dk_sqrt_lanes8(dk_double8 v) { return __builtin_elementwise_sqrt(v); }

#endif
