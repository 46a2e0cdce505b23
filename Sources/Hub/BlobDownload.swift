import Files
import Foundation

/// Fetches the content of one file into the cache: goes on where an earlier try broke off, and keeps nothing that is not checked.
///
/// The content grows in `blobs/HASH.incomplete` under a lock, and becomes `blobs/HASH` when its length and hash are right.
final class BlobDownload: BodyReceiver {
    private let file: HubFile
    private let listing: HubListing
    private let cache: HubCache
    private let connection: HubConnection
    private let meter: ProgressMeter
    private let partial: PartialFile
    private let lock: FileLock
    /// Whether bytes are there that another call left.
    private var isResumed: Bool

    private var place: String { "\(listing.repository.name), \(file.path)" }

    /// Waits for the lock. Nil when the content is there by then.
    init?(
        _ file: HubFile, of listing: HubListing, cache: HubCache, connection: HubConnection, meter: ProgressMeter
    ) throws(HubError) {
        self.file = file
        self.listing = listing
        self.cache = cache
        self.connection = connection
        self.meter = meter
        let repository = listing.repository
        lock = try Self.lock(cache.lock(file, of: repository), isCancelled: connection.isCancelled)
        if try cache.hasBlob(file, of: repository) { return nil }
        partial = try HubError.mapped { () throws(FileError) in
            try PartialFile(cache.incompleteBlob(file, of: repository))
        }
        isResumed = partial.count > 0
    }

    private static func lock(_ path: String, isCancelled: () -> Bool) throws(HubError) -> FileLock {
        while true {
            if let lock = try HubError.mapped({ () throws(FileError) in try FileLock.take(path) }) { return lock }
            if isCancelled() { throw .cancelled }
            usleep(50_000)
        }
    }

    func run() throws(HubError) {
        while true {
            if partial.count > file.size { try restart() }
            meter.move(to: partial.count)
            if partial.count < file.size { try download() }
            let actual = try HubError.mapped { () throws(FileError) in try file.hash.computed(of: partial) }
            if actual == file.hash.hexadecimal { break }
            guard isResumed else {
                unlink(partial.path)
                throw .wrongHash(file: place, expected: file.hash.hexadecimal, actual: actual)
            }
            try restart()
        }
        let blob = cache.blob(file, of: listing.repository)
        try HubError.mapped { () throws(FileError) in try AtomicFile.move(partial.path, to: blob) }
    }

    private func restart() throws(HubError) {
        try HubError.mapped { () throws(FileError) in try partial.empty() }
        isResumed = false
        meter.move(to: 0)
    }

    private func download() throws(HubError) {
        let repository = listing.repository
        let path = file.path.percentEncoded(keepsSlashes: true)
        let url = try connection.url("\(repository.addressPath)/resolve/\(listing.commit)/\(path)")
        var retries = Retries(connection.settings.limits)
        while partial.count < file.size {
            let start = partial.count
            do throws(HubError) {
                // Each time from the Hub on: the address that it passes on to is valid for a while only.
                try connection.get(
                    url, for: HubSubject(repository: repository, file: file.path),
                    headers: start > 0 ? ["Range: bytes=\(start)-"] : [], into: self, check: check)
                if partial.count < file.size { throw .brokenOff(place: url.place, reason: "it ended too early") }
            } catch {
                var error = error
                if case .unexpectedStatus(let place, 416) = error, start > 0 {
                    try restart()
                    error = .brokenOff(place: place, reason: "the rest can't be had")
                }
                let isGoodPart = partial.count - start >= HubLimits.goodPart
                try retries.wait(after: error, madeProgress: isGoodPart, isCancelled: connection.isCancelled)
            }
        }
    }

    /// What the Hub says about a file in large-file storage before it passes on to it. This saves fetching a wrong one; what counts is
    /// the hash of what came.
    private func check(_ response: HTTPResponse) throws(HubError) {
        let tag = response["x-linked-etag"].map { $0.filter { $0 != "\"" } }
        if let tag, HubFile.isHash(tag, digits: 40) || HubFile.isHash(tag, digits: 64), tag != file.hash.hexadecimal {
            throw .wrongHash(file: place, expected: file.hash.hexadecimal, actual: tag)
        }
        if let size = response["x-linked-size"].flatMap({ Int($0) }), size != file.size {
            throw .wrongLength(file: place, expected: file.size, actual: size)
        }
    }

    func begin(_ response: HTTPResponse) throws(HubError) {
        if let encoding = response["content-encoding"], encoding.lowercased() != "identity" {
            throw .badAnswer(place: place, reason: "it is compressed, which was not asked for")
        }
        switch response.status {
        case 206:
            guard let range = ContentRange(response["content-range"] ?? ""), range.start == partial.count else {
                throw .badAnswer(place: place, reason: "it is another part of the file than was asked for")
            }
            if let total = range.total, total != file.size {
                throw .wrongLength(file: place, expected: file.size, actual: total)
            }
        case 200: break
        default: throw .unexpectedStatus(place: place, status: response.status)
        }
        // What is there is given up for the whole file only where that is what comes.
        let start = response.status == 200 ? 0 : partial.count
        if let announced = response["content-length"].flatMap({ Int($0) }), announced != file.size - start {
            let (whole, overflows) = start.addingReportingOverflow(announced)
            throw .wrongLength(file: place, expected: file.size, actual: overflows ? nil : whole)
        }
        if start < partial.count { try restart() }
    }

    func receive(_ bytes: UnsafeRawBufferPointer) throws(HubError) {
        guard bytes.count <= file.size - partial.count else {
            throw .wrongLength(file: place, expected: file.size, actual: nil)
        }
        try HubError.mapped { () throws(FileError) in try partial.append(bytes) }
        meter.receive(bytes.count)
    }
}

/// `Content-Range: bytes 5-9/10`.
struct ContentRange: Equatable {
    let start: Int
    /// The whole file's length; nil for `*`.
    let total: Int?

    /// Nil for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bytes" else { return nil }
        let sides = parts[1].split(separator: "/", omittingEmptySubsequences: false)
        guard sides.count == 2, let dash = sides[0].firstIndex(of: "-"), let start = Int(sides[0][..<dash]), start >= 0
        else { return nil }
        self.start = start
        if sides[1] == "*" {
            total = nil
        } else {
            guard let total = Int(sides[1]) else { return nil }
            self.total = total
        }
    }
}

extension HubFile.Hash {
    /// The same kind of hash of what is on the disk.
    fileprivate func computed(of file: PartialFile) throws(FileError) -> String {
        let input = try InputFile(file.path, limit: file.count)
        switch self {
        case .sha256:
            var hash = SHA256()
            try input.forEachPiece { hash.update($0) }
            return hash.finalize().hexadecimal
        case .gitBlob:
            var hash = SHA1.ofGitBlob(count: file.count)
            try input.forEachPiece { hash.update($0) }
            return hash.hexadecimal()
        }
    }
}
