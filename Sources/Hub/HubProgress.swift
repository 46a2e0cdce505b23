import Foundation

/// How far a fetch is.
package struct HubProgress: Sendable, Equatable {
    /// The file that is being fetched, by its path in the repository.
    package var file: String
    /// Bytes that are there, of all files together: fetched now or before.
    package var doneBytes: Int
    package var totalBytes: Int
    /// Smoothed; nil before anything came.
    package var bytesPerSecond: Double?

    /// How long it will take at that rate.
    package var secondsLeft: Double? {
        guard let bytesPerSecond, bytesPerSecond > 0 else { return nil }
        return Double(totalBytes - doneBytes) / bytesPerSecond
    }
}

/// Counts bytes, and reports them some times a second.
package final class ProgressMeter {
    /// Seconds between two reports.
    private static let interval = 0.1
    /// Seconds after which a rate counts a third of what it did.
    private static let memory = 3.0

    private var progress: HubProgress
    private let now: () -> Double
    private let report: (HubProgress) -> Void
    /// Of the files before this one.
    private var finished = 0
    private var lastReport: Double
    private var receivedSince = 0

    /// - Parameter now: Seconds on any clock that only goes forward.
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

    /// So many bytes of this file are there, without having come just now.
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
