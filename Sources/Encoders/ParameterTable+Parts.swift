extension ParameterTable {
    /// A part of the encoder with the trained parameters in it.
    package struct EncoderPart: Sendable, Equatable {
        /// The layer, counted from 0; nil for the embeddings.
        package var layer: Int?
        /// Ascending ranges of floats that do not touch.
        package var ranges: [Range<Int>]
    }

    /// The trained parts of the encoder from below: the embeddings, then each layer.
    package var trainedParts: [EncoderPart] {
        var parts: [EncoderPart] = []
        for entry in entries where groups[0].range.contains(entry.offset) && isTrainable(entry) {
            let layer = layer(of: entry)
            if parts.last?.layer != layer || parts.isEmpty { parts.append(EncoderPart(layer: layer, ranges: [])) }
            let place = parts.count - 1
            if let run = parts[place].ranges.last, run.upperBound == entry.offset {
                parts[place].ranges[parts[place].ranges.count - 1] = run.lowerBound..<entry.range.upperBound
            } else {
                parts[place].ranges.append(entry.range)
            }
        }
        return parts
    }
}
