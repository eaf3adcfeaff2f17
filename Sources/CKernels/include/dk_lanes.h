#ifndef DK_LANES_H
#define DK_LANES_H

/* Square roots, quotients and negatives side by side, inlined into Swift's SIMD code. They have the bits of
   the plain ones. */
typedef double dk_double2 __attribute__((ext_vector_type(2)));
typedef double dk_double4 __attribute__((ext_vector_type(4)));
typedef double dk_double8 __attribute__((ext_vector_type(8)));

/* Swift's own square root goes lane by lane for the sake of errno. */
static inline dk_double2 dk_sqrt_lanes2(dk_double2 v) { return __builtin_elementwise_sqrt(v); }
static inline dk_double4 dk_sqrt_lanes4(dk_double4 v) { return __builtin_elementwise_sqrt(v); }
static inline dk_double8 dk_sqrt_lanes8(dk_double8 v) { return __builtin_elementwise_sqrt(v); }

/* Swift's own negative is 0 - v, which waits for a sum and has another sign at 0. */
static inline dk_double2 dk_negate_lanes2(dk_double2 v) { return -v; }
static inline dk_double4 dk_negate_lanes4(dk_double4 v) { return -v; }
static inline dk_double8 dk_negate_lanes8(dk_double8 v) { return -v; }

/* x / y with one y for all lanes, and with the bits of the division: where there are fused products, four
   products take the place of a division, which keeps the processor busy for longer.

   z + w is 1 / y to twice the precision. So q is x / y rounded to nearest, or its neighbour where x / y
   lies close to the middle between two numbers. Then x - q y has no rounding, and q + (x - q y) z is
   x / y rounded to nearest. Where a product may leave the range of numbers, it is divided. The sign is x's
   where x is 0 too.

   Source: Markstein, Computation of elementary functions on the IBM RISC System/6000 (1990); Brisebarre,
   Muller and Raina, Accelerating correctly rounded floating-point division when the divisor is known in
   advance (2004). */
#if defined(__FMA__)
#define DK_QUOTIENT(VECTOR)                                                                              \
  VECTOR size = __builtin_elementwise_abs(x);                                                            \
  if (!(y >= 0x1p-100 && y <= 0x1p100) ||                                                                \
      __builtin_reduce_or(((size < 0x1p-800) & (size != 0)) | ~(size <= 0x1p800)))                       \
    return x / y;                                                                                        \
  double z = 1 / y, w = __builtin_fma(-y, z, 1) * z;                                                     \
  VECTOR wide_y = y, wide_z = z, q = __builtin_elementwise_fma(x, wide_z, x * w);                        \
  q = __builtin_elementwise_fma(__builtin_elementwise_fma(-q, wide_y, x), wide_z, q);                    \
  return __builtin_elementwise_copysign(q, x);
#else
#define DK_QUOTIENT(VECTOR) return x / y;
#endif

/* Two lanes wait for the result rather than for room in the processor: a division is sooner there. */
static inline dk_double2 dk_quotient_lanes2(dk_double2 x, double y) { return x / y; }
static inline dk_double4 dk_quotient_lanes4(dk_double4 x, double y) { DK_QUOTIENT(dk_double4) }
static inline dk_double8 dk_quotient_lanes8(dk_double8 x, double y) { DK_QUOTIENT(dk_double8) }

#endif
