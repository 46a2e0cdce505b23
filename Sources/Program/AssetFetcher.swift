import ArgumentParser
import Execution
import Outputs

/// What decides whether a run fetches what is missing.
struct FetchingOptions: ParsableArguments {
    @Flag(help: "Fetch nothing: use only the models and data sets on this machine.")
    var offline = false
}

/// Fetches what a notebook needs and this machine lacks, after it was said what that is.
struct AssetFetcher {
    /// Whether only what goes wrong is printed.
    var isQuiet = false
    /// What stops it.
    var interruption = Interruption.process

    /// Fetches all of these. One that something stands in for may fail: that is said, and the run goes on. What nothing stands
    /// in for and nobody wants to be fetched is left to the plan, which says where the notebook names it.
    ///
    /// - Throws: the exit status, after what went wrong was said.
    func obtain(_ assets: [any RemoteAsset]) throws {
        var unreachable: UnreachableSource?
        for asset in assets {
            do {
                if let unreachable, asset.standIn != nil { throw unreachable }
                try fetch(asset)
            } catch let error {
                if interruption.isRequested { throw ExitStatus.interrupted }
                let isNew = unreachable == nil
                unreachable = unreachable ?? error as? UnreachableSource
                if unreachable?.isWanted == true { continue }
                guard let standIn = asset.standIn else {
                    StandardStream.error.write(diagnostic: "error: \(asset.noun) \(asset.name): \("\(error)")")
                    throw ExitStatus.invalid
                }
                let reason = isNew ? ", which could not be fetched: \(error)" : ", too."
                if !isQuiet {
                    StandardStream.error.write("note: \(standIn) takes the place of \(asset.name)\(reason)\n")
                }
            }
        }
    }

    /// Fetches one, and says beforehand from where, how much and under which licence.
    func fetch(_ asset: any RemoteAsset) throws {
        let isCancelled = { [interruption] in interruption.isRequested }
        let offer = try asset.offer(isCancelled: isCancelled)
        say(
            "Fetching the \(asset.noun) \(asset.name): \(Format.bytes(offer.bytes)) from \(offer.source); "
                + "licence: \(offer.licence ?? "not stated there"). Ctrl-C stops it, and the next time goes on from there.\n"
        )
        let stream = StandardStream.error
        let printer = ProgressPrinter(style: stream.style) { stream.write(fitted: $0) }
        defer { printer.clear() }
        try offer.fetch({ if !isQuiet { printer.show($0) } }, isCancelled)
    }

    private func say(_ text: String) {
        if !isQuiet { StandardStream.error.write(text) }
    }
}
