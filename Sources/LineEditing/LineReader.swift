@preconcurrency import CEdit
import Files
import Foundation

/// Reads lines from a person, with editing, history and completion by libedit; from a pipe or a file plainly, without a prompt.
///
/// A line that ends in `\` goes on in the next one. The program has a handler for the signal of Ctrl-C: reading ends then, and
/// the line is abandoned.
package final class LineReader {
    /// What reading gave.
    package enum Line: Equatable {
        case text(String)
        /// Ctrl-C: the line is given up.
        case abandoned
        /// Ctrl-D, or the end of the file.
        case end
    }

    package var prompt: String
    private let historyPath: String?
    private let isInteractive: Bool
    private let wasInterrupted: () -> Bool
    private var lastLine: String?

    /// Lines that the history keeps.
    package static let historyLength: Int32 = 1_000

    /// - Parameters:
    ///   - historyPath: A file that is read now and written by `saveHistory`; nil to keep none.
    ///   - wasInterrupted: Whether Ctrl-C was pressed since it was asked last.
    ///   - completions: Words that may stand for the unfinished one, given all that was typed before it and that word; a blank
    ///     follows unless it goes on.
    package init(
        prompt: String, historyPath: String?, wasInterrupted: @escaping () -> Bool,
        completions: @escaping (_ line: String, _ word: String) -> (words: [String], goesOn: Bool)
    ) {
        self.prompt = prompt
        self.historyPath = historyPath
        self.wasInterrupted = wasInterrupted
        isInteractive = isatty(STDIN_FILENO) == 1
        guard isInteractive else { return }
        LineReader.useUTF8()
        Editing.completions = completions
        rl_initialize()
        using_history()
        stifle_history(LineReader.historyLength)
        // A pipe in its place would be waited for.
        if let historyPath, FileKind.isRegular(historyPath) { read_history(historyPath) }
        rl_attempted_completion_function = complete
        // Otherwise `@` and `$` would end a word.
        rl_basic_word_break_characters = Editing.wordBreaks
    }

    /// Waits for the next line.
    package func next() -> Line {
        var whole = ""
        while true {
            let part: String
            Editing.linesBefore = whole
            switch isInteractive ? edited(whole.isEmpty ? prompt : "… ") : plain() {
            case .text(let text): part = text
            case .end where !whole.isEmpty: return finish(whole)
            case let other: return other
            }
            guard part.hasSuffix("\\") else { return finish(whole + part) }
            whole += part.dropLast() + " "
        }
    }

    private func plain() -> Line { readLine().map { .text($0) } ?? .end }

    private func edited(_ prompt: String) -> Line {
        guard let line = readline(prompt) else {
            // The cursor stands behind the prompt still.
            _ = write(STDOUT_FILENO, "\n", 1)
            return wasInterrupted() ? .abandoned : .end
        }
        defer { free(line) }
        return .text(String(cString: line))
    }

    private func finish(_ line: String) -> Line {
        let isBlank = line.allSatisfy(\.isWhitespace)
        if isInteractive, !isBlank, line != lastLine {
            add_history(line)
            lastLine = line
        }
        return .text(line)
    }

    /// Writes the history to its file; one that can't be written is done without.
    package func saveHistory() {
        guard isInteractive, let historyPath else { return }
        let folder = URL(fileURLWithPath: historyPath).deletingLastPathComponent()
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard let target = try? AtomicFile.target(of: historyPath) else { return }
        let temporary = "\(target).\(AtomicFile.uniqueName()).tmp"
        guard write_history(temporary) == 0, (try? AtomicFile.move(temporary, to: target)) != nil else {
            unlink(temporary)
            return
        }
    }

    /// A terminal without a language set still types more than ASCII.
    private static func useUTF8() {
        setlocale(LC_CTYPE, "")
        let encoding = nl_langinfo(Int32(CODESET)).map { String(cString: $0) }
        if encoding != "UTF-8" { setlocale(LC_CTYPE, "C.UTF-8") }
    }
}

/// What libedit's callbacks reach: they are plain C functions, and a process has one terminal.
private enum Editing {
    nonisolated(unsafe) static var completions: (String, String) -> (words: [String], goesOn: Bool) = { _, _ in
        ([], false)
    }
    /// What was typed in lines before this one that go on in it.
    nonisolated(unsafe) static var linesBefore = ""
    /// It is asked for as long as the process lives.
    nonisolated(unsafe) static let wordBreaks = UnsafePointer(strdup(" \t\"'"))
    nonisolated(unsafe) static var candidates: [String] = []
    nonisolated(unsafe) static var nextCandidate = 0
}

/// The words that may stand for the one at the cursor, as libedit wants them.
private func complete(
    _ text: UnsafePointer<CChar>?, _ start: Int32, _ end: Int32
) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    // Without this it would go on to the names of files.
    rl_attempted_completion_over = 1
    guard let text else { return nil }
    let line = rl_line_buffer.map { String(cString: $0) } ?? ""
    // Its places count characters, not bytes.
    let before = String(String.UnicodeScalarView(line.unicodeScalars.prefix(Int(start))))
    let found = Editing.completions(Editing.linesBefore + before, String(cString: text))
    Editing.candidates = found.words
    rl_completion_append_character = found.goesOn ? 0 : Int32(UInt8(ascii: " "))
    return rl_completion_matches(text, nextCandidate)
}

private func nextCandidate(_ text: UnsafePointer<CChar>?, _ state: Int32) -> UnsafeMutablePointer<CChar>? {
    if state == 0 { Editing.nextCandidate = 0 }
    guard Editing.nextCandidate < Editing.candidates.count else { return nil }
    Editing.nextCandidate += 1
    return strdup(Editing.candidates[Editing.nextCandidate - 1])
}
