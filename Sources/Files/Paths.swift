import Foundation

extension String {
    /// The folder of a path: `.` for a bare name.
    package var parentFolder: String {
        guard let slash = lastIndex(of: "/") else { return "." }
        return slash == startIndex ? "/" : String(self[..<slash])
    }

    /// What follows the last slash.
    package var lastComponent: String { lastIndex(of: "/").map { String(self[index(after: $0)...]) } ?? self }

    /// Where a symbolic link leads, as it is written in it.
    package var linkDestination: String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(self, &buffer, buffer.count)
        return count < 0 ? nil : String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The path from the root, with every symbolic link followed; what does not exist yet stands at its end as it was written.
    package var resolvedPath: String {
        var done = ""
        var rest = (hasPrefix("/") ? self : "\(FileManager.default.currentDirectoryPath)/\(self)")
            .split(separator: "/").map(String.init)[...]
        var links = 0
        while let part = rest.popFirst() {
            if part == "." { continue }
            if part == ".." {
                done = done.lastIndex(of: "/").map { String(done[..<$0]) } ?? ""
                continue
            }
            let next = "\(done)/\(part)"
            // Links in a circle lead nowhere: whoever opens the path says so.
            guard links < 40, let destination = next.linkDestination else {
                done = next
                continue
            }
            links += 1
            if destination.hasPrefix("/") { done = "" }
            rest = destination.split(separator: "/").map(String.init)[...] + rest
        }
        return done.isEmpty ? "/" : done
    }

    /// Whether a resolved path is a resolved folder or lies in it.
    package func isInside(_ folder: String) -> Bool {
        folder == "/" || self == folder || hasPrefix("\(folder)/")
    }

    /// The way from a resolved folder to this resolved path, e.g. `../lab.md`.
    package func relative(to folder: String) -> String {
        let (from, to) = (folder.split(separator: "/"), split(separator: "/"))
        var shared = 0
        while shared < from.count, shared < to.count - 1, from[shared] == to[shared] { shared += 1 }
        return (Array(repeating: "..", count: from.count - shared) + to[shared...].map(String.init))
            .joined(separator: "/")
    }
}
