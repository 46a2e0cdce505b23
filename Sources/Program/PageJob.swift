import ArgumentParser
import Execution
import Files
import Foundation
import Notebooks
import Serving

/// Serves a notebook's live page until Ctrl-C.
struct PageJob {
    var options: NotebookOptions
    var report: ReportOptions
    var fetching: FetchingOptions
    var detail: DetailOptions
    var port: UInt16?
    /// Whether stale cells run whenever the file is saved.
    var runsOnSave = false
    var opens: Bool

    static let ports: ClosedRange<UInt16> = 8866...8885

    /// - Throws: The exit status if it is not 0, after the error was printed.
    func run() throws {
        Interruption.installSignalHandlers()
        let live: LiveNotebook
        let server: PageServer
        do {
            live = try LiveNotebook.open(served, runsOnSave: runsOnSave)
            server = try start(live)
        } catch {
            StandardStream.error.write(diagnostic: error is Diagnostic ? "\(error)" : "error: \(error)")
            throw ExitStatus.invalid
        }
        StandardStream.output.write("\(options.notebook) is at \(server.address)\nCtrl-C ends.\n")
        sayIfReadOnly()
        let opening = opens ? OpeningPage(server.address) : nil
        defer { opening?.remove() }
        if runsOnSave { live.runStale() }
        // A signal during a run prints that the run will stop; otherwise the server just ends.
        while !Interruption.process.isRequested {
            Interruption.isSilent = !live.isRunning
            live.look()
            usleep(100_000)
        }
        live.end()
        while live.isRunning { usleep(20_000) }
        StandardStream.output.write("\nThe page has ended; what was computed and saved is kept.\n")
    }

    private func sayIfReadOnly() {
        do {
            try AtomicFile.checkReplaceable(options.notebook)
        } catch {
            StandardStream.error.write(
                "warning: \(options.notebook) can't be written: \(error.cause). The page can run it, but it can't save what you "
                    + "edit.\n")
        }
    }

    private var served: ServedNotebook {
        let practical = Practical.current
        let (options, report) = (options, report)
        return ServedNotebook(
            path: options.notebook, overrides: options.overrides, reportPath: report.reportPath(options),
            storeFolder: report.storeFolder(options), practical: practical,
            environment: { Practical.$current.withValue(practical) { options.digests(report) } },
            run: { [self] order, renderer, interruption, say in
                Practical.$current.withValue(practical) {
                    StandardStream.$errorListener.withValue(ErrorListener(say)) {
                        run(order, renderer, interruption)
                    }
                }
            })
    }

    /// Runs the notebook. Errors were written to standard error, and the page has them from the listener there.
    private func run(_ order: RunOrder, _ renderer: any RunRenderer, _ interruption: Interruption) {
        guard let selection = try? SelectionOptions.parse(order.isFresh ? ["--fresh"] : []) else { return }
        var options = options
        options.parameters += order.assignments
        let shown = detail.detail == .brief && !order.isToldInFull ? .save : detail.detail
        let job = RunJob(
            options: options, report: report, selection: selection, checkpointMinutes: 5, logFormat: .text,
            detail: shown, offline: fetching.offline, interruption: interruption, listener: renderer,
            labels: order.labels)
        try? job.run()
    }

    /// Waits for the server to listen.
    private func start(_ live: LiveNotebook) throws -> PageServer {
        let done = DispatchSemaphore(value: 0)
        let started = Started()
        Task {
            do {
                started.result = .success(try await PageServer(live, ports: port.map { $0...$0 } ?? Self.ports))
            } catch {
                started.result = .failure(error)
            }
            done.signal()
        }
        done.wait()
        return try started.result.get()
    }

    /// Written before the semaphore is signalled, and read after it.
    private final class Started: @unchecked Sendable {
        var result: Result<PageServer, any Error> = .failure(CancellationError())
    }
}

/// Opens a page in the browser without showing its address to other users of the machine, who see the arguments of every process: the
/// browser gets the path of a file that only this user can read, and that leads to the address.
private final class OpeningPage: Sendable {
    private let path = "\(NSTemporaryDirectory())practicum-\(UUID().uuidString).html"

    /// Nil if there is no browser, or no place for the file.
    init?(_ address: String) {
        guard let browser = Browser(environment: ProcessInfo.processInfo.environment) else { return nil }
        let page = "<!DOCTYPE html><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"0;url=\(address)\">\n"
        do {
            try AtomicFile.createPrivate(Array(page.utf8), at: path)
        } catch {
            StandardStream.error.write(diagnostic: "warning: the browser could not be opened: \(error)")
            return nil
        }
        // Some browsers return when they end. The server does not wait for that.
        Thread.detachNewThread { [self] in
            browser.show(path)
            // A browser that is running already takes a moment to read the file.
            sleep(20)
            remove()
        }
    }

    func remove() { unlink(path) }
}
