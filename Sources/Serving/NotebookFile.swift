import Files
import Foundation
import Notebooks

/// A notebook's bytes at one time, as lines with their ends: what is saved changes the lines that were edited and no other byte.
package struct NotebookFile: Sendable, Equatable {
    /// Lines with what ends them.
    package let lines: [String]
    /// What stands for this state of the file.
    package let id: String
    /// Before the first line.
    private let hasMark: Bool

    package init(bytes: [UInt8]) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        hasMark = bytes.starts(with: mark)
        id = String(SHA256.hash(Data(bytes)).hexadecimal.prefix(16))
        var lines: [String] = []
        var start = hasMark ? mark.count : 0
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            guard byte == 0x0A || byte == 0x0D else { continue }
            if byte == 0x0D, index < bytes.count, bytes[index] == 0x0A { index += 1 }
            lines.append(String(decoding: bytes[start..<index], as: UTF8.self))
            start = index
        }
        if start < bytes.count { lines.append(String(decoding: bytes[start...], as: UTF8.self)) }
        self.lines = lines
    }

    package var bytes: [UInt8] { (hasMark ? [0xEF, 0xBB, 0xBF] : []) + Array(lines.joined().utf8) }

    /// Lines of the text without their ends, counted from 1.
    package func text(_ range: Range<Int>) -> String {
        lines[range.lowerBound - 1..<range.upperBound - 1].map(Self.withoutEnd).joined(separator: "\n")
    }

    /// The file with other lines in the place of some, counted from 1.
    package func replacing(_ range: Range<Int>, with text: String) -> NotebookFile {
        let end = lines.first.map { String($0.dropFirst(Self.withoutEnd($0).count)) } ?? "\n"
        var new =
            text.isEmpty ? [] : text.split(separator: "\n", omittingEmptySubsequences: false).map { "\($0)\(end)" }
        var before = Array(lines[..<(range.lowerBound - 1)])
        let after = lines[(range.upperBound - 1)...]
        // A last line may have no end.
        if let last = before.last, !new.isEmpty, Self.withoutEnd(last) == last { before[before.count - 1] += end }
        if after.isEmpty, let last = lines.last, Self.withoutEnd(last) == last, let text = new.popLast() {
            new.append(Self.withoutEnd(text))
        }
        var file = (hasMark ? [0xEF, 0xBB, 0xBF] : []) as [UInt8]
        for line in before + new + after { file += Array(line.utf8) }
        return NotebookFile(bytes: file)
    }

    /// Where lines of this file are in a later state of it, counted from 1, and whether they are still the same there.
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

    /// For each line its place in a later state; nil for those that are not in it.
    private func places(in later: NotebookFile) -> [Int?] {
        let difference = later.lines.map(Self.withoutEnd).difference(from: lines.map(Self.withoutEnd))
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var next = 0
        return lines.indices.map { index in
            if removed.contains(index) { return nil }
            while inserted.contains(next) { next += 1 }
            next += 1
            return next - 1
        }
    }

    private static func withoutEnd(_ line: String) -> String {
        var scalars = line.unicodeScalars[...]
        while let last = scalars.last, last == "\n" || last == "\r" { scalars.removeLast() }
        return String(scalars)
    }
}
