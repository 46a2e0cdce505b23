/// Sixteen floats: one register with AVX-512, two with AVX2, four with NEON. It must not appear in a package signature.
typealias Vector = SIMD16<Float>
typealias Mask = SIMDMask<SIMD16<Int32>>

let vectorWidth = 16

@inline(__always)
func load(_ pointer: UnsafePointer<Float>, _ index: Int) -> Vector {
    UnsafeRawPointer(pointer + index).loadUnaligned(as: Vector.self)
}

@inline(__always)
func load(_ pointer: UnsafeMutablePointer<Float>, _ index: Int) -> Vector {
    UnsafeRawPointer(pointer + index).loadUnaligned(as: Vector.self)
}

@inline(__always)
func store(_ value: Vector, _ pointer: UnsafeMutablePointer<Float>, _ index: Int) {
    UnsafeMutableRawPointer(pointer + index).storeBytes(of: value, as: Vector.self)
}

/// The sum of the sixteen floats. It adds halves, always in the same order.
@inline(__always)
func horizontalSum(_ value: Vector) -> Float {
    let eight = value.lowHalf + value.highHalf
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
}

/// The larger float of each pair, or `x` where one of the two is NaN. This is one instruction; `pointwiseMax` of two variables would be a
/// loop, and so would a generic version of this function.
@inline(__always)
func larger(_ x: Vector, _ y: Vector) -> Vector { x.replacing(with: y, where: x .< y) }

@inline(__always)
func smaller(_ x: Vector, _ y: Vector) -> Vector { x.replacing(with: y, where: x .> y) }

@inline(__always)
func horizontalMaximum(_ value: Vector) -> Float {
    let eight = value.lowHalf.replacing(with: value.highHalf, where: value.lowHalf .< value.highHalf)
    let four = eight.lowHalf.replacing(with: eight.highHalf, where: eight.lowHalf .< eight.highHalf)
    let two = four.lowHalf.replacing(with: four.highHalf, where: four.lowHalf .< four.highHalf)
    return two.x > two.y ? two.x : two.y
}

/// exp(x) to about one unit in the last place; x below -87.3 gives the smallest normal number or zero.
///
/// This is Cephes' expf: x = n ln 2 + r, a polynomial in r, and 2^n built from its bits.
@inline(__always)
func exponential(_ x: Vector) -> Vector {
    let clamped = larger(smaller(x, Vector(repeating: 88.3)), Vector(repeating: -87.3))
    // Adding 1.5 * 2^23 leaves the rounded integer in the low bits of the mantissa.
    let magic = Vector(repeating: 12_582_912)
    let shifted = (clamped * 1.442695041).addingProduct(magic, Vector(repeating: 1))
    let n = shifted - magic
    var r = clamped.addingProduct(n, Vector(repeating: -0.693359375))
    r = r.addingProduct(n, Vector(repeating: 2.12194440e-4))
    var p = Vector(repeating: 1.9875691500e-4)
    p = Vector(repeating: 1.3981999507e-3).addingProduct(p, r)
    p = Vector(repeating: 8.3334519073e-3).addingProduct(p, r)
    p = Vector(repeating: 4.1665795894e-2).addingProduct(p, r)
    p = Vector(repeating: 1.6666665459e-1).addingProduct(p, r)
    p = Vector(repeating: 5.0000001201e-1).addingProduct(p, r)
    let y = (r + 1).addingProduct(p, r * r)
    let bits = unsafeBitCast(shifted, to: SIMD16<UInt32>.self)
    let scale = (bits &+ SIMD16<UInt32>(repeating: 127)) &<< SIMD16<UInt32>(repeating: 23)
    return y * unsafeBitCast(scale, to: Vector.self)
}

/// erf(x) with an absolute error below 2e-7: the rational minimax approximation on [-4, 4] that Eigen uses.
@inline(__always)
func errorFunction(_ value: Vector) -> Vector {
    let x = larger(smaller(value, Vector(repeating: 4)), Vector(repeating: -4))
    let x2 = x * x
    var p = Vector(repeating: -2.72614225801306e-10)
    p = Vector(repeating: 2.77068142495902e-08).addingProduct(p, x2)
    p = Vector(repeating: -2.10102402082508e-06).addingProduct(p, x2)
    p = Vector(repeating: -5.69250639462346e-05).addingProduct(p, x2)
    p = Vector(repeating: -7.34990630326855e-04).addingProduct(p, x2)
    p = Vector(repeating: -2.95459980854025e-03).addingProduct(p, x2)
    p = Vector(repeating: -1.60960333262415e-02).addingProduct(p, x2)
    var q = Vector(repeating: -1.45660718464996e-05)
    q = Vector(repeating: -2.13374055278905e-04).addingProduct(q, x2)
    q = Vector(repeating: -1.68282697438203e-03).addingProduct(q, x2)
    q = Vector(repeating: -7.37332916720468e-03).addingProduct(q, x2)
    q = Vector(repeating: -1.42647390514189e-02).addingProduct(q, x2)
    return x * p / q
}
