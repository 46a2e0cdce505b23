import ArgumentParser
import Execution
import Outputs

/// What decides whether a run fetches what is missing.
struct FetchingOptions: ParsableArguments {
    @Flag(help: "Fetch nothing: run with the models and data sets that are here.")
    var offline = false
}

/// Fetches what a notebook needs and this machine lacks, after it was said what that is.
struct AssetFetcher {
    /// Whether only what goes wrong is printed.
    var isQuiet = false

    /// Fetches those that are not here. One that something stands in for may fail: that is said, and the run goes on. What nothing stands
    /// in for and nobody wants to be fetched is left to the plan, which says where the notebook names it.
    ///
    /// - Throws: the exit status, after what went wrong was said.
    func obtain(_ assets: [any RemoteAsset]) throws {
        var unreachable: UnreachableSource?
        for asset in assets where !asset.isHere {
            do {
                if let unreachable, asset.standIn != nil { throw unreachable }
                try fetch(asset)
            } catch let error {
                if Interruption.process.isRequested { throw ExitStatus.interrupted }
                let isNew = unreachable == nil
                unreachable = unreachable ?? error as? UnreachableSource
                if unreachable?.isWanted == true { continue }
                guard let standIn = asset.standIn else {
                    StandardStream.error.write(wrapped: "error: \(asset.noun) \(asset.name): \("\(error)")\n")
                    throw ExitStatus.invalid
                }
                let reason = isNew ? ", which could not be fetched: \(error)" : ", too."
                StandardStream.error.write(
                    wrapped: "note: \("\(standIn)") takes the place of \(asset.name)\("\(reason)")\n")
            }
        }
    }

    /// Fetches one, and says beforehand from where, how much and under which licence.
    func fetch(_ asset: any RemoteAsset) throws {
        let offer = try asset.offer()
        say(
            "Fetching the \(asset.noun) \(asset.name): \(Format.bytes(offer.bytes)) from \(offer.source); "
                + "licence: \(offer.licence ?? "not stated there"). Ctrl-C stops it, and the next time goes on from there.\n"
        )
        let line = FetchLine(name: asset.name, isQuiet: isQuiet)
        defer { line.end() }
        try offer.fetch({ line.show($0) }, { Interruption.process.isRequested })
    }

    private func say(_ text: String) {
        if !isQuiet { StandardStream.error.write(wrapped: StyledText(text)) }
    }
}

/// The live line of a fetch; in a log a line for each tenth.
private final class FetchLine {
    private let name: String
    private let isQuiet: Bool
    private let style = StandardStream.error.style
    private var lastDraw = ContinuousClock.now - .seconds(1)
    private var lastTenth = -1
    private var isShown = false

    init(name: String, isQuiet: Bool) {
        self.name = name
        self.isQuiet = isQuiet
    }

    func show(_ progress: AssetProgress) {
        guard !isQuiet, progress.total > 0 else { return }
        let isDone = progress.done >= progress.total
        let share = Double(progress.done) / Double(progress.total)
        var parts = [
            name, "\(Int((100 * share).rounded(.down))) %",
            "\(Format.bytes(progress.done)) of \(Format.bytes(progress.total))",
        ]
        if let rate = progress.rate { parts.append("\(Format.bytes(Int(rate)))/s") }
        if !isDone, let left = progress.secondsLeft { parts.append("ETA \(Format.duration(left))") }
        let text = StyledText(parts.joined(separator: "  "))
        if style.isLive {
            guard isDone || lastDraw.duration(to: .now) >= .milliseconds(100) else { return }
            lastDraw = .now
            isShown = true
            StandardStream.error.write(.erasedLine + text.truncated(to: (style.width ?? 80) - 1))
        } else {
            let tenth = Int(10 * share)
            guard tenth > lastTenth else { return }
            lastTenth = tenth
            StandardStream.error.write(text + "\n")
        }
    }

    /// Leaves what is printed next a line of its own.
    func end() {
        if isShown { StandardStream.error.write("\n") }
    }
}
