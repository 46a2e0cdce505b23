extension Notebook {
    /// Where a block stands in the file, in lines counted from 1.
    package struct BlockLines: Sendable, Equatable {
        /// All of it.
        package var all: Range<Int>
        /// What one edits: of a fence what stands between its ends, of everything else all of it.
        package var text: Range<Int>
    }

    /// The lines of a block, by its place.
    package func lines(ofBlock place: Int) -> BlockLines {
        switch blocks[place] {
        case .prose(let prose):
            let count = prose.markdown.split(separator: "\n", omittingEmptySubsequences: false).count
            let range = prose.range.start.line..<prose.range.start.line + count
            return BlockLines(all: range, text: range)
        case .section(let section):
            let first = section.range.start.line
            // A heading that is underlined has two lines.
            let isOneLine = lines[first - 1].drop { $0 == " " }.first == "#"
            let range = first..<first + (isOneLine ? 1 : 2)
            return BlockLines(all: range, text: range)
        case .literal(let literal): return fence(at: literal.range.start.line)
        case .cell(let cell): return fence(at: cell.range.start.line)
        }
    }

    private func fence(at first: Int) -> BlockLines {
        let opening = lines[first - 1].drop { $0 == " " }
        let mark = opening.first ?? "`"
        let width = opening.prefix { $0 == mark }.count
        let end = lines.indices.dropFirst(first).first { index in
            let line = lines[index].drop { $0 == " " }
            let marks = line.prefix { $0 == mark }.count
            return marks >= width && line.dropFirst(marks).allSatisfy { $0 == " " || $0 == "\t" }
        }
        let last = end ?? lines.count
        return BlockLines(all: first..<min(last + 2, lines.count + 1), text: first + 1..<last + 1)
    }
}
