/// The widest vector of a bulk reading where there is AVX-512.
typealias WidestVector = SIMD8<Double>
