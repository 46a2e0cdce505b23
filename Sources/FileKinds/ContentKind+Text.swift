extension ContentKind {
    /// Guesses the format of a text that a reader could not parse: JSON, JSON Lines, CoNLL columns, comma-separated values.
    ///
    /// Nil if the format is not clear. Use it only after reading has failed: a sentence may begin with a brace.
    package init?(text bytes: some Collection<UInt8>) {
        let head = Array(bytes.prefix(Self.headLength))
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        var lines = head.dropFirst(head.starts(with: mark) ? 3 : 0)
            .split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).map(Self.trimmed).filter { !$0.isEmpty }
        // The last line may be cut off, because only the head of the file was read.
        if head.count == Self.headLength, lines.count > 1 { lines.removeLast() }
        guard let first = lines.first else { return nil }
        let check = "Check which file is named for which data."
        if Self.isJSON(lines) {
            let next = lines.dropFirst().first?.first
            let isOneALine = first.last == UInt8(ascii: "}") && next == first.first
            self =
                isOneALine
                ? ContentKind(
                    "JSON Lines, one object per line",
                    "Write it in the required format, for example with Python's pandas.")
                : ContentKind("JSON", check)
        } else if first.elementsEqual("---".utf8) {
            self.init("a text with YAML at its head, like a notebook", check)
        } else if Self.isCoNLL(lines) {
            self.init("CoNLL columns", check)
        } else if let separator = Self.separator(lines) {
            self.init(
                "a table of values between \(separator)",
                "Write it in the required format, for example with Python's pandas.")
        } else {
            return nil
        }
    }

    /// Whether a text begins with a bracket, followed by something that JSON allows there.
    private static func isJSON(_ lines: [ArraySlice<UInt8>]) -> Bool {
        guard let first = lines.first, [UInt8(ascii: "{"), UInt8(ascii: "[")].contains(first.first) else {
            return false
        }
        let next = first.dropFirst().first { $0 > 0x20 } ?? lines.dropFirst().first?.first
        return next.map("\"{[}]-0123456789tfn".utf8.contains) ?? false
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let start = line.drop { $0 <= 0x20 }
        let end = start.lastIndex { $0 > 0x20 }
        return end.map { start[start.startIndex...$0] } ?? []
    }

    /// Whether most lines are words that end with an IOB tag.
    private static func isCoNLL(_ lines: [ArraySlice<UInt8>]) -> Bool {
        let tagged = lines.filter { line in
            let columns = line.split { $0 == 0x20 || $0 == 0x09 }
            guard columns.count > 1, let tag = columns.last else { return false }
            return tag.elementsEqual("O".utf8)
                || (tag.count > 2 && [UInt8(ascii: "B"), UInt8(ascii: "I")].contains(tag[tag.startIndex])
                    && tag[tag.startIndex + 1] == UInt8(ascii: "-"))
        }
        return tagged.count * 2 > lines.count
    }

    /// The separator that gives the same number of values in each of the first lines.
    private static func separator(_ lines: [ArraySlice<UInt8>]) -> String? {
        let some = lines.prefix(8)
        guard some.count > 1 else { return nil }
        for (byte, name) in [(UInt8(ascii: ","), "commas"), (0x09, "tabs"), (UInt8(ascii: ";"), "semicolons")] {
            let counts = some.map { $0.reduce(0) { $0 + ($1 == byte ? 1 : 0) } }
            if let least = counts.min(), least > 0, least == counts[0] { return name }
        }
        return nil
    }
}
