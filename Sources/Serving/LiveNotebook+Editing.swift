import Execution
import Files
import Foundation
import Notebooks
import Reporting

/// The text of a block, as a page edits it.
struct BlockText: Codable, Sendable {
    /// The state of the file that it is of.
    var source: String
    /// Lines of that state, counted from 1; `end` is behind the last.
    var first: Int
    var end: Int
    var text: String
}

/// What came of saving a text.
struct SaveResult: Codable, Sendable {
    var isSaved: Bool
    /// What stands there now, where that was changed by somebody else. Nothing was written then.
    var theirs: BlockText?
    /// What went wrong otherwise.
    var error: String?
}

/// What is wrong with a notebook if a text were saved.
struct CheckResult: Codable, Sendable {
    /// In the text, as HTML with carets; empty where nothing is wrong with it.
    var html: String
    /// How many errors there are elsewhere.
    var others: Int
}

extension LiveNotebook {
    /// The text of a block, by its place; nil for one that is not there any more.
    func text(ofBlock place: Int, isWhole: Bool) -> BlockText? {
        guard notebook.blocks.indices.contains(place) else { return nil }
        let lines = notebook.lines(ofBlock: place)
        return text(isWhole ? lines.all : lines.text)
    }

    /// The text of the front matter, with its rules.
    private func text(_ lines: Range<Int>) -> BlockText {
        BlockText(source: file.id, first: lines.lowerBound, end: lines.upperBound, text: file.text(lines))
    }

    /// Puts a text into the file, where nobody else has changed what it takes the place of.
    ///
    /// The file is read again, so that what an editor has saved meanwhile elsewhere in it stays.
    func save(_ edit: BlockText) -> SaveResult {
        guard let base = state(edit.source), let range = edit.range(in: base) else {
            return SaveResult(isSaved: false, error: "This text is of a state of the file that is no longer known.")
        }
        do {
            let input = try InputFile(served.path, limit: InputFile.Limit.text)
            let now = NotebookFile(bytes: try input.bytes())
            let place = base.place(of: range, in: now)
            guard place.isSame else {
                // The page shows both, and goes on from what stands there now.
                read()
                change()
                let theirs = BlockText(
                    source: now.id, first: place.range.lowerBound, end: place.range.upperBound,
                    text: now.text(place.range))
                return SaveResult(isSaved: false, theirs: theirs)
            }
            let new = now.replacing(place.range, with: edit.text)
            guard new != now else { return SaveResult(isSaved: true) }
            guard FileStamp(path: served.path) == input.stamp else {
                return SaveResult(isSaved: false, error: "The file is being written. Save once more.")
            }
            try AtomicFile.write(new.bytes, to: served.path)
            wrote()
            return SaveResult(isSaved: true)
        } catch {
            return SaveResult(isSaved: false, error: "\(error)")
        }
    }

    /// What would be wrong with the notebook.
    func check(_ edit: BlockText) -> CheckResult {
        guard let base = state(edit.source), let range = edit.range(in: base) else {
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

    /// What other values of the parameters would make stale, as HTML.
    func preview(_ assignments: [String]) -> String {
        let read = Plan.read(
            SourceText(path: served.path, lines: notebook.lines), overrides: served.overrides(assignments),
            registry: served.practical.registry, environment: served.environment())
        guard let plan = read.plan else {
            return LiveControls.errors(Diagnostics(read.diagnostics.filter { $0.severity == .error }).texts)
        }
        let store =
            Store.exists(at: served.storeFolder)
            ? try? Store(folder: served.storeFolder, isForReading: true) : nil
        var memory: NotebookMemory?
        if case .found(let found)? = store?.memory(notebook: served.path, profile: served.overrides.profile) {
            memory = found
        }
        let assessment = Assessment(
            keys: PlanKeys(plan: plan, storages: served.practical.registry.storages, store: store), store: store,
            memory: memory, outputFolder: served.outputFolder)
        return LiveControls.preview(causes: assessment.causes(), in: plan)
    }
}

extension BlockText {
    /// Its lines, where the file has them.
    fileprivate func range(in file: NotebookFile) -> Range<Int>? {
        guard first >= 1, end >= first, end <= file.lines.count + 1 else { return nil }
        return first..<end
    }
}
