import Execution
import Notebooks

/// The entity types of a whole run, so that each looks the same in every cell.
struct EntityTypes {
    /// How many looks the stylesheet has.
    static let lookCount = 8
    private let places: [String: Int]

    /// Collects the types of marked texts and of token labels such as `B-PER`.
    init(_ run: RunRecord) {
        var names: Set<String> = []
        for cell in run.cells {
            for output in cell.outputs {
                switch output.output {
                case .entities(let texts):
                    for text in texts { for entity in text.entities { names.insert(entity.type) } }
                case .tokens(let rows):
                    for label in rows.labels { if let type = Self.type(ofLabel: label) { names.insert(type) } }
                default: break
                }
            }
        }
        let ordered = names.sorted {
            Array($0.unicodeScalars.map(\.value)).lexicographicallyPrecedes($1.unicodeScalars.map(\.value))
        }
        places = Dictionary(uniqueKeysWithValues: ordered.enumerated().map { ($1, $0) })
    }

    /// The class that gives a type its colour and underline; types beyond the looks share them, and keep their letters.
    func cssClass(_ type: String) -> String { "look-\((places[type] ?? 0) % Self.lookCount + 1)" }

    /// The class of a token label, or nil when it names no type.
    func cssClass(ofLabel label: String) -> String? { Self.type(ofLabel: label).map(cssClass) }

    /// `PER` of `B-PER` and `I-PER`.
    private static func type(ofLabel label: String) -> String? {
        guard label.count > 2, label.hasPrefix("B-") || label.hasPrefix("I-") else { return nil }
        return String(label.dropFirst(2))
    }
}
