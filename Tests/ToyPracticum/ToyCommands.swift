import ArgumentParser
import Execution
import Foundation
import Outputs

private let text = Slot<String>("text")
private let counts = Slot<[String: Int]>("counts")

/// Reads a file into the session.
struct ReadCommand: NotebookCommand {
    static let configuration = CommandConfiguration(commandName: "read", abstract: "Read a text.")
    static let examples = ["read text.txt"]

    @Argument(help: "A file.") var file: String

    var slots: SlotUse { SlotUse(writes: [text.name]) }
    var namedPaths: [NamedPath] { [NamedPath(file, use: .read)] }
    var assets: [any RemoteAsset] { file == Poem.file ? [Poem()] : [] }

    func fingerprints(in environment: any PlanEnvironment) throws -> [Fingerprint] {
        [Fingerprint(name: file, digest: try environment.digest(ofFile: file))]
    }

    func execute(in context: any CommandContext) throws {
        let contents = try String(contentsOfFile: file, encoding: .utf8)
        try context.write(text, contents)
        context.fact("prepared", "\(ToyPracticum.preparations.value)")
        context.show(.text("\(contents.count) characters"))
    }
}

/// Counts letters.
struct CountCommand: NotebookCommand {
    static let configuration = CommandConfiguration(commandName: "count", abstract: "Count the letters of the text.")
    static let examples = ["count"]

    @Option(help: "Letters to show.") var most = 3

    var slots: SlotUse { SlotUse(reads: [text.name], writes: [counts.name]) }

    func execute(in context: any CommandContext) throws {
        let letters = try context.read(text).lowercased().filter(\.isLetter)
        let found = letters.reduce(into: [String: Int]()) { $0[String($1), default: 0] += 1 }
        try context.write(counts, found)
        let order = found.sorted { (-$0.value, $0.key) < (-$1.value, $1.key) }.prefix(most)
        context.show(
            .table(
                Table(
                    caption: "Letters", columns: ["letter", "count"],
                    rows: order.map { [$0.key, "\($0.value)"] } + [["all", "\(letters.count)"]], summaryRowCount: 1)))
        context.show(
            .series(
                StepSeries(
                    steps: Array(1...3), groups: .init(name: "side", values: ["left", "right", "left"]),
                    columns: [.init(name: "loss", values: [2, 1.5, 0.25], isByGroup: true)])))
        context.show(
            .metrics([
                Metric(
                    name: "letters.count", label: "Letters", value: Double(letters.count), style: .count,
                    isKeyFigure: true)
            ]))
    }
}

/// Marks a word.
struct MarkCommand: NotebookCommand {
    static let configuration = CommandConfiguration(commandName: "mark", abstract: "Mark a word in the text.")
    static let examples = ["mark tower"]

    @Argument(help: "A word.") var word: String

    var slots: SlotUse { SlotUse(reads: [text.name, counts.name]) }

    func execute(in context: any CommandContext) throws {
        let contents = try context.read(text)
        guard let range = contents.firstRange(of: word) else {
            throw ValidationError("there is no '\(word)' in the text. Write one of its words.")
        }
        let scalars = contents.unicodeScalars
        let start = scalars.distance(from: scalars.startIndex, to: range.lowerBound)
        let letters = try context.read(counts).count
        context.show(
            .markedTexts([
                MarkedText(
                    title: "Where is it?", lines: [.init("Found", word, note: "\(letters) letters")], text: contents,
                    marks: [.init(start: start, end: start + word.unicodeScalars.count, label: "WORD")])
            ]))
    }
}

/// Takes some time, reports its progress, and continues where it was stopped.
struct StudyCommand: NotebookCommand {
    static let configuration = CommandConfiguration(commandName: "study", abstract: "Study the text, page by page.")
    static let examples = ["study"]
    static let takesLong = true

    @Option(help: "How many pages there are.") var pages = 50
    @Option(help: "How long a page takes.") var milliseconds = 20

    var slots: SlotUse { SlotUse(reads: [text.name]) }
    var argumentsInNoKey: Set<String> { ["milliseconds"] }

    func execute(in context: any CommandContext) throws {
        let saved = try context.savedProgress()?["page"].flatMap { try? String(contentsOfFile: $0, encoding: .utf8) }
        let first = saved.flatMap { Int($0) } ?? 0
        for page in first..<pages {
            do {
                try context.checkCancellation()
            } catch {
                try context.saveProgress(note: "at page \(page) of \(pages)") { folder in
                    try "\(page)".write(toFile: "\(folder)/page", atomically: true, encoding: .utf8)
                }
                throw error
            }
            usleep(UInt32(milliseconds * 1000))
            context.report(
                WorkProgress(
                    done: page + 1, total: pages, unit: "pages", rate: 1000 / Double(milliseconds), rateUnit: "pages",
                    loss: 1 / Double(page + 1), task: page % 2 == 0 ? "left" : "right",
                    secondsLeft: Double((pages - page - 1) * milliseconds) / 1000))
        }
        context.show(.text("Studied \(pages) pages, \(first) of them before."))
    }
}

/// A text that is fetched from a library, in two parts.
struct Poem: RemoteAsset {
    static let file = "poem.txt"

    let name = "poem"
    let noun = "text"
    var isHere: Bool { FileManager.default.fileExists(atPath: Self.file) }
    var standIn: String? { nil }

    func offer(isCancelled: @escaping () -> Bool) throws -> AssetOffer {
        guard let library = ProcessInfo.processInfo.environment["TOY_LIBRARY"] else {
            throw ValidationError("the library is closed. Set TOY_LIBRARY.")
        }
        let text = try String(contentsOfFile: library, encoding: .utf8)
        return AssetOffer(source: "the library", bytes: text.utf8.count, licence: "public domain") { progress, _ in
            let total = text.utf8.count
            func report(_ done: Int) {
                progress(
                    WorkProgress(
                        done: done, total: total, unit: WorkProgress.bytes, rate: 10, task: "poem",
                        secondsLeft: Double(total - done) / 10))
            }
            report(total / 2)
            try text.write(toFile: Self.file, atomically: true, encoding: .utf8)
            report(total)
        }
    }
}
