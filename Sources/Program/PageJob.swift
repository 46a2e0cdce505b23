import ArgumentParser
import Execution
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
    /// Runs what is stale whenever the file is saved.
    var runsOnSave = false
    var opens: Bool

    static let ports: ClosedRange<UInt16> = 8866...8885

    /// - Throws: the exit status, when it is not 0; what went wrong was said.
    func run() throws {
        Interruption.installSignalHandlers()
        let live: LiveNotebook
        let server: PageServer
        do {
            live = try LiveNotebook(served, runsOnSave: runsOnSave)
            server = try start(live)
        } catch {
            StandardStream.error.write(diagnostic: error is Diagnostic ? "\(error)" : "error: \(error)")
            throw ExitStatus.invalid
        }
        StandardStream.output.write("\(options.notebook) is at \(server.address)\nCtrl-C ends.\n")
        if opens { try show(server.address) }
        if runsOnSave { live.runStale() }
        // A signal while a run is at work asks it to stop; otherwise it ends the server.
        while !Interruption.process.isRequested {
            Interruption.isSilent = !live.isRunning
            live.look()
            usleep(100_000)
        }
        live.stop()
        while live.isRunning { usleep(20_000) }
        StandardStream.output.write("\nThe page has ended; what was computed and saved is kept.\n")
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

    /// What went wrong was said, and is told the page by what listens to standard error.
    private func run(_ order: RunOrder, _ renderer: any RunRenderer, _ interruption: Interruption) {
        guard let selection = try? SelectionOptions.parse(order.isFresh ? ["--fresh"] : []) else { return }
        var options = options
        options.parameters += order.assignments
        let job = RunJob(
            options: options, report: report, selection: selection, checkpointMinutes: 5, logFormat: .text,
            detail: detail.detail, offline: fetching.offline, interruption: interruption, listener: renderer,
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

    /// Opens the page by way of a file that only this user can read: what a program is started with, everybody on the machine sees.
    private func show(_ address: String) throws {
        guard let browser = Browser(environment: ProcessInfo.processInfo.environment) else { return }
        let path = "\(NSTemporaryDirectory())practicum-\(UUID().uuidString).html"
        let page = "<!DOCTYPE html><meta charset=\"utf-8\"><meta http-equiv=\"refresh\" content=\"0;url=\(address)\">\n"
        let isMade = FileManager.default.createFile(
            atPath: path, contents: Data(page.utf8), attributes: [.posixPermissions: 0o600])
        guard isMade else { return }
        try browser.show(path)
        Thread.detachNewThread {
            sleep(20)
            unlink(path)
        }
    }
}
