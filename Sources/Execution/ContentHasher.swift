import Files
import Foundation

/// Hashes a sequence of values with SHA-256. Texts and lists are hashed with their length, so that
/// different sequences give different bytes.
package struct ContentHasher: ~Copyable {
    private var hash = SHA256()
    /// Small values are collected here, because calling the hash function for each would take most of the time.
    private var buffer: [UInt8] = []
    private static let capacity = 1 << 14

    package init() {}

    package mutating func add(_ text: String) {
        add(text.utf8.count)
        var text = text
        text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }

    package mutating func add(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: UInt64(truncatingIfNeeded: number).littleEndian) { add($0) }
    }

    package mutating func add(_ texts: [String]) {
        add(texts.count)
        for text in texts { add(text) }
    }

    package mutating func add<Number: FixedWidthInteger>(_ numbers: [Number]) {
        add(numbers.count)
        add(Number.bitWidth)
        numbers.withUnsafeBytes { add($0) }
    }

    /// Adds a value as its JSON text.
    package mutating func add(json value: some Encodable) throws {
        let data = try JSONEncoder.practicum.encode(value)
        add(data.count)
        data.withUnsafeBytes { add($0) }
    }

    /// Adds the bytes without their count.
    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
        if buffer.count + bytes.count > Self.capacity { flush() }
        if bytes.count > Self.capacity { hash.update(bytes) } else { buffer.append(contentsOf: bytes) }
    }

    private mutating func flush() {
        buffer.withUnsafeBytes { hash.update($0) }
        buffer.removeAll(keepingCapacity: true)
    }

    package consuming func finalize() -> SHA256Digest {
        flush()
        return hash.finalize()
    }
}
