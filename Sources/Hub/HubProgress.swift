import Foundation

/// The progress of a fetch.
package struct HubProgress: Sendable, Equatable {
    /// The file that is being fetched, by its path in the repository.
    package var file: String
    /// Bytes that exist, of all files together, fetched now or earlier.
    package var doneBytes: Int
    package var totalBytes: Int
    /// A smoothed rate; nil before any byte arrived.
    package var bytesPerSecond: Double?

    /// The estimated time left at that rate.
    package var secondsLeft: Double? {
        guard let bytesPerSecond, bytesPerSecond > 0 else { return nil }
        return Double(totalBytes - doneBytes) / bytesPerSecond
    }
}

/// Counts bytes, and reports them several times a second.
package final class ProgressMeter {
    /// Seconds between two reports.
    private static let interval = 0.1
    /// The time constant of the smoothing in seconds: after it, an old rate has a weight of 1/e.
    private static let memory = 3.0

    private var progress: HubProgress
    private let now: () -> Double
    private let report: (HubProgress) -> Void
    /// Bytes of the files before this one.
    private var finished = 0
    private var lastReport: Double
    private var receivedSince = 0

    /// - Parameter now: Seconds of any clock that never goes backwards.
    package init(
        totalBytes: Int, now: @escaping () -> Double = ProgressMeter.uptime, report: @escaping (HubProgress) -> Void
    ) {
        progress = HubProgress(file: "", doneBytes: 0, totalBytes: totalBytes)
        self.now = now
        self.report = report
        lastReport = now()
    }

    package static func uptime() -> Double { ProcessInfo.processInfo.systemUptime }

    package func begin(_ file: HubFile) { progress.file = file.path }

    package func finish(_ file: HubFile) {
        finished += file.size
        progress.doneBytes = finished
        report(progress)
    }

    /// Sets how many bytes of this file exist, without counting them as received just now.
    package func move(to bytes: Int) { progress.doneBytes = finished + bytes }

    package func receive(_ bytes: Int) {
        progress.doneBytes += bytes
        receivedSince += bytes
        let time = now()
        let seconds = time - lastReport
        guard seconds >= Self.interval else { return }
        let rate = Double(receivedSince) / seconds
        let weight = 1 - exp(-seconds / Self.memory)
        progress.bytesPerSecond = progress.bytesPerSecond.map { $0 + weight * (rate - $0) } ?? rate
        lastReport = time
        receivedSince = 0
        report(progress)
    }
}
