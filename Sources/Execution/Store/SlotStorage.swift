import Files
import Foundation

/// How the values of a slot are stored in files, and how their content is hashed.
///
/// A slot without files is computed again when it is needed. If a slot's content can be hashed and a cheap command writes it, whatever
/// depends on it is keyed by that content.
package struct SlotStorage: Sendable {
    /// The slot's name without its argument: `metrics` for `metrics(reviews)`.
    package let name: String
    /// Nil for a slot that is not stored.
    let files: Files?
    /// Adds to a hasher everything that two equal values have in common; nil for a slot whose content cannot be hashed.
    let content: (@Sendable (Any, inout ContentHasher) throws -> Void)?

    struct Files: Sendable {
        let write: @Sendable (Any, _ folder: String) throws -> Void
        let read: @Sendable (_ path: (String) throws -> String) throws -> Any
    }

    private init(
        name: String, files: Files?, content: (@Sendable (Any, inout ContentHasher) throws -> Void)?
    ) {
        self.name = name
        self.files = files
        self.content = content
    }

    /// A slot that is stored in files.
    ///
    /// - Parameters:
    ///   - write: Writes files into an empty folder. The same value must give the same bytes.
    ///   - read: Reads the files. Its argument returns the path of a file by the name that `write` used.
    package init<Value>(
        _ name: String, write: @escaping @Sendable (Value, _ folder: String) throws -> Void,
        read: @escaping @Sendable (_ path: (String) throws -> String) throws -> Value
    ) {
        self.init(
            name: name,
            files: Files(
                write: { value, folder in
                    guard let value = value as? Value else {
                        throw StoreError.unwritable(path: folder, reason: "\(type(of: value)) is not \(Value.self)")
                    }
                    try write(value, folder)
                }, read: { try read($0) }), content: nil)
    }

    /// A slot stored as one JSON file. Its JSON is also the content that is hashed.
    package static func json<Value: Codable & Sendable & SendableMetatype>(_ name: String, _ type: Value.Type)
        -> SlotStorage
    {
        let storage = SlotStorage(
            name,
            write: { (value: Value, folder: String) in try JSONFile.write(value, to: "\(folder)/value.json") },
            read: { path in try JSONFile.read(Value.self, from: path("value.json")) })
        return SlotStorage(
            name: name, files: storage.files, content: hashing { (value: Value, hasher) in try hasher.add(json: value) }
        )
    }

    /// A slot that is not stored, but whose content can be hashed.
    ///
    /// - Parameter hash: Adds to the hasher everything that a command can read from a value, always in the same
    ///   order, and nothing about its origin.
    package static func content<Value>(
        _ name: String, _ hash: @escaping @Sendable (Value, inout ContentHasher) throws -> Void
    ) -> SlotStorage {
        SlotStorage(name: name, files: nil, content: hashing(hash))
    }

    private static func hashing<Value>(
        _ hash: @escaping @Sendable (Value, inout ContentHasher) throws -> Void
    ) -> @Sendable (Any, inout ContentHasher) throws -> Void {
        { value, hasher in
            guard let value = value as? Value else {
                throw ExecutionError.contentType(expected: "\(Value.self)", actual: "\(type(of: value))")
            }
            try hash(value, &hasher)
        }
    }
}

/// A value as a JSON file in one of the store's folders. Its caller flushes it to the disk.
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

/// The record of a slot version.
struct StoredSlot: Codable {
    var key: Key
    var slot: SlotName
    /// The files of a costly command's slot; empty for a cheap command.
    var files: [String: BlobReference] = [:]
    /// The SHA-256 of a cheap command's result.
    var content: String?
    /// The duration of the command that made it.
    var seconds: Double
    var madeAt: Date
    var machine: String
}

extension Store {
    func slotPath(_ version: Key) -> String { path("slots", version.hexadecimal) }

    /// Saves a slot's version.
    func save(
        _ value: Any, of slot: SlotName, version: Key, storage: SlotStorage, seconds: Double, machine: String,
        flushes: Bool = true
    ) throws {
        guard let storage = storage.files else { return }
        let files = try withWorkingFolder { folder in
            try storage.write(value, folder)
            return try adoptFiles(in: folder, flushes: flushes)
        }
        try StoreRecord.write(
            StoredSlot(
                key: version, slot: slot, files: files, seconds: seconds, madeAt: Date(), machine: machine),
            to: slotPath(version), flushes: flushes)
    }

    /// Saves the content digest of a cheap command's result, not the value itself.
    func save(content: String, of slot: SlotName, recordKey: Key, seconds: Double, machine: String) throws {
        try StoreRecord.write(
            StoredSlot(
                key: recordKey, slot: slot, content: content, seconds: seconds, madeAt: Date(), machine: machine),
            to: slotPath(recordKey), flushes: false)
    }

    /// The record of a slot's version. Its files are not checked.
    func slotRecord(_ version: Key) -> StoreLookup<StoredSlot> {
        let path = slotPath(version)
        switch StoreRecord.read(StoredSlot.self, from: path) {
        case .found(let record) where record.key != version:
            return .damaged(.damaged(path: path, reason: "it has the name of another record"))
        case let other: return other
        }
    }

    /// A slot's version. Every file is checked before it is read.
    func value(of record: StoredSlot, storage: SlotStorage.Files) throws -> Any {
        var paths: [String: String] = [:]
        var stamps: [String: FileStamp] = [:]
        for (name, blob) in record.files {
            let path = blobPath(blob)
            stamps[path] = FileStamp(path: path)
            paths[name] = try checkedPath(blob)
        }
        touch(slotPath(record.key))
        // The bytes that are read must be those that were checked.
        let log = ReadingLog { file in stamps[file.path] == file.stamp ? file.path.lastComponent : nil }
        let value = try Reading.$observer.withValue(log) {
            try storage.read { name in
                guard let path = paths[name] else {
                    throw StoreError.damaged(path: slotPath(record.key), reason: "it does not name a file \(name)")
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

    /// Calls `body` with an empty folder inside the store, and removes the folder afterwards.
    func withWorkingFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let path = "\(folder)/blobs/.work-\(AtomicFile.uniqueName())"
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
