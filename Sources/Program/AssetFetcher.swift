import ArgumentParser
import Execution
import Outputs

/// The option that decides whether a run fetches missing assets.
struct FetchingOptions: ParsableArguments {
    @Flag(help: "Fetch nothing: use only the models and data sets on this machine.")
    var offline = false
}

/// Fetches the assets that a notebook needs and this machine lacks. It first says what they are.
struct AssetFetcher {
    /// Whether only errors are printed.
    var isQuiet = false
    /// Stops the fetching.
    var interruption = Interruption.process

    /// Fetches all of these assets. If an asset fails that has a substitute, a note says so, and the run continues. An asset without a
    /// substitute that the user does not want to fetch is left to the plan, which reports where the notebook names it.
    ///
    /// - Throws: The exit status, after the error was printed.
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

    /// Fetches one asset. It first says from where, how much, and under which licence.
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
