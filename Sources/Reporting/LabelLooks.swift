import Execution
import Outputs

/// How labels look: each has a colour and an underline of its own, the same in every cell of a report.
///
/// Labels take the looks in the order in which the report shows them first, so that a longer report of the same notebook gives
/// them the same ones.
struct LabelLooks {
    /// How many looks the stylesheet has: eight colours, each with four underlines. Further labels begin again at the first.
    static let count = 32
    private var places: [String: Int] = [:]

    init(_ run: RunRecord) {
        for output in run.cells.flatMap(\.outputs) {
            switch output.output {
            case .markedTexts(let texts): for mark in texts.flatMap(\.marks) { take(mark.label) }
            case .tokens(let rows): for token in rows.tokens { if let group = token.group { take(group) } }
            default: continue
            }
        }
    }

    private mutating func take(_ label: String) {
        if !label.isEmpty, places[label] == nil { places[label] = places.count }
    }

    /// The classes of what bears a label: `label look-3`.
    func cssClass(_ label: String) -> String { "label look-\((places[label] ?? 0) % Self.count + 1)" }
}
