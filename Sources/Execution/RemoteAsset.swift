/// Something that commands read and that can be fetched from elsewhere, once: a model, a data set.
///
/// Locating and obtaining are two things: `isHere` never asks the network, and `offer` does.
package protocol RemoteAsset: Sendable {
    /// As a notebook names it. Two assets of one name are the same.
    var name: String { get }
    /// What it is, e.g. `encoder`.
    var noun: String { get }
    /// Whether it is on this machine, whole.
    var isHere: Bool { get }
    /// What a run takes in its place when it can't be had; nil when nothing does.
    var standIn: String? { get }
    /// Asks where it comes from for what a fetch would bring.
    func offer(isCancelled: @escaping () -> Bool) throws -> AssetOffer
}

/// What fetching an asset would bring, and the way to do it.
package struct AssetOffer: Sendable {
    /// Where it comes from, with the revision where there is one.
    package var source: String
    /// Bytes that are not here yet.
    package var bytes: Int
    /// As its source calls it; nil when that does not say.
    package var licence: String?
    /// Fetches what is missing, and says in bytes how far it is. What was fetched before it was cancelled or failed is kept, and the next fetch goes on from there.
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

/// Where assets come from can't be reached, or may not be asked: asking for another one is no use.
package struct UnreachableSource: Error, CustomStringConvertible {
    package var description: String
    /// Whether the user wants it so.
    package var isWanted: Bool

    package init(_ description: String, isWanted: Bool) {
        self.description = description
        self.isWanted = isWanted
    }
}
