import Files
import Foundation

/// A notebook's bytes at one time. Saving changes the lines that were edited and no other byte.
///
/// Lines are counted from 1 and end with `\n`, `\r\n` or `\r`, as in `SourceText`. They are compared byte by byte: two ways to write
/// the same letter are two texts.
package struct NotebookFile: Sendable, Equatable {
    package let bytes: [UInt8]
    /// Identifies this state of the file.
    package let id: String
    /// The lines with their ends, without the byte order mark.
    private let lines: [ArraySlice<UInt8>]

    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    package init(bytes: [UInt8]) {
        self.bytes = bytes
        id = String(SHA256.hash(bytes).hexadecimal.prefix(16))
        lines = Self.lines(of: bytes.starts(with: Self.mark) ? bytes.dropFirst(Self.mark.count) : bytes[...])
    }

    package static func == (one: NotebookFile, other: NotebookFile) -> Bool { one.bytes == other.bytes }

    package var lineCount: Int { lines.count }

    /// Lines of the text without their ends, separated by `\n`.
    package func text(_ range: Range<Int>) -> String {
        lines(in: range).map { String(decoding: Self.content($0), as: UTF8.self) }.joined(separator: "\n")
    }

    /// The file with a text in the place of some lines.
    ///
    /// A line that the text repeats keeps its bytes, so that an unchanged text changes nothing. A changed line keeps its end. Lines that
    /// are added end like the first line that was there.
    package func replacing(_ range: Range<Int>, with text: String) -> NotebookFile {
        let old = lines(in: range)
        guard !text.utf8.elementsEqual(self.text(range).utf8) else { return self }
        let texts = text.isEmpty ? [] : Self.texts(of: text)
        let before = lines[..<(range.lowerBound - 1)]
        let after = lines[(range.upperBound - 1)...]
        let end = (Array(old) + before.reversed() + after).lazy.map(Self.end).first { !$0.isEmpty } ?? [0x0A]
        // The old line whose bytes a new line keeps.
        var kept: [Int: Int] = [:]
        let oldTexts = old.map { Array(String(decoding: Self.content($0), as: UTF8.self).utf8)[...] }
        for (place, later) in Self.places(of: oldTexts, in: texts).enumerated() {
            if let later { kept[later] = old.startIndex + place }
        }
        var new = texts.enumerated().map { place, text in
            if let line = kept[place] { return old[line] }
            let ownEnd = texts.count == old.count ? Self.end(old[old.startIndex + place]) : end
            return text + (ownEnd.isEmpty ? end : ownEnd)
        }
        let hasNoEnd = lines.last.map { Self.end($0).isEmpty } ?? false
        if after.isEmpty, hasNoEnd, let last = new.indices.last, kept[last] == nil { new[last] = texts[last] }
        var all = Array(before) + new + after
        // Only the last line of a file can be without an end.
        for place in all.indices.dropLast() where Self.end(all[place]).isEmpty { all[place] += end }
        let start = bytes.starts(with: Self.mark) ? Self.mark : []
        return NotebookFile(bytes: all.reduce(into: start) { $0 += $1 })
    }

    /// Finds lines of this file in a later state of it, and says whether they are still the same there.
    package func place(of range: Range<Int>, in later: NotebookFile) -> (range: Range<Int>, isSame: Bool) {
        let kept = places(in: later)
        let (first, end) = (range.lowerBound - 1, range.upperBound - 1)
        let before = kept[..<first].last { $0 != nil } ?? nil
        let after = kept[end...].first { $0 != nil } ?? nil
        let inside = kept[first..<end].compactMap(\.self)
        if inside.count == range.count, let new = inside.first, let last = inside.last, last - new == range.count - 1 {
            return (new + 1..<last + 2, true)
        }
        // What stands now between the lines around it.
        let start = before.map { $0 + 1 } ?? 0
        let stop = max(start, after ?? later.lines.count)
        return range.isEmpty ? (start + 1..<start + 1, true) : (start + 1..<stop + 1, false)
    }

    /// For each line, counted from 0, its place in a later state; nil for a line that is not in it. Other line ends are no change.
    package func places(in later: NotebookFile) -> [Int?] {
        Self.places(of: lines.map(Self.content), in: later.lines.map(Self.content))
    }

    private static func places(of old: [ArraySlice<UInt8>], in new: [ArraySlice<UInt8>]) -> [Int?] {
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var next = 0
        return old.indices.map { index in
            if removed.contains(index) { return nil }
            while inserted.contains(next) { next += 1 }
            next += 1
            return next - 1
        }
    }

    // MARK: Lines

    private func lines(in range: Range<Int>) -> ArraySlice<ArraySlice<UInt8>> {
        lines[range.lowerBound - 1..<range.upperBound - 1]
    }

    /// The lines with their ends. After the last end there is no further line.
    private static func lines(of bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var rest = bytes
        while let end = rest.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) {
            let isPair = rest[end] == 0x0D && end + 1 < rest.endIndex && rest[end + 1] == 0x0A
            lines.append(rest[...(isPair ? end + 1 : end)])
            rest = rest[(isPair ? end + 2 : end + 1)...]
        }
        return rest.isEmpty ? lines : lines + [rest]
    }

    /// The lines of a typed text without their ends. After the last end there is one more line, which may be empty.
    private static func texts(of text: String) -> [ArraySlice<UInt8>] {
        let lines = lines(of: Array(text.utf8)[...])
        let endsOpen = lines.last.map { end($0).isEmpty } ?? false
        return lines.map(content) + (endsOpen ? [] : [[]])
    }

    private static func content(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> { line.dropLast(end(line).count) }

    private static func end(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        line.suffix(2) == [0x0D, 0x0A] ? line.suffix(2) : [0x0A, 0x0D].contains(line.last) ? line.suffix(1) : []
    }
}
