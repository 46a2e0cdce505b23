import Files
import Foundation
import Testing

@Suite struct FilesTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = (NSTemporaryDirectory() + "files-\(UUID().uuidString)").resolvedPath
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func reason(of path: String, limit: Int = 100) -> FileError.Reason? {
        do throws(FileError) {
            _ = try InputFile.bytes(path, limit: limit)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test("only regular files are read: a pipe that nobody writes does not hang") func irregularFilesAreRefused() throws
    {
        try withFolder { folder in
            #expect(mkfifo("\(folder)/pipe", 0o644) == 0)
            symlink("pipe", "\(folder)/link")
            #expect(reason(of: "\(folder)/pipe") == .notRegular("a pipe (FIFO)"))
            #expect(reason(of: "\(folder)/link") == .notRegular("a pipe (FIFO)"))
            #expect(reason(of: "/dev/zero") == .notRegular("a device"))
            #expect(reason(of: folder) == .notRegular("a folder"))
            #expect(reason(of: "\(folder)/none") == .system(ENOENT))
        }
    }

    @Test("a file above the limit is refused by its size") func sizesAreLookedAtFirst() throws {
        try withFolder { folder in
            let path = "\(folder)/sparse"
            try AtomicFile.write([1], to: path)
            #expect(truncate(path, 100 << 30) == 0)
            #expect(reason(of: path, limit: 1 << 20) == .tooLarge(bytes: 100 << 30, limit: 1 << 20))
        }
    }

    @Test("all of a file is read, even if the system reports no size") func wholeFiles() throws {
        try withFolder { folder in
            for size in [0, 1, 4_095, 4_096, 4_097, 100_000] {
                let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
                try AtomicFile.write(bytes, to: "\(folder)/f")
                #expect(try InputFile.bytes("\(folder)/f", limit: size) == bytes)
            }
        }
        #if os(Linux)
            #expect(try InputFile.bytes("/proc/self/status", limit: 1 << 20).count > 100)
        #endif
    }

    @Test("writing replaces regular files only, and goes through symbolic links") func whatIsReplaced() throws {
        try withFolder { folder in
            try AtomicFile.makeFolder("\(folder)/elsewhere")
            try AtomicFile.write([1], to: "\(folder)/elsewhere/f")
            symlink("elsewhere/f", "\(folder)/link")
            symlink("elsewhere/new", "\(folder)/dangling")
            symlink("circle", "\(folder)/circle")
            mkfifo("\(folder)/pipe", 0o644)
            try AtomicFile.write([2], to: "\(folder)/link")
            try AtomicFile.write([3], to: "\(folder)/dangling")
            #expect(try InputFile.bytes("\(folder)/elsewhere/f", limit: 9) == [2])
            #expect(try InputFile.bytes("\(folder)/elsewhere/new", limit: 9) == [3])
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/link") == "elsewhere/f")
            for name in ["pipe", "elsewhere", "circle"] {
                #expect(throws: FileError.self) { try AtomicFile.write([4], to: "\(folder)/\(name)") }
            }
            var status = stat()
            #expect(lstat("\(folder)/pipe", &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: "\(folder)/elsewhere").sorted() == ["f", "new"])
        }
    }

    private func mode(of path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    @Test(
        "a file that is replaced keeps its permissions, also behind a link",
        arguments: [0o600, 0o640, 0o755, 0o664] as [mode_t])
    func permissionsAreKept(permissions: mode_t) throws {
        try withFolder { folder in
            let path = "\(folder)/f"
            try AtomicFile.write([1], to: path)
            #expect(chmod(path, permissions) == 0)
            symlink("f", "\(folder)/link")
            for name in ["f", "link"] {
                try AtomicFile.write(to: "\(folder)/\(name)") { write in
                    // The temporary file has the same permissions while it is written.
                    for part in try FileManager.default.contentsOfDirectory(atPath: folder) where part != "link" {
                        #expect(mode(of: "\(folder)/\(part)") == permissions)
                    }
                    try [2 as UInt8].withUnsafeBytes { try write($0) }
                }
                #expect(mode(of: path) == permissions)
            }
        }
    }

    @Test("a private file can be read by its owner only, and replaces nothing") func privateFiles() throws {
        try withFolder { folder in
            try AtomicFile.createPrivate([1, 2], at: "\(folder)/f")
            #expect(try InputFile.bytes("\(folder)/f", limit: 9) == [1, 2])
            #expect(mode(of: "\(folder)/f") == 0o600)
            symlink("new", "\(folder)/link")
            for name in ["f", "link"] {
                #expect(throws: FileError.self) { try AtomicFile.createPrivate([3], at: "\(folder)/\(name)") }
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["f", "link"])
            #expect(try InputFile.bytes("\(folder)/f", limit: 9) == [1, 2])
        }
    }

    @Test("a name as long as the system allows can be written") func longNames() throws {
        try withFolder { folder in
            let path = "\(folder)/\(String(repeating: "é", count: 127))"
            try AtomicFile.write([1], to: path)
            #expect(try InputFile.bytes(path, limit: 9) == [1])
        }
    }

    @Test("links are followed before a path is checked") func resolvedPaths() throws {
        try withFolder { folder in
            try AtomicFile.makeFolder("\(folder)/a/b")
            symlink("a/b", "\(folder)/link")
            symlink("\(folder)/a", "\(folder)/absolute")
            #expect("\(folder)/link/../x".resolvedPath == "\(folder)/a/x")
            #expect("\(folder)/absolute/b/./new/y".resolvedPath == "\(folder)/a/b/new/y")
            #expect("/a/b/c.md".relative(to: "/a/out/x") == "../../b/c.md")
            #expect("/a/b".isInside("/a") && "/a".isInside("/a") && !"/ab".isInside("/a") && "/x".isInside("/"))
        }
    }

    @Test("SHA-256 of the standard's examples, in one piece and in many") func hashes() {
        #expect(
            SHA256.hash([]).hexadecimal == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(SHA256.hash(Array("abc".utf8)).hexadecimal == abc)
        #expect(SHA256.hash("abc".utf8).hexadecimal == abc)
        #expect(SHA256.hash(Data("abc".utf8)).hexadecimal == abc)
        var hash = SHA256()
        for _ in 0..<1_000 { Array(repeating: UInt8(ascii: "a"), count: 1_000).withUnsafeBytes { hash.update($0) } }
        #expect(
            hash.finalize().hexadecimal == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test("moving a file replaces another, and moving a missing one does not") func moving() throws {
        try withFolder { folder in
            try AtomicFile.write([1], to: "\(folder)/new")
            try AtomicFile.write([2], to: "\(folder)/old")
            try AtomicFile.move("\(folder)/new", to: "\(folder)/old")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["old"])
            #expect(throws: FileError.self) { try AtomicFile.move("\(folder)/none", to: "\(folder)/old") }
            #expect(try InputFile.bytes("\(folder)/old", limit: 10) == [1])
        }
    }
}
