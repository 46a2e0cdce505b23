/// A strict reader of the HTML that reports are written in: every tag closed in order, every attribute quoted.
struct HTMLChecker {
    struct Tag: Equatable {
        var name: String
        var attributes: [String: String]
        /// Text up to the end tag, tags left out and references as they stand; filled for elements that were closed.
        var text = ""
    }

    private(set) var tags: [Tag] = []
    private(set) var problems: [String] = []
    /// Start and end tags in order, e.g. `p`, `/p`.
    private(set) var outline: [String] = []
    private var open: [Int] = []
    private static let void: Set<String> = ["meta", "img", "source", "br", "hr"]

    init(_ html: String) {
        var rest = html[...]
        if rest.hasPrefix("<!DOCTYPE html>") {
            rest = rest.dropFirst(15)
        } else {
            problems.append("no doctype")
        }
        while let start = rest.firstIndex(of: "<") {
            let text = rest[..<start]
            for place in open { tags[place].text += text }
            rest = rest[rest.index(after: start)...]
            if rest.first == "/" {
                let name = String(rest.dropFirst().prefix { $0 != ">" })
                rest = rest.drop { $0 != ">" }.dropFirst()
                outline.append("/" + name)
                if let last = open.popLast(), tags[last].name == name { continue }
                problems.append("</\(name)> closes nothing, tag \(tags.count)")
            } else {
                readStartTag(&rest)
            }
        }
        for place in open { problems.append("<\(tags[place].name)> is not closed") }
    }

    private mutating func readStartTag(_ rest: inout Substring) {
        let name = String(rest.prefix { $0.isLetter || $0.isNumber })
        rest = rest.dropFirst(name.count)
        if name.isEmpty { problems.append("a bare < before \(rest.prefix(20))") }
        var attributes: [String: String] = [:]
        while rest.first == " " {
            rest = rest.dropFirst()
            let key = String(rest.prefix { $0.isLetter || $0 == "-" })
            rest = rest.dropFirst(key.count)
            if key.isEmpty { break }
            if attributes[key] != nil { problems.append("\(key) stands twice in <\(name)>") }
            attributes[key] = ""
            guard rest.hasPrefix("=\"") else { continue }
            rest = rest.dropFirst(2)
            let value = rest.prefix { $0 != "\"" }
            if value.contains("<") { problems.append("a bare < in \(key) of <\(name)>") }
            attributes[key] = String(value)
            rest = rest[value.endIndex...].dropFirst()
        }
        if name == "br" || name == "hr" || name == "img", rest.hasPrefix(" />") || rest.hasPrefix("/>") {
            rest = rest.drop { $0 != ">" }
        }
        if rest.first == ">" {
            rest = rest.dropFirst()
        } else {
            problems.append("<\(name)> is malformed at \(rest.prefix(20))")
        }
        tags.append(Tag(name: name, attributes: attributes))
        outline.append(name)
        if !Self.void.contains(name) { open.append(tags.count - 1) }
        if name == "style", let end = rest.firstRange(of: "</style>") {
            tags[tags.count - 1].text = String(rest[..<end.lowerBound])
            rest = rest[end.lowerBound...]
        }
    }

    func all(_ name: String) -> [Tag] { tags.filter { $0.name == name } }

    func withClass(_ name: String) -> [Tag] {
        tags.filter { $0.attributes["class"]?.split(separator: " ").contains { $0 == name } == true }
    }

    var ids: [String] { tags.compactMap { $0.attributes["id"] } }
}
