import ArgumentParser
import Encoders

/// Parts of an encoder as in `--freeze`: `embeddings`, layers such as `4` and `0-3`, or `encoder` for all of it.
package struct EncoderParts: Equatable, Sendable {
    private var embeddings = false
    private var everyLayer = false
    private var layers: [ClosedRange<Int>] = []

    package static let none = EncoderParts()

    /// Parses parts separated by commas. The error lists the possible parts.
    @Sendable package static func of(_ text: String) throws -> EncoderParts {
        var parts = EncoderParts()
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            switch word {
            case "embeddings": parts.embeddings = true
            case "encoder": (parts.embeddings, parts.everyLayer) = (true, true)
            default:
                let bounds = word.split(separator: "-", omittingEmptySubsequences: false).map { number($0) }
                guard let first = bounds[0], let last = bounds[bounds.count - 1], bounds.count <= 2, first <= last
                else {
                    throw ValidationError(
                        "'\(word)' is not a part of an encoder: it takes embeddings, layers counted from 0 such as 4 or 0-3, or "
                            + "encoder for all of it, with commas between them")
                }
                parts.layers.append(first...last)
            }
        }
        return parts
    }

    /// A layer's number, which must consist of digits only.
    private static func number(_ text: Substring) -> Int? {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    /// The same parts of an encoder with `layerCount` layers. Throws when the encoder does not have one of the layers.
    ///
    /// - Parameter name: the encoder's name, for the error.
    package func frozenParts(layerCount: Int, of name: String) throws -> FrozenParts {
        if let layer = layers.map(\.upperBound).max(), layer >= layerCount {
            throw CommandFailure(
                "'--freeze' names layer \(layer), and the layers of \(name) are 0 to \(layerCount - 1)",
                remedy: "Name layers up to \(layerCount - 1).")
        }
        return FrozenParts(
            embeddings: embeddings, layers: everyLayer ? Set(0..<layerCount) : Set(layers.flatMap { Array($0) }))
    }
}

extension FrozenParts {
    /// The frozen layers in the form of `--freeze`, e.g. `0–3, 5`. Empty when no layer is frozen.
    package var layerList: String {
        var runs: [ClosedRange<Int>] = []
        for layer in layers.sorted() {
            if let last = runs.last, last.upperBound == layer - 1 {
                runs[runs.count - 1] = last.lowerBound...layer
            } else {
                runs.append(layer...layer)
            }
        }
        return runs.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)" }
            .joined(separator: ", ")
    }
}
