/// The widest vector of a bulk reading here, where the code must run on every processor.
typealias WidestVector = SIMD4<Double>
