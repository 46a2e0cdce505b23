/// A value that can return its whole content as bytes. If two values have equal bytes, everything computed from them is equal.
package protocol ContentSource: Sendable {
    /// Calls `add` with its content, piece by piece.
    func content(_ add: (UnsafeRawBufferPointer) -> Void)
}

extension String: ContentSource {
    /// The number of its bytes, followed by its bytes.
    package func content(_ add: (UnsafeRawBufferPointer) -> Void) {
        var text = self
        text.withUTF8 { bytes in
            bytes.count.content(add)
            add(UnsafeRawBufferPointer(bytes))
        }
    }
}

extension Int: ContentSource {
    package func content(_ add: (UnsafeRawBufferPointer) -> Void) { withUnsafeBytes(of: littleEndian, add) }
}

extension Array: ContentSource where Element: ContentSource {
    package func content(_ add: (UnsafeRawBufferPointer) -> Void) {
        count.content(add)
        for element in self { element.content(add) }
    }
}

extension Array where Element: BitwiseCopyable {
    /// The number of its elements, followed by their bytes.
    package func bytes(_ add: (UnsafeRawBufferPointer) -> Void) {
        count.content(add)
        withUnsafeBytes(add)
    }
}
