import Files
import Foundation
import Notebooks
import Outputs

/// The outputs of one command, as they are stored.
package struct StoredResult: Sendable, Equatable, Codable {
    /// A file that the command wrote outside the store, and its state then.
    package struct ProducedFile: Sendable, Equatable, Codable {
        /// Relative to the run's output folder, or absolute.
        package var path: String
        package var digest: String
        package var stamp: FileStamp
    }

    /// The command as a user would type it.
    package var command: String
    package var outputs: [CellOutput]
    package var facts: [RunFact]
    /// How long it took, without the recomputation of its inputs.
    package var seconds: Double
    package var madeAt: Date
    /// The BLAS kernel and vector instructions that computed it.
    package var machine: String
    package var producedFiles: [ProducedFile]
}

/// The record in the file. It contains figures without their bytes, which are blobs.
private struct ResultRecord: Codable {
    var key: Key
    var result: StoredResult
    /// By index of the output.
    var pictures: [Int: BlobReference]
    /// The other variants of the pictures, by index of the output; nil in files of earlier versions.
    var variants: [Int: [Figure.Variant: BlobReference]]?

    var blobs: [BlobReference] { pictures.values + (variants ?? [:]).values.flatMap(\.values) }
}

extension Store {
    private func resultPath(_ key: Key) -> String { path("results", key.hexadecimal) }

    /// Saves what a command showed.
    ///
    /// - Parameter flushes: Whether it must be on the disk before this returns.
    func save(_ result: StoredResult, for key: Key, flushes: Bool = true) throws {
        var record = ResultRecord(key: key, result: result, pictures: [:], variants: [:])
        for (place, output) in result.outputs.enumerated() {
            guard case .figure(let figure) = output.output else { continue }
            record.pictures[place] = try saveBlob(figure.png, flushes: flushes)
            for (variant, png) in figure.variants {
                record.variants?[place, default: [:]][variant] = try saveBlob(png, flushes: flushes)
            }
            record.result.outputs[place].output = output.output.withoutPicture
        }
        try StoreRecord.write(record, to: resultPath(key), flushes: flushes)
    }

    /// What a command showed, pictures included, after checking everything.
    ///
    /// - Parameter outputFolder: The folder in which files written by the command must still exist unchanged.
    func result(for key: Key, outputFolder: String) -> StoreLookup<StoredResult> {
        let path = resultPath(key)
        switch StoreRecord.read(ResultRecord.self, from: path) {
        case .missing: return .missing
        case .damaged(let error): return .damaged(error)
        case .found(let record):
            guard record.key == key else {
                return .damaged(.damaged(path: path, reason: "it has the name of another record"))
            }
            var result = record.result
            for (place, blob) in record.pictures {
                guard result.outputs.indices.contains(place), case .figure(var figure) = result.outputs[place].output
                else { return .damaged(.damaged(path: path, reason: "its pictures do not match its outputs")) }
                do throws(StoreError) {
                    figure.png = try picture(blob)
                    for (variant, blob) in record.variants?[place] ?? [:] {
                        figure.variants[variant] = try picture(blob)
                    }
                } catch {
                    return .damaged(error)
                }
                result.outputs[place].output = .figure(figure)
            }
            touch(path)
            return .found(result)
        }
    }

    /// How long a command took; nil if its record does not exist or cannot be read. Its pictures are not checked.
    func seconds(ofResult key: Key) -> Double? {
        guard case .found(let record) = StoreRecord.read(ResultRecord.self, from: resultPath(key)), record.key == key
        else { return nil }
        return record.result.seconds
    }

    private func picture(_ blob: BlobReference) throws(StoreError) -> [UInt8] {
        switch loadBlob(blob) {
        case .found(let bytes): return bytes
        case .damaged(let error): throw error
        case .missing: throw .missing(path: blobPath(blob))
        }
    }

    /// The command and the blobs of a result's record; nil if it cannot be read.
    func contents(ofResult path: String) -> (command: String, blobs: [BlobReference])? {
        guard case .found(let record) = StoreRecord.read(ResultRecord.self, from: path) else { return nil }
        return (record.result.command, record.blobs)
    }
}

extension StoredResult.ProducedFile {
    /// The full path in a run with this output folder.
    func path(in outputFolder: String) -> String { path.hasPrefix("/") ? path : "\(outputFolder)/\(path)" }

    /// Whether the file is unchanged. Its content is checked only if its times have changed.
    func isUnchanged(in outputFolder: String) -> Bool {
        let path = path(in: outputFolder)
        guard let now = FileStamp(path: path), now.size == stamp.size else { return false }
        return now == stamp || (try? FileChecksum.sha256(path).digest) == digest
    }
}

extension StoredResult.ProducedFile {
    /// The current state of a file that a command has written; nil if it does not exist.
    init?(writtenTo path: String, in outputFolder: String) throws {
        guard let stamp = FileStamp(path: path) else { return nil }
        let inside = "\(outputFolder)/"
        self.init(
            path: path.hasPrefix(inside) ? String(path.dropFirst(inside.count)) : path.resolvedPath,
            digest: try FileChecksum.sha256(path).digest, stamp: stamp)
    }
}
