import Foundation

extension String {
    /// The folder of a path, or `.` for a name without a folder.
    package var parentFolder: String {
        guard let slash = lastIndex(of: "/") else { return "." }
        return slash == startIndex ? "/" : String(self[..<slash])
    }

    /// The part after the last slash.
    package var lastComponent: String { lastIndex(of: "/").map { String(self[index(after: $0)...]) } ?? self }

    /// The target of a symbolic link, as the link states it.
    package var linkDestination: String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(self, &buffer, buffer.count)
        return count < 0 ? nil : String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The absolute path, with every symbolic link followed. A part that does not exist yet stays at the end unchanged.
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
            // A circle of links has no target. Opening the path will report that.
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

    /// Whether a resolved path is the given resolved folder or lies in it.
    package func isInside(_ folder: String) -> Bool {
        folder == "/" || self == folder || hasPrefix("\(folder)/")
    }

    /// The relative path from a resolved folder to this resolved path, e.g. `../lab.md`.
    package func relative(to folder: String) -> String {
        let (from, to) = (folder.split(separator: "/"), split(separator: "/"))
        var shared = 0
        while shared < from.count, shared < to.count - 1, from[shared] == to[shared] { shared += 1 }
        return (Array(repeating: "..", count: from.count - shared) + to[shared...].map(String.init))
            .joined(separator: "/")
    }
}
