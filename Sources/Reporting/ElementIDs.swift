/// Hands out element ids, each once.
struct ElementIDs {
    private var used: Set<String> = []

    /// An id made from `wanted`: letters, digits, `-`, `_` and `.` stay, all else becomes `-`; a number is added when
    /// the id is taken.
    mutating func unique(_ wanted: String) -> String {
        var base = ""
        for scalar in wanted.unicodeScalars {
            let properties = scalar.properties
            let stays =
                properties.isAlphabetic || properties.numericType != nil
                || properties.generalCategory == .nonspacingMark
                || scalar == "-" || scalar == "_" || scalar == "."
            base.unicodeScalars.append(stays ? scalar : "-")
        }
        if base.isEmpty { base = "part" }
        var id = base
        var number = 2
        while !used.insert(id).inserted {
            id = "\(base)-\(number)"
            number += 1
        }
        return id
    }
}

/// Ids of the page's own parts.
enum PageID {
    static let text = "report-text"
    static let facts = "report-facts"
    static let settings = "report-settings"
    static let madeOf = "report-made-of"
    static let metrics = "report-metrics"
    static let durations = "report-durations"
    static let all = [text, facts, settings, madeOf, metrics, durations]
}
