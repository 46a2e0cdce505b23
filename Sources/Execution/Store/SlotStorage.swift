import Files
import Foundation

/// How the values of a slot become files and values again; slots without one are computed again when they are needed.
package struct SlotStorage: Sendable {
    /// The slot's name without its argument: `metrics` for `metrics(reviews)`.
    package let name: String
    let write: @Sendable (Any, _ folder: String) throws -> Void
    let read: @Sendable (_ path: (String) throws -> String) throws -> Any

    /// - Parameters:
    ///   - write: Writes files into an empty folder. The same value must give the same bytes.
    ///   - read: Reads them; what it is called with gives the path of a file that `write` has named so.
    package init<Value>(
        _ name: String, write: @escaping @Sendable (Value, _ folder: String) throws -> Void,
        read: @escaping @Sendable (_ path: (String) throws -> String) throws -> Value
    ) {
        self.name = name
        self.write = { value, folder in
            guard let value = value as? Value else {
                throw StoreError.unwritable(path: folder, reason: "\(type(of: value)) is no \(Value.self)")
            }
            try write(value, folder)
        }
        self.read = { try read($0) }
    }

    /// One JSON file.
    package static func json<Value: Codable & Sendable & SendableMetatype>(_ name: String, _ type: Value.Type)
        -> SlotStorage
    {
        SlotStorage(
            name,
            write: { (value: Value, folder: String) in try JSONFile.write(value, to: "\(folder)/value.json") },
            read: { path in try JSONFile.read(Value.self, from: path("value.json")) })
    }
}

/// A value as a JSON file of its own, in a folder of the store's: who takes it over puts it on the disk.
package enum JSONFile {
    package static func write(_ value: some Encodable, to path: String) throws {
        try AtomicFile.write([UInt8](JSONEncoder.practicum.encode(value)), to: path, flushes: false)
    }

    package static func read<Value: Decodable>(_ type: Value.Type, from path: String) throws -> Value {
        try JSONDecoder.practicum.decode(
            Value.self, from: Data(InputFile.bytes(path, limit: InputFile.Limit.vocabulary)))
    }
}

extension SlotName {
    /// `metrics` for `metrics(reviews)`.
    package var base: String { String(rawValue.prefix { $0 != "(" }) }
}

/// What stands in the record of a slot version.
struct StoredSlot: Codable {
    var key: Key
    var slot: SlotName
    var files: [String: BlobReference]
    /// How long the command took that made it.
    var seconds: Double
    var madeAt: Date
    var machine: String
}

extension Store {
    func slotPath(_ version: Key) -> String { path("slots", version.hexadecimal) }

    /// Keeps a slot's version.
    func save(
        _ value: Any, of slot: SlotName, version: Key, storage: SlotStorage, seconds: Double, machine: String,
        flushes: Bool = true
    ) throws {
        let files = try withWorkingFolder { folder in
            try storage.write(value, folder)
            return try adoptFiles(in: folder, flushes: flushes)
        }
        try StoreRecord.write(
            StoredSlot(
                key: version, slot: slot, files: files, seconds: seconds, madeAt: Date(), machine: machine),
            to: slotPath(version), flushes: flushes)
    }

    /// The record of a slot's version; its files are not looked at.
    func slotRecord(_ version: Key) -> StoreLookup<StoredSlot> {
        let path = slotPath(version)
        switch StoreRecord.read(StoredSlot.self, from: path) {
        case .found(let record) where record.key != version:
            return .damaged(.damaged(path: path, reason: "it stands under another's name"))
        case let other: return other
        }
    }

    /// A slot's version, every file of it checked before it is read.
    func value(of record: StoredSlot, storage: SlotStorage) throws -> Any {
        var paths: [String: String] = [:]
        var stamps: [String: FileStamp] = [:]
        for (name, blob) in record.files {
            let path = blobPath(blob)
            stamps[path] = FileStamp(path: path)
            paths[name] = try checkedPath(blob)
        }
        touch(slotPath(record.key))
        // What is read must be what was checked.
        let log = ReadingLog { file in stamps[file.path] == file.stamp ? file.path.lastComponent : nil }
        let value = try Reading.$observer.withValue(log) {
            try storage.read { name in
                guard let path = paths[name] else {
                    throw StoreError.damaged(path: slotPath(record.key), reason: "it names no file \(name)")
                }
                return path
            }
        }
        for blob in record.files.values {
            let read = log.digests[ReadingLog.absolute(blobPath(blob))]
            guard read == nil || read == [blob.digest] else {
                throw StoreError.damaged(path: blobPath(blob), reason: "it changed while it was read")
            }
        }
        return value
    }

    /// Calls `body` with an empty folder inside the store, which is gone afterwards.
    func withWorkingFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let path = "\(folder)/blobs/.work-\(getpid())"
        // A dead process had the same number.
        try? FileManager.default.removeItem(atPath: path)
        do {
            try AtomicFile.makeFolder(path)
        } catch {
            throw StoreError.unwritable(path: path, reason: String(cString: strerror(error.code)))
        }
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }

    private func adoptFiles(in folder: String, flushes: Bool) throws -> [String: BlobReference] {
        var files: [String: BlobReference] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
            files[name] = try adoptBlob("\(folder)/\(name)", flushes: flushes)
        }
        return files
    }
}
