/// Normalised text: its scalars, and for each scalar the scalar of the original text with which it is aligned.
struct NormalizedText {
    var scalars: [UInt32] = []
    var origins: [Int32] = []
}

extension BERTNormalizer {
    /// Normalises step by step, as the reference does, with combining marks in canonical order.
    ///
    /// The first scalar of a decomposition takes the next scalar's place, and the others share it. Canonical ordering then
    /// moves the scalars but not the places, so a mark is aligned with the place to which it moved.
    func normalize(_ text: UnsafeBufferPointer<UInt8>, origin: Int32) -> NormalizedText {
        var spaced = clean(text, origin: origin)
        if steps.stripsAccents { spaced = decompose(spaced) }
        guard steps.lowercases else { return spaced }
        var result = NormalizedText()
        for (scalar, origin) in zip(spaced.scalars, spaced.origins) {
            if let lower = UnicodeData.frozen.lowercase[scalar] {
                result.scalars.append(contentsOf: lower)
                result.origins.append(contentsOf: repeatElement(origin, count: lower.count))
            } else {
                result.scalars.append(scalar)
                result.origins.append(origin)
            }
        }
        return result
    }

    /// Splits a part of a normalised text. Returns false if the sink wants no more.
    func split<Sink: WordSink>(
        _ text: NormalizedText, _ part: Range<Int>, buffer: inout WordBuffer, into sink: inout Sink
    ) -> Bool {
        buffer.clear()
        for at in part {
            let scalar = text.scalars[at]
            let kind = Self.kind(of: scalar)
            if !append(scalar, kind, origin: text.origins[at], buffer: &buffer, into: &sink) { return false }
        }
        return flush(&buffer, into: &sink)
    }

    private func clean(_ text: UnsafeBufferPointer<UInt8>, origin: Int32) -> NormalizedText {
        var result = NormalizedText()
        guard let start = text.baseAddress else { return result }
        var position = 0
        var index = origin
        while position < text.count {
            let (decoded, length) = Self.decode(start + position)
            let properties = UnicodeData.frozen.properties(decoded)
            position += length
            defer { index += 1 }
            if steps.cleansText, properties.contains(.control) { continue }
            let scalar = steps.cleansText && properties.contains(.blank) ? 0x20 : decoded
            let isSpaced = steps.spacesIdeographs && properties.contains(.ideograph)
            result.scalars.append(contentsOf: isSpaced ? [0x20, scalar, 0x20] : [scalar])
            result.origins.append(contentsOf: repeatElement(index, count: isSpaced ? 3 : 1))
        }
        return result
    }

    private func decompose(_ text: NormalizedText) -> NormalizedText {
        let data = UnicodeData.frozen
        var parts: [Part] = []
        var decomposed: [UInt32] = []
        var runStart = 0
        for scalar in text.scalars {
            decomposed.removeAll(keepingCapacity: true)
            data.decompose(scalar, into: &decomposed)
            for (place, scalar) in decomposed.enumerated() {
                let combiningClass = data.combiningClass(scalar)
                if combiningClass == 0 {
                    Self.order(&parts, from: runStart)
                    runStart = parts.count + 1
                }
                parts.append(Part(scalar: scalar, combiningClass: combiningClass, isFirst: place == 0))
            }
        }
        Self.order(&parts, from: runStart)

        var result = NormalizedText()
        var consumed = 0
        for part in parts {
            if part.isFirst { consumed += 1 }
            if data.properties(part.scalar).contains(.nonspacing) { continue }
            result.scalars.append(part.scalar)
            result.origins.append(text.origins[max(0, consumed - 1)])
        }
        return result
    }

    private struct Part {
        var scalar: UInt32
        var combiningClass: UInt8
        /// Whether it is the first scalar of its decomposition.
        var isFirst: Bool
    }

    /// Sorts marks by combining class, and keeps the order of marks with equal classes.
    private static func order(_ parts: inout [Part], from start: Int) {
        guard parts.count - start > 1 else { return }
        // The standard library's sort is stable, but does not promise it.
        let marks = parts[start...].enumerated().sorted {
            ($0.element.combiningClass, $0.offset) < ($1.element.combiningClass, $1.offset)
        }
        parts.replaceSubrange(start..., with: marks.map(\.element))
    }
}
