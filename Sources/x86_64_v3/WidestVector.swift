/// The widest vector of a bulk reading where there is AVX2.
typealias WidestVector = SIMD4<Double>
