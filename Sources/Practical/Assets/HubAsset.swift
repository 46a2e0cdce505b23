import Execution
import Files
import Foundation
import Hub

/// An encoder or a data set on the Hugging Face Hub, or on a server that behaves like it.
struct HubAsset: RemoteAsset {
    let name: String
    let noun: String
    let standIn: String?
    /// Where it may be, the likeliest first: repositories have moved into organisations.
    let repositories: [HubRepository]
    /// The files of a repository that are wanted. Throws when one is missing that can't be done without.
    let choose: @Sendable (HubListing) throws -> [HubFile]
    let isHereNow: @Sendable () -> Bool

    var isHere: Bool { isHereNow() }

    func offer() throws -> AssetOffer {
        var settings = try HubSettings.fromEnvironment()
        // Something takes its place: nobody wants to wait long for that.
        if standIn != nil { (settings.limits.attempts, settings.limits.connectTime) = (2, 5) }
        let client = HubClient(settings)
        var refusal: (any Error)?
        for repository in repositories {
            do {
                return try offer(
                    client.listing(of: repository, isCancelled: { Interruption.process.isRequested }), client)
            } catch let error as HubError {
                switch error {
                case .repositoryNotFound, .revisionNotFound, .unauthorized: refusal = refusal ?? error
                case .unreachable, .timedOut: throw UnreachableSource("\(error)", isWanted: false)
                case .offline: throw UnreachableSource("\(error)", isWanted: true)
                default: throw error
                }
            }
        }
        throw refusal ?? NoSuchAsset(name: name)
    }

    private func offer(_ listing: HubListing, _ client: HubClient) throws -> AssetOffer {
        let files = try choose(listing)
        let missing = try client.missing(files, of: listing)
        let host = URL(string: client.settings.endpoint)?.host ?? client.settings.endpoint
        return AssetOffer(
            source: "\(host), \(listing.repository.name) at \(listing.commit.prefix(8))",
            bytes: missing.reduce(0) { $0 + $1.size }, licence: listing.license
        ) { progress, isCancelled in
            try client.fetch(
                files, of: listing,
                progress: {
                    progress(AssetProgress(done: $0.doneBytes, total: $0.totalBytes, rate: $0.bytesPerSecond))
                },
                isCancelled: isCancelled)
        }
    }

    /// The part of a name that says where, and its revision: `org/name@revision`; `main` where none is said.
    static func repository(_ kind: HubRepository.Kind, _ name: String) throws -> HubRepository {
        let parts = name.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return parts.count == 2
            ? try HubRepository(kind, parts[0], revision: parts[1]) : try HubRepository(kind, parts[0])
    }
}
