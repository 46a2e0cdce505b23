import Foundation

/// How much memory this process can still take, and what sets the limit.
package struct AvailableMemory: Sendable, Equatable {
    package var bytes: Int
    /// The name of the limit that leaves the least memory, for use in a sentence.
    package var limit: String

    package init(bytes: Int, limit: String) {
        self.bytes = bytes
        self.limit = limit
    }

    /// The smallest of all limits: those of the process, of its control group, and of the machine.
    package static var now: AvailableMemory {
        ([underLimitOfProcess, machine] + controlGroups).compactMap { $0 }.min { $0.bytes < $1.bytes }
            ?? AvailableMemory(bytes: .max, limit: "this machine")
    }

    /// What `ulimit -v` or `ulimit -d` leaves, or nil without such a limit.
    package static var underLimitOfProcess: AvailableMemory? {
        let sizes = statusSizes
        return [
            left(of: limit(RLIMIT_AS), used: sizes["VmSize"], name: "`ulimit -v`"),
            left(of: limit(RLIMIT_DATA), used: sizes["VmData"], name: "`ulimit -d`"),
        ].compactMap { $0 }.min { $0.bytes < $1.bytes }
    }

    /// The smaller of the two limits itself, without subtracting what is used.
    static var limitOfProcess: Int? { [limit(RLIMIT_AS), limit(RLIMIT_DATA)].compactMap { $0 }.min() }

    /// Throws `MemoryShortage` unless this many bytes are available, plus a reserve for memory that is not counted.
    ///
    /// - Parameters:
    ///   - purpose: what the memory is for, as in "training needs …".
    ///   - remedy: what the user can do about a shortage, as a sentence.
    package func require(_ needed: Int, for purpose: String, remedy: String) throws(MemoryShortage) {
        let (sum, overflows) = needed.addingReportingOverflow(AvailableMemory.reserve)
        if overflows || sum > bytes {
            throw MemoryShortage(purpose: purpose, needed: overflows ? .max : sum, available: self, remedy: remedy)
        }
    }

    /// Memory for texts, figures and the report, which nobody counts.
    private static let reserve = 64 << 20

    // MARK: Limits

    private static func left(of limit: Int?, used: Int?, name: String) -> AvailableMemory? {
        guard let limit, let used else { return nil }
        return AvailableMemory(bytes: max(0, limit - used), limit: name)
    }

    #if canImport(Darwin)
        private static func limit(_ resource: Int32) -> Int? {
            var value = rlimit()
            guard getrlimit(resource, &value) == 0, value.rlim_cur < UInt64(Int64.max) else { return nil }
            return Int(value.rlim_cur)
        }
    #else
        private static func limit(_ resource: __rlimit_resource) -> Int? {
            var value = rlimit()
            guard getrlimit(__rlimit_resource_t(resource.rawValue), &value) == 0, value.rlim_cur < UInt(Int.max) else {
                return nil
            }
            return Int(value.rlim_cur)
        }
    #endif

    /// The memory that is available without swapping, plus the free swap space.
    private static var machine: AvailableMemory? {
        let sizes = sizes(in: "/proc/meminfo")
        guard let available = sizes["MemAvailable"] else { return nil }
        return AvailableMemory(bytes: available + (sizes["SwapFree"] ?? 0), limit: "this machine")
    }

    private static var statusSizes: [String: Int] { sizes(in: "/proc/self/status") }

    /// Reads lines such as `VmSize:   134772 kB` and returns bytes.
    private static func sizes(in path: String) -> [String: Int] {
        var result: [String: Int] = [:]
        for line in text(path).split(separator: "\n") {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard words.count == 3, words[2] == "kB", let name = words.first?.dropLast(), let count = Int(words[1])
            else { continue }
            result[String(name)] = count << 10
        }
        return result
    }

    // MARK: Control groups

    /// What the process's own control group and all groups around it leave. Handles both versions of control groups.
    private static var controlGroups: [AvailableMemory] {
        var found: [AvailableMemory] = []
        for line in text("/proc/self/cgroup").split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3 else { continue }
            let isSecond = parts[1].isEmpty
            guard isSecond || parts[1].split(separator: ",").contains("memory") else { continue }
            let root = isSecond ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory"
            let names = parts[2].split(separator: "/")
            for depth in 0...names.count {
                let folder = ([root] + names.prefix(depth).map(String.init)).joined(separator: "/")
                if let left = controlGroup(folder, isSecond: isSecond) { found.append(left) }
            }
        }
        return found
    }

    private static func controlGroup(_ folder: String, isSecond: Bool) -> AvailableMemory? {
        func number(_ name: String) -> Int? {
            Int(text("\(folder)/\(name)").trimmingCharacters(in: .whitespacesAndNewlines))
        }
        guard let limit = number(isSecond ? "memory.max" : "memory.limit_in_bytes"), limit < 1 << 60,
            let used = number(isSecond ? "memory.current" : "memory.usage_in_bytes")
        else { return nil }
        // The kernel gives up cached files when a process needs memory.
        let cached = text("\(folder)/memory.stat").split(separator: "\n").first {
            $0.hasPrefix(isSecond ? "inactive_file " : "total_inactive_file ")
        }.flatMap { $0.split(separator: " ").last.flatMap { Int($0) } }
        return AvailableMemory(bytes: max(0, limit - used + (cached ?? 0)), limit: "the control group \(folder)")
    }

    private static func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
}

/// A task needs more memory than is available.
package struct MemoryShortage: Error, Equatable, CustomStringConvertible {
    package var purpose: String
    package var needed: Int
    package var available: AvailableMemory
    package var remedy: String

    package var description: String {
        "\(purpose) needs about \(MemoryShortage.megabytes(needed)) of memory, and \(available.limit) leaves "
            + "\(MemoryShortage.megabytes(available.bytes)). \(remedy)"
    }

    private static func megabytes(_ bytes: Int) -> String {
        bytes >= 1_000_000_000
            ? String(format: "%.1f GB", Double(bytes) / 1e9) : "\(bytes / 1_000_000) MB"
    }

    /// Ends the process with a message, and with the status of a failed cell, when it cannot go on without more memory.
    package static func end(bytes: Int) -> Never {
        say("practicum: out of memory: the system has no \(megabytes(bytes)) left. What was finished before is kept.\n")
        _exit(2)
    }

    private static func say(_ text: String) {
        var text = text
        text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    // MARK: Where Swift itself finds no memory

    nonisolated(unsafe) private static var probe = 0

    /// Makes the process end with a message and status 2 when it crashes for lack of memory under `ulimit`. Neither Swift's own allocations
    /// nor those of libraries report that they failed. Any other crash stays as it is.
    package static func endProcessWithMessage() {
        guard let limit = AvailableMemory.limitOfProcess else { return }
        // A crash this close to the limit was most likely caused by it.
        probe = limit / 4
        for signal in [SIGABRT, SIGILL, SIGTRAP, SIGSEGV, SIGBUS] {
            var action = sigaction()
            let handler: @convention(c) (Int32) -> Void = { _ in MemoryShortage.endUnlessMemoryIsLeft() }
            #if canImport(Darwin)
                action.__sigaction_u.__sa_handler = handler
            #else
                action.__sigaction_handler.sa_handler = handler
            #endif
            sigemptyset(&action.sa_mask)
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
            sigaction(signal, &action, nil)
        }
    }

    /// Runs in a signal handler, so it only makes system calls.
    private static func endUnlessMemoryIsLeft() {
        let place = mmap(nil, probe, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANON, -1, 0)
        guard place == MAP_FAILED else { return }
        let text: StaticString =
            "practicum: out of memory: the limit on this process (ulimit -v, ulimit -d) leaves too little for what it was doing. Raise the limit. What was finished before is kept.\n"
        _ = write(STDERR_FILENO, text.utf8Start, text.utf8CodeUnitCount)
        _exit(2)
    }
}
