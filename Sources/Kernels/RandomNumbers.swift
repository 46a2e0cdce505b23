import Foundation

/// Random numbers from a counter: a key and a position determine the bits. There is no state.
///
/// A key is mixed from whatever identifies a stream (seed, cell, step, purpose, layer). A number in it is addressed by
/// (example, position, feature), never by an offset in a packed batch. So a number does not depend on which numbers were drawn
/// before it, on how a batch was packed, or on the number of threads.
package struct RandomKey: Sendable, Equatable {
    package var bits: UInt64

    package init(_ bits: UInt64) { self.bits = bits }

    /// SplitMix64's finalizer (Steele, Lea and Flood, 2014).
    @inline(__always)
    static func mix(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// The key of a stream inside this one.
    package func stream(_ index: UInt64) -> RandomKey {
        RandomKey(RandomKey.mix(RandomKey.mix(bits) ^ (index &* 0xD6E8_FEB8_6659_FD93)))
    }

    package func stream(_ index: Int) -> RandomKey { stream(UInt64(bitPattern: Int64(index))) }

    /// The key of a stream with a name.
    package func stream(_ name: String) -> RandomKey {
        // FNV-1a over the UTF-8 bytes.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return stream(hash)
    }

    /// The 64 bits at one index of this stream.
    package func bits(at index: Int) -> UInt64 { stream(index).bits }

    /// A float in [0, 1) with 24 random bits.
    package func uniform(at index: Int) -> Float { Float(bits(at: index) >> 40) * 0x1p-24 }

    /// Fills `values` with numbers uniform in ±`bound`. Each number depends on its index.
    package func fillUniform(_ values: UnsafeMutableBufferPointer<Float>, bound: Float) {
        for index in values.indices { values[index] = (2 * uniform(at: index) - 1) * bound }
    }

    /// Fills `values` with normally distributed numbers (Box and Muller). Each number depends on its index.
    package func fillNormal(_ values: UnsafeMutableBufferPointer<Float>, standardDeviation: Float) {
        let angles = stream("angle")
        for index in values.indices {
            let radius = (-2 * log(1 - uniform(at: index))).squareRoot()
            values[index] = standardDeviation * radius * cos(2 * .pi * angles.uniform(at: index))
        }
    }
}

/// Determines which elements a dropout sets to zero: a rate and a key.
package struct Dropout: Sendable {
    package var key: RandomKey
    /// Probability that an element is set to zero, below 1.
    package var rate: Float

    package init(key: RandomKey, rate: Float) {
        self.key = key
        self.rate = rate
    }

    /// The factor for elements that are kept.
    @inline(__always) var scale: Float { 1 / (1 - rate) }

    /// An element is kept when its 32 bits are at least this.
    @inline(__always) var threshold: UInt32 { UInt32(min(4_294_967_295, (Double(rate) * 4_294_967_296).rounded())) }

    /// The two words that select a row's 32-bit stream.
    @inline(__always)
    func row(example: Int32, position: Int32) -> (UInt32, UInt32) {
        let place = UInt64(UInt32(bitPattern: example)) << 32 | UInt64(UInt32(bitPattern: position))
        let bits = RandomKey.mix(key.bits ^ RandomKey.mix(place))
        return (UInt32(truncatingIfNeeded: bits), UInt32(truncatingIfNeeded: bits >> 32))
    }
}

let featureOffsets = SIMD16<UInt32>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)

/// The factors for sixteen features from `feature` on: the scale where an element is kept, and zero where it is not.
///
/// This is a 32-bit hash of a counter, with two keys between its rounds (the multipliers are Wellons' lowbias32).
@inline(__always)
func dropoutFactors(
    _ row: (UInt32, UInt32), _ feature: Int, threshold: SIMD16<UInt32>, scale: Vector
) -> Vector {
    var x =
        (SIMD16<UInt32>(repeating: UInt32(truncatingIfNeeded: feature)) &+ featureOffsets)
        &* SIMD16<UInt32>(repeating: 0x9E37_79B9) &+ SIMD16<UInt32>(repeating: row.0)
    x = (x ^ (x &>> SIMD16<UInt32>(repeating: 16))) &* SIMD16<UInt32>(repeating: 0x7FEB_352D)
    x = x ^ SIMD16<UInt32>(repeating: row.1)
    x = (x ^ (x &>> SIMD16<UInt32>(repeating: 15))) &* SIMD16<UInt32>(repeating: 0x846C_A68B)
    x = x ^ (x &>> SIMD16<UInt32>(repeating: 16))
    return scale.replacing(with: Vector(repeating: 0), where: x .< threshold)
}

/// The factor for one feature, with the same bits. The ends of rows use it.
@inline(__always)
func dropoutFactor(_ row: (UInt32, UInt32), _ feature: Int, threshold: UInt32, scale: Float) -> Float {
    var x = UInt32(truncatingIfNeeded: feature) &* 0x9E37_79B9 &+ row.0
    x = (x ^ (x >> 16)) &* 0x7FEB_352D
    x = x ^ row.1
    x = (x ^ (x >> 15)) &* 0x846C_A68B
    x = x ^ (x >> 16)
    return x < threshold ? 0 : scale
}
