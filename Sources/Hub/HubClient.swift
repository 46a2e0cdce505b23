import Files

/// Fetches models and data sets from the Hugging Face Hub.
///
/// Downloads go to the cache that `HubCache` reads.
package struct HubClient: Sendable {
    package let settings: HubSettings

    package init(_ settings: HubSettings) { self.settings = settings }

    package var cache: HubCache { HubCache(folder: settings.cacheFolder) }

    /// Asks the Hub what a repository holds.
    ///
    /// - Parameter isCancelled: Called about once a second.
    package func listing(
        of repository: HubRepository, isCancelled: @escaping () -> Bool = { false }
    ) throws(HubError) -> HubListing {
        guard !settings.isOffline else { throw .offline(wanted: repository.name) }
        let connection = try HubConnection(settings, isCancelled: isCancelled)
        let subject = HubSubject(repository: repository)
        let base = "api/\(repository.collection)/\(repository.id)"
        let headURL = try connection.url("\(base)/revision/\(repository.revision.percentEncoded())")
        let head = try HubListing.Head(try connection.answer(headURL, for: subject))
        if let pinned = repository.pinnedCommit, pinned != head.commit {
            throw .badAnswer(place: headURL.place, reason: "it is about another commit")
        }
        var files: [HubFile] = []
        var page: HubURL? = try connection.url("\(base)/tree/\(head.commit)?recursive=true&expand=false")
        var pages = 0
        while let url = page {
            pages += 1
            guard pages <= HubLimits.pages else {
                throw .answerTooLong(place: url.place, limit: HubLimits.pages * HubLimits.answerBytes)
            }
            let answer = try connection.answer(url, for: subject)
            files += try HubListing.files(answer, in: repository)
            page = try answer.next()
        }
        guard Set(files.map(\.path)).count == files.count else {
            throw .badAnswer(place: headURL.place, reason: "it lists a file twice")
        }
        return HubListing(
            repository: repository, commit: head.commit, files: files, license: head.license)
    }

    /// Fetches files of a listing into the cache, one after the other. Files that exist are not fetched again.
    ///
    /// After an error, finished files stay, and so does the beginning of an unfinished one: the same call resumes there.
    ///
    /// - Parameters:
    ///   - files: Files of the listing; by default all of them.
    ///   - progress: Called several times a second, and at the end of each file.
    ///   - isCancelled: Called about once a second, and more often while bytes arrive.
    /// - Returns: The snapshot's folder, which has each file at its path.
    @discardableResult
    package func fetch(
        _ files: [HubFile]? = nil, of listing: HubListing, progress: @escaping (HubProgress) -> Void = { _ in },
        isCancelled: @escaping () -> Bool = { false }
    ) throws(HubError) -> HubSnapshot {
        let (cache, repository) = (cache, listing.repository)
        let files = files ?? listing.files
        let total = try Self.sum(files, in: repository)
        var missing: [HubFile] = []
        for file in files where try !cache.holds(file, of: listing) { missing.append(file) }
        guard missing.isEmpty || !settings.isOffline else { throw .offline(wanted: repository.name) }
        let snapshot = HubSnapshot(
            folder: cache.snapshotFolder(repository, listing.commit), commit: listing.commit)
        let meter = ProgressMeter(totalBytes: total, report: progress)
        if !missing.isEmpty {
            try cache.prepare(for: listing)
            try checkSpace(for: missing, of: listing)
            let connection = try HubConnection(settings, isCancelled: isCancelled)
            let wanted = Set(missing)
            for file in files {
                meter.begin(file)
                if wanted.contains(file) {
                    if try !cache.hasBlob(file, of: repository) {
                        try BlobDownload(file, of: listing, cache: cache, connection: connection, meter: meter)?.run()
                    }
                    try cache.link(file, of: listing)
                }
                meter.finish(file)
            }
        }
        try cache.writeReference(for: listing)
        return snapshot
    }

    /// The number of bytes to fetch for these files. Bytes that exist, also of partial files, do not count. Equal files count once.
    package func missingBytes(_ files: [HubFile], of listing: HubListing) throws(HubError) -> Int {
        var total = 0
        var hashes: Set<HubFile.Hash> = []
        for file in files where hashes.insert(file.hash).inserted {
            if try cache.hasBlob(file, of: listing.repository) { continue }
            let begun = FileStamp(path: cache.incompleteBlob(file, of: listing.repository))?.size ?? 0
            let (sum, overflows) = total.addingReportingOverflow(max(0, file.size - Int(clamping: begun)))
            guard !overflows else {
                throw .badAnswer(place: listing.repository.name, reason: "the sizes of its files are impossibly large")
            }
            total = sum
        }
        return total
    }

    private static func sum(_ files: [HubFile], in repository: HubRepository) throws(HubError) -> Int {
        var total = 0
        for file in files {
            let (sum, overflows) = total.addingReportingOverflow(file.size)
            if overflows {
                throw .badAnswer(place: repository.name, reason: "the sizes of its files are impossibly large")
            }
            total = sum
        }
        return total
    }

    /// Checks the free disk space before the download, rather than failing an hour later.
    private func checkSpace(for files: [HubFile], of listing: HubListing) throws(HubError) {
        let folder = cache.blobsFolder(listing.repository)
        guard let free = FreeSpace.bytes(at: folder) else { return }
        let needed = try missingBytes(files, of: listing)
        if needed > free { throw .diskFull(folder: folder, needed: needed, free: free) }
    }
}
