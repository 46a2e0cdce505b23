@preconcurrency import CEdit
import Files
import Foundation

/// Reads lines that a person types, with editing, history and completion by libedit. From a pipe or a file it
/// reads plain lines, without a prompt.
///
/// A line that ends in `\` continues in the next one. The program has a handler for Ctrl-C's signal; the signal
/// ends reading and discards the line.
package final class LineReader {
    /// The result of reading.
    package enum Line: Equatable {
        case text(String)
        /// Ctrl-C: the line is discarded.
        case abandoned
        /// Ctrl-D, or the end of the file.
        case end
    }

    package var prompt: String
    private let historyPath: String?
    private let isInteractive: Bool
    private let wasInterrupted: () -> Bool
    private var lastLine: String?

    /// The number of lines in the history.
    package static let historyLength: Int32 = 1_000

    /// - Parameters:
    ///   - historyPath: A file that is read now and written by `saveHistory`; nil for no history.
    ///   - wasInterrupted: Whether Ctrl-C was pressed since the last call.
    ///   - completions: The possible completions of the unfinished word, given the text before it and the word.
    ///     A blank follows unless `goesOn`
    ///     is true.
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
        // Reading from a pipe would wait for it.
        if let historyPath, FileKind.isRegular(historyPath) { read_history(historyPath) }
        rl_attempted_completion_function = complete
        // By default, `@` and `$` would end a word.
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
            // The cursor is still after the prompt.
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

    /// Writes the history to its file, which only this user can read. If that fails, nothing happens.
    package func saveHistory() {
        guard isInteractive, let historyPath else { return }
        let folder = URL(fileURLWithPath: historyPath).deletingLastPathComponent()
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard let target = try? AtomicFile.target(of: historyPath) else { return }
        let temporary = "\(target).\(AtomicFile.uniqueName()).tmp"
        // libedit keeps the permissions of a file that is there.
        guard (try? AtomicFile.createPrivate([], at: temporary)) != nil else { return }
        guard write_history(temporary) == 0, (try? AtomicFile.move(temporary, to: target)) != nil else {
            unlink(temporary)
            return
        }
    }

    /// Even if no language is set, the terminal may send characters beyond ASCII.
    private static func useUTF8() {
        setlocale(LC_CTYPE, "")
        let encoding = nl_langinfo(Int32(CODESET)).map { String(cString: $0) }
        if encoding != "UTF-8" { setlocale(LC_CTYPE, "C.UTF-8") }
    }
}

/// State for libedit's callbacks, which are plain C functions. A process has one terminal.
private enum Editing {
    nonisolated(unsafe) static var completions: (String, String) -> (words: [String], goesOn: Bool) = { _, _ in
        ([], false)
    }
    /// The text of earlier lines that continue in this one.
    nonisolated(unsafe) static var linesBefore = ""
    /// It is used as long as the process lives.
    nonisolated(unsafe) static let wordBreaks = UnsafePointer(strdup(" \t\"'"))
    nonisolated(unsafe) static var candidates: [String] = []
    nonisolated(unsafe) static var nextCandidate = 0
}

/// The completions of the word at the cursor, in libedit's form.
private func complete(
    _ text: UnsafePointer<CChar>?, _ start: Int32, _ end: Int32
) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    // Otherwise libedit would continue with file names.
    rl_attempted_completion_over = 1
    guard let text else { return nil }
    let line = rl_line_buffer.map { String(cString: $0) } ?? ""
    // libedit's positions count characters, not bytes.
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
