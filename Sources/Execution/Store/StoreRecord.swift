import Files
import Foundation

/// The result of a lookup in the store.
package enum StoreLookup<Value> {
    case found(Value)
    case missing
    /// It exists but cannot be used; the error is for a warning.
    case damaged(StoreError)
}

/// A small JSON file with its own checksum: one line with the SHA-256 of the rest.
enum StoreRecord {
    /// - Parameter flushes: Whether it must be on the disk before this returns.
    static func write(_ value: some Encodable, to path: String, flushes: Bool = true) throws {
        let json = try JSONEncoder.practicum.encode(value)
        var bytes = Array(SHA256.hash(json).hexadecimal.utf8)
        bytes.append(UInt8(ascii: "\n"))
        bytes += json
        do {
            try AtomicFile.makeFolder(path.parentFolder)
            clearFolder(path)
            try AtomicFile.write(bytes, to: path, flushes: flushes)
        } catch {
            throw StoreError.unwritable(path: path, reason: String(cString: strerror(error.code)))
        }
    }

    static func read<Value: Decodable>(_ type: Value.Type, from path: String) -> StoreLookup<Value> {
        let data: Data
        do throws(FileError) {
            data = Data(try InputFile.bytes(path, limit: InputFile.Limit.vocabulary))
        } catch {
            // A folder in place of a file, or a file without read permission, exists but cannot be used.
            return error.code == ENOENT || error.code == ENOTDIR
                ? .missing : .damaged(.damaged(path: path, reason: "it can't be read"))
        }
        guard let end = data.firstIndex(of: UInt8(ascii: "\n")) else {
            return .damaged(.damaged(path: path, reason: "it is incomplete"))
        }
        let json = data[data.index(after: end)...]
        guard SHA256.hash(json).hexadecimal == String(decoding: data[..<end], as: UTF8.self) else {
            return .damaged(.damaged(path: path, reason: "its checksum does not match"))
        }
        do {
            return .found(try JSONDecoder.practicum.decode(Value.self, from: json))
        } catch {
            return .damaged(.damaged(path: path, reason: "it is not what this version writes"))
        }
    }
}

/// Removes a folder that is in the place of one of the store's files. No data of the store is in it.
func clearFolder(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return }
    try? FileManager.default.removeItem(atPath: path)
}
