/// The numbers from 0 to `count - 1`, shuffled. The order depends only on the key, and every order is equally likely.
///
/// The shuffle is Fisher–Yates from the end (Knuth, volume 2, algorithm P): for `i` from `count - 1` down to 1, element `i` is swapped
/// with element `j`, drawn uniformly from `0...i`. Draw `n` of the generator, from 0 on, is SplitMix64's output function of `key + (n +
/// 1) · 0x9E3779B97F4A7C15` (Steele, Lea and Flood, 2014), so the counter is the only state. The draw becomes `j` by Lemire's
/// multiplication with rejection (2019), which is unbiased. A rejected draw also advances the counter.
///
/// - Complexity: O(`count`).
package func shuffledOrder(count: Int, key: UInt64) -> [Int32] {
    var order = [Int32](unsafeUninitializedCapacity: max(count, 0)) { buffer, initialized in
        for index in 0..<max(count, 0) { buffer.initializeElement(at: index, to: Int32(index)) }
        initialized = max(count, 0)
    }
    var draw: UInt64 = 0
    for last in stride(from: order.count - 1, to: 0, by: -1) {
        order.swapAt(last, Int(drawBelow(UInt64(last + 1), key: key, draw: &draw)))
    }
    return order
}

private func drawBelow(_ bound: UInt64, key: UInt64, draw: inout UInt64) -> UInt64 {
    let threshold = (0 &- bound) % bound
    while true {
        draw += 1
        let product = splitMix64(key &+ draw &* 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: bound)
        if product.low >= threshold { return product.high }
    }
}

private func splitMix64(_ state: UInt64) -> UInt64 {
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
}
