/// Something that commands read and that can be downloaded once: a model, a data set.
///
/// Locating and downloading are separate: `isHere` never uses the network, and `offer` does.
package protocol RemoteAsset: Sendable {
    /// Its name in a notebook. Two assets with one name are the same.
    var name: String { get }
    /// The kind of asset, e.g. `encoder`.
    var noun: String { get }
    /// Whether it is complete on this machine.
    var isHere: Bool { get }
    /// What a run uses instead if it is not available; nil if there is no substitute.
    var standIn: String? { get }
    /// Asks the source what a download would contain.
    func offer(isCancelled: @escaping () -> Bool) throws -> AssetOffer
}

/// What a download would contain, and a closure that performs it.
package struct AssetOffer: Sendable {
    /// Where it comes from, with the revision if there is one.
    package var source: String
    /// The number of bytes to download.
    package var bytes: Int
    /// The licence according to the source; nil if the source names none.
    package var licence: String?
    /// Downloads what is missing, and reports progress in bytes. After a cancellation or an error, the downloaded part is kept,
    /// and the next download resumes there.
    package var fetch:
        @Sendable (_ progress: @escaping (WorkProgress) -> Void, _ isCancelled: @escaping () -> Bool) throws -> Void

    package init(
        source: String, bytes: Int, licence: String?,
        fetch:
            @escaping @Sendable (_ progress: @escaping (WorkProgress) -> Void, _ isCancelled: @escaping () -> Bool)
            throws -> Void
    ) {
        self.source = source
        self.bytes = bytes
        self.licence = licence
        self.fetch = fetch
    }
}

/// The source of assets cannot be reached or must not be used, so requesting another asset is useless.
package struct UnreachableSource: Error, CustomStringConvertible {
    package var description: String
    /// Whether the user chose this, e.g. by working offline.
    package var isWanted: Bool

    package init(_ description: String, isWanted: Bool) {
        self.description = description
        self.isWanted = isWanted
    }
}
