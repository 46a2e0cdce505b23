import Files
import Foundation

/// Downloads the content of one file into the cache. It resumes a download that was interrupted, and keeps nothing that is not verified.
///
/// The content is written to `blobs/HASH.incomplete` under a lock. The file is renamed to `blobs/HASH`
/// when its length and hash are right.
final class BlobDownload: BodyReceiver {
    private let file: HubFile
    private let listing: HubListing
    private let cache: HubCache
    private let connection: HubConnection
    private let meter: ProgressMeter
    private let partial: PartialFile
    private let lock: FileLock
    /// Whether an earlier call left bytes of the file.
    private var isResumed: Bool

    private var place: String { "\(listing.repository.name), \(file.path)" }

    /// Waits for the lock. Nil if another process has fetched the content in the meantime.
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
                // Each attempt starts at the Hub, because the address that the Hub redirects to expires.
                try connection.get(
                    url, for: HubSubject(repository: repository, file: file.path),
                    headers: start > 0 ? ["Range: bytes=\(start)-"] : [], into: self, check: check)
                if partial.count < file.size { throw .brokenOff(place: url.place, reason: "it ended too early") }
            } catch {
                var error = error
                if case .unexpectedStatus(let place, 416) = error, start > 0 {
                    try restart()
                    error = .brokenOff(place: place, reason: "the server does not send the rest")
                }
                let isGoodPart = partial.count - start >= HubLimits.goodPart
                try retries.wait(after: error, madeProgress: isGoodPart, isCancelled: connection.isCancelled)
            }
        }
    }

    /// Checks what the Hub says about a file in large-file storage before it redirects to it. This avoids fetching a wrong file. The hash
    /// of the received content decides in the end.
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
            throw .badAnswer(place: place, reason: "it is compressed, although no compression was requested")
        }
        switch response.status {
        case 206:
            guard let range = ContentRange(response["content-range"] ?? ""), range.start == partial.count else {
                throw .badAnswer(place: place, reason: "it is another part of the file than was requested")
            }
            if let total = range.total, total != file.size {
                throw .wrongLength(file: place, expected: file.size, actual: total)
            }
        case 200: break
        default: throw .unexpectedStatus(place: place, status: response.status)
        }
        // The partial content is discarded only if the server sends the whole file.
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

/// The header `Content-Range: bytes 5-9/10`.
struct ContentRange: Equatable {
    let start: Int
    /// The whole file's length; nil for `*`.
    let total: Int?

    /// Nil for any other text.
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
    /// The hash of the same kind of the file on disk.
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
