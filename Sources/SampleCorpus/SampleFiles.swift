import Files
import Foundation

/// The sample corpus as six files.
package enum SampleFiles {
    /// Grows when the corpus changes.
    package static let version = 2

    private static let names = [
        "ner-train.txt", "ner-validation.txt", "qa-train.json", "qa-validation.json", "sentiment-train.tsv",
        "sentiment-validation.tsv",
    ]

    /// The files' paths.
    package struct Paths: Sendable, Equatable {
        package let nerTrain: String
        package let nerValidation: String
        package let qaTrain: String
        package let qaValidation: String
        package let sentimentTrain: String
        package let sentimentValidation: String
    }

    /// The size and the checksum of each file, in a file that is written last. Without it, we would have to make the whole corpus to
    /// see that it is already there, which takes a third of a second.
    private struct Manifest: Codable, Equatable {
        struct Entry: Codable, Equatable {
            var bytes: Int
            var checksum: UInt64
        }

        var version: Int
        var files: [String: Entry]

        static let name = "manifest.json"
    }

    /// Writes the files into the folder, which is created if necessary, and returns their paths.
    ///
    /// A file that already has this content is left alone. A new file replaces an old one in one step.
    /// - Throws: `SampleFilesError` with the file and the system's reason.
    package static func write(to folder: String) throws -> Paths {
        let url = URL(fileURLWithPath: folder, isDirectory: true)
        let paths = names.map { url.appendingPathComponent($0).path }
        if !isThere(url) {
            do {
                try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            } catch {
                throw SampleFilesError(path: url.path, reason: String(describing: error))
            }
            let texts = [
                NERSample.conll(.train), NERSample.conll(.validation), QASample.squadJSON(.train),
                QASample.squadJSON(.validation), SentimentSample.tsv(.train), SentimentSample.tsv(.validation),
            ]
            var manifest = Manifest(version: version, files: [:])
            for (name, text) in zip(names, texts) {
                let data = Data(text.utf8)
                try write(data, to: url.appendingPathComponent(name))
                manifest.files[name] = .init(bytes: data.count, checksum: checksum(data))
            }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
            try write(encoder.encode(manifest), to: url.appendingPathComponent(Manifest.name))
        }
        return Paths(
            nerTrain: paths[0], nerValidation: paths[1], qaTrain: paths[2], qaValidation: paths[3],
            sentimentTrain: paths[4],
            sentimentValidation: paths[5])
    }

    private static func isThere(_ folder: URL) -> Bool {
        func read(_ name: String) -> Data? {
            (try? InputFile.bytes(folder.appendingPathComponent(name).path, limit: InputFile.Limit.text)).map {
                Data($0)
            }
        }
        guard let data = read(Manifest.name), let manifest = try? JSONDecoder().decode(Manifest.self, from: data),
            manifest.version == version, Set(manifest.files.keys) == Set(names)
        else { return false }
        return names.allSatisfy { name in
            guard let content = read(name) else { return false }
            return manifest.files[name] == .init(bytes: content.count, checksum: checksum(content))
        }
    }

    /// FNV-1a over words of eight bytes. It is fast, and sufficient to detect a file that was cut off or edited.
    private static func checksum(_ data: Data) -> UInt64 {
        data.withUnsafeBytes { bytes in
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            var place = 0
            while place + 8 <= bytes.count {
                hash = (hash ^ bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)) &* 0x100_0000_01B3
                // Mixes the upper bits into the lower ones, so that every bit affects everything after it.
                hash ^= hash >> 29
                place += 8
            }
            while place < bytes.count {
                hash = (hash ^ UInt64(bytes[place])) &* 0x100_0000_01B3
                place += 1
            }
            return hash
        }
    }

    private static func write(_ data: Data, to file: URL) throws {
        do {
            if (try? InputFile.bytes(file.path, limit: data.count)).map({ $0.elementsEqual(data) }) == true { return }
            try AtomicFile.write([UInt8](data), to: file.path)
        } catch {
            throw SampleFilesError(path: file.path, reason: String(describing: error))
        }
    }
}

/// A file of the sample corpus could not be written.
package struct SampleFilesError: Error, CustomStringConvertible {
    package let path: String
    package let reason: String

    package var description: String {
        "\(path): the sample corpus could not be written there (\(reason)). Make the folder writable, free some space, "
            + "or name another folder."
    }
}
