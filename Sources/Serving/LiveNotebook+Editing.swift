import Execution
import Files
import Foundation
import Notebooks
import Reporting

/// The text of a block, as a page edits it.
struct BlockText: Codable, Sendable {
    /// The state of the file that the text is from.
    var source: String
    /// Its lines in that state, counted from 1; `end` is the line after the last.
    var first: Int
    var end: Int
    var text: String
}

/// Whether a text was saved.
struct SaveResult: Codable, Sendable {
    var isSaved: Bool
    /// The text that is in the file now, if somebody else has changed it. Nothing was written then.
    var theirs: BlockText?
    /// Any other reason why nothing was written.
    var error: String?
}

/// The errors that a notebook would have if a text were saved.
struct CheckResult: Codable, Sendable {
    /// The errors in the text, as HTML with carets; empty if there are none.
    var html: String
    /// The number of errors elsewhere.
    var others: Int
}

extension LiveNotebook {
    /// The text of a block, by its place; nil if there is no such block any more.
    ///
    /// - Parameter isWhole: Whether the lines of a fence belong to it.
    func text(ofBlock place: Int, isWhole: Bool) -> BlockText? {
        guard notebook.blocks.indices.contains(place) else { return nil }
        let lines = notebook.lines(ofBlock: place)
        return text(isWhole ? lines.all : lines.text, of: files.latest)
    }

    private func text(_ lines: Range<Int>, of file: NotebookFile) -> BlockText {
        BlockText(source: file.id, first: lines.lowerBound, end: lines.upperBound, text: file.text(lines))
    }

    /// Writes a text to the file, unless somebody else has changed the lines that it replaces.
    ///
    /// The file is read again first, so that a change that an editor has saved elsewhere in it is kept.
    ///
    /// - Parameter runs: Whether the cells of the text run then, whatever they are called.
    func save(_ edit: BlockText, runs: Bool = false) -> SaveResult {
        guard let base = files[edit.source], let range = edit.range(in: base) else {
            return SaveResult(
                isSaved: false,
                error: "The file has changed too often since this text was opened. Copy the text, discard it, and edit "
                    + "the block again.")
        }
        do {
            let input = try InputFile(served.path, limit: InputFile.Limit.text)
            let now = NotebookFile(bytes: try input.bytes())
            let place = base.place(of: range, in: now)
            guard place.isSame else {
                // The page shows both texts, and continues from the one in the file.
                readIfChanged()
                files.keep(now)
                startNext()
                return SaveResult(isSaved: false, theirs: text(place.range, of: now))
            }
            let new = now.replacing(place.range, with: edit.text)
            if new != now {
                try AtomicFile.checkReplaceable(served.path)
                guard FileStamp(path: served.path) == input.stamp else {
                    return SaveResult(isSaved: false, error: "Another program is writing the file. Save again.")
                }
                try AtomicFile.write(new.bytes, to: served.path)
            }
            readIfChanged()
            if runs, !runsOnSave {
                let end = place.range.upperBound + new.lineCount - now.lineCount
                // The file may have changed once more.
                let lines = new.place(of: place.range.lowerBound..<end, in: files.latest).range
                _ = run(notebook.cells(in: lines), inSection: nil, isFresh: false)
            }
            startNext()
            return SaveResult(isSaved: true)
        } catch {
            return SaveResult(
                isSaved: false,
                error: "\(served.path) can't be written: \(error.cause). Nothing was saved, and the "
                    + "text stays open here. Make the file and its folder writable, then save again.")
        }
    }

    /// The errors that the notebook would have with a text.
    func check(_ edit: BlockText) -> CheckResult {
        guard let base = files[edit.source], let range = edit.range(in: base) else {
            return CheckResult(html: "", others: 0)
        }
        let new = base.replacing(range, with: edit.text)
        let source = SourceText(path: served.path, contents: String(decoding: new.bytes, as: UTF8.self))
        let all = Plan.read(
            source, overrides: served.overrides(assignments), registry: served.practical.registry,
            environment: served.environment()
        ).diagnostics
        let count = edit.text.split(separator: "\n", omittingEmptySubsequences: false).count
        let inside = all.filter { diagnostic in
            diagnostic.range.start.file == served.path
                && (range.lowerBound - 1...range.lowerBound + count).contains(diagnostic.range.start.line)
        }
        return CheckResult(
            html: LiveControls.errors(Diagnostics(inside).texts),
            others: all.count { $0.severity == .error } - inside.count { $0.severity == .error })
    }
}

extension BlockText {
    /// Its lines; nil if the file does not have them.
    fileprivate func range(in file: NotebookFile) -> Range<Int>? {
        guard first >= 1, end >= first, end <= file.lineCount + 1 else { return nil }
        return first..<end
    }
}
