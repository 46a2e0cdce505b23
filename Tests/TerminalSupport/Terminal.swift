import Foundation

/// A pseudo-terminal in which a program runs.
package final class Terminal {
    /// An error of the terminal.
    package struct Failure: Error, CustomStringConvertible {
        package var description: String
    }

    private let process: Process
    private let master: Int32
    /// The output since the last text that was waited for.
    package private(set) var unread = ""
    private var output: [UInt8] = []

    /// All output so far.
    package var read: String { String(decoding: output, as: UTF8.self) }

    /// - Parameters:
    ///   - process: A program that was not started yet, with its arguments, folder and environment.
    ///   - environment: Changes to the environment for a terminal.
    package init(
        _ process: Process, columns: UInt16 = 120, environment: [String: String] = ["TERM": "xterm"]
    ) throws {
        var (master, slave): (Int32, Int32) = (0, 0)
        var size = winsize(ws_row: 50, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        guard openpty(&master, &slave, nil, nil, &size) == 0 else {
            throw Failure(description: "there is no terminal to be had")
        }
        self.master = master
        self.process = process
        // In its own session, the process gets Ctrl-C from this terminal.
        process.arguments =
            ["-c", "exec setsid --ctty --wait \"$0\" \"$@\"", process.executableURL?.path ?? ""]
            + (process.arguments ?? [])
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.environment = (process.environment ?? ProcessInfo.processInfo.environment).merging(environment) { $1 }
        let handle = FileHandle(fileDescriptor: slave, closeOnDealloc: true)
        process.standardInput = handle
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        _ = fcntl(master, F_SETFL, fcntl(master, F_GETFL) | O_NONBLOCK)
    }

    deinit {
        if process.isRunning { process.terminate() }
        close(master)
    }

    /// The terminal's input modes: whether it echoes input, and whether it waits for whole lines.
    package var modes: UInt32 {
        var settings = termios()
        tcgetattr(master, &settings)
        return UInt32(settings.c_lflag)
    }

    /// The processor time of its program.
    package func processorSeconds() throws -> Double {
        let fields = try String(contentsOfFile: "/proc/\(tcgetpgrp(master))/stat", encoding: .utf8).split(
            separator: " ")
        guard let user = Double(fields[13]), let system = Double(fields[14]) else {
            throw Failure(description: "\(fields) is no line of /proc/PID/stat")
        }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    package func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(master, bytes, bytes.count)
    }

    /// Reads until a text was printed, and discards everything up to its end.
    package func waitFor(_ text: String) throws {
        let limit = ContinuousClock.now + .seconds(60)
        var pending: [UInt8] = Array(unread.utf8)
        var chunk = [UInt8](repeating: 0, count: 4096)
        while true {
            unread = String(decoding: pending, as: UTF8.self)
            if let range = unread.range(of: text) {
                unread = String(unread[range.upperBound...])
                return
            }
            guard .now < limit else {
                throw Failure(description: "'\(text)' was not printed, but: \(unread.suffix(400))")
            }
            let count = more(&chunk)
            if count > 0 { pending += chunk[..<count] } else { usleep(5_000) }
        }
    }

    private func more(_ chunk: inout [UInt8]) -> Int {
        let count = Foundation.read(master, &chunk, chunk.count)
        if count > 0 { output += chunk[..<count] }
        return count
    }

    /// Reads to the end.
    package func waitForExit() -> Int32 {
        var chunk = [UInt8](repeating: 0, count: 4096)
        var pending = Array(unread.utf8)
        let limit = ContinuousClock.now + .seconds(60)
        while .now < limit {
            let hasEnded = !process.isRunning
            let count = more(&chunk)
            if count > 0 {
                pending += chunk[..<count]
            } else if hasEnded {
                break
            } else {
                usleep(5_000)
            }
        }
        unread = String(decoding: pending, as: UTF8.self)
        return process.isRunning ? -1 : process.terminationStatus
    }
}
