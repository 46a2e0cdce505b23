import Mathematics

/// The markup before a formula's annotation, without `<math>` and `<semantics>`.
func body(_ tex: String, display: Bool = false) throws(FormulaError) -> String {
    let xml = try Formula(tex, display: display).mathML
    let start = xml.range(of: "<semantics>").upperBound
    let end = xml.range(of: "<annotation").lowerBound
    return String(xml[start..<end])
}

extension String {
    /// The first occurrence of a text.
    func range(of text: String) -> Range<String.Index> {
        var start = startIndex
        while !self[start...].hasPrefix(text) { start = index(after: start) }
        return start..<index(start, offsetBy: text.count)
    }
}

/// What is wrong with a text as XML of MathML Core's elements; nil if it is right.
func fault(inMarkup xml: String) -> String? {
    let counts = [
        "mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "mover": 2, "munderover": 3,
    ]
    let leaves: Set = ["mi", "mn", "mo", "mtext", "annotation"]
    let others: Set = ["math", "semantics", "mrow", "msqrt", "mtable", "mtr", "mtd", "mpadded", "mphantom", "mstyle"]
    var open: [(name: String, children: Int)] = []
    var rest = Substring(xml)
    while let character = rest.first {
        guard character == "<" else {
            let text = rest.prefix { $0 != "<" }
            rest = rest.dropFirst(text.count)
            guard let parent = open.last, leaves.contains(parent.name) else {
                return "text `\(text)` outside of a leaf"
            }
            for entity in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
                guard ["amp;", "lt;", "gt;", "#"].contains(where: entity.hasPrefix) else { return "a bare ampersand" }
            }
            continue
        }
        guard let end = rest.firstIndex(of: ">") else { return "an open tag" }
        var tag = rest[rest.index(after: rest.startIndex)..<end]
        rest = rest[rest.index(after: end)...]
        if tag.first == "/" {
            guard let last = open.popLast(), last.name == tag.dropFirst() else { return "</\(tag.dropFirst())>" }
            if let count = counts[last.name], last.children != count {
                return "\(last.children) children of \(last.name)"
            }
            continue
        }
        let isEmpty = tag.last == "/"
        if isEmpty { tag = tag.dropLast() }
        let name = String(tag.prefix { $0 != " " })
        let quotes = tag.count { $0 == "\"" }
        guard quotes == 2 * tag.count(where: { $0 == "=" }), !tag.contains("<") else { return "attributes of <\(tag)>" }
        guard counts[name] != nil || leaves.contains(name) || others.contains(name) || (name == "mspace" && isEmpty)
        else {
            return "<\(name)> is not MathML Core"
        }
        if let parent = open.last, leaves.contains(parent.name) { return "<\(name)> inside of a leaf" }
        if !open.isEmpty { open[open.count - 1].children += 1 }
        if !isEmpty { open.append((name, 0)) }
    }
    return open.isEmpty ? nil : "<\(open[0].name)> is not closed"
}

/// A small random number generator that gives the same numbers each time.
struct Dice: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
