/// Assigns unique names: a name that is taken gets a number.
struct UniqueNames {
    /// By name, the number that is tried next.
    private var next: [String: Int] = [:]

    /// The first free name of `base`, `base-2`, `base-3` …
    mutating func unique(_ base: String) -> String {
        guard var number = next[base] else {
            next[base] = 2
            return base
        }
        var name = base
        repeat {
            name = "\(base)-\(number)"
            number += 1
        } while next[name] != nil
        next[base] = number
        next[name] = 2
        return name
    }
}

/// Assigns unique ids to a report's elements.
package struct ElementIDs {
    private var names = UniqueNames()

    package init() {}

    /// An id made from `wanted`: letters, digits, `-`, `_` and `.` stay, and other characters become `-`. A
    /// number is added if the id is taken.
    package mutating func unique(_ wanted: String) -> String {
        var base = ""
        for scalar in wanted.unicodeScalars {
            let properties = scalar.properties
            let stays =
                properties.isAlphabetic || properties.numericType != nil
                || properties.generalCategory == .nonspacingMark
                || scalar == "-" || scalar == "_" || scalar == "."
            base.unicodeScalars.append(stays ? scalar : "-")
        }
        return names.unique(base.isEmpty ? "part" : base)
    }
}

/// Ids of the report's own elements.
package enum PageID {
    package static let text = "report-text"
    package static let facts = "report-facts"
    package static let settings = "report-settings"
    package static let madeOf = "report-made-of"
    package static let metrics = "report-metrics"
    package static let durations = "report-durations"
    package static let all = [text, facts, settings, madeOf, metrics, durations]
}

extension Notebook {
    /// The ids of the blocks in a report, in order: prose has none, and neither has a first heading that is the title.
    package var elementIDs: [String?] {
        var ids = ElementIDs()
        for id in PageID.all { _ = ids.unique(id) }
        return blocks.enumerated().map { place, block in
            switch block {
            case .section(let section):
                let isTitle = place == 0 && section.title == title && section.number == nil
                return isTitle ? nil : ids.unique(section.label.map { "sec-" + $0 } ?? section.slug)
            case .prose: return nil
            case .literal(let literal): return ids.unique("text-" + literal.label)
            case .cell(let cell): return ids.unique("cell-" + cell.label)
            }
        }
    }
}
