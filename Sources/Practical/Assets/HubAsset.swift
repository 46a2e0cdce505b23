import Execution
import Files
import Foundation
import Hub

/// An encoder or a data set on the Hugging Face Hub, or on a server that behaves like it.
struct HubAsset: RemoteAsset {
    let name: String
    let noun: String
    let standIn: String?
    /// The possible repositories, the most likely first: some have moved into organisations.
    let repositories: [HubRepository]
    /// Chooses the needed files of a repository. Throws when an essential one is missing.
    let choose: @Sendable (HubListing) throws -> [HubFile]
    let isHereNow: @Sendable () -> Bool

    var isHere: Bool { isHereNow() }

    func offer(isCancelled: @escaping () -> Bool) throws -> AssetOffer {
        let settings = try HubSettings.fromEnvironment()
        var asking = settings
        // There is a substitute, so the user should not have to wait long for an answer.
        if standIn != nil { (asking.limits.attempts, asking.limits.connectTime) = (2, 5) }
        var refusal: (any Error)?
        for repository in repositories {
            do {
                return try offer(
                    HubClient(asking).listing(of: repository, isCancelled: isCancelled), HubClient(settings))
            } catch let error as AssetError {
                // What is wanted may be in the next one.
                refusal = error
            } catch let error as HubError {
                switch error {
                case .repositoryNotFound, .revisionNotFound: refusal = refusal ?? error
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
        let host = URL(string: client.settings.endpoint)?.host ?? client.settings.endpoint
        return AssetOffer(
            source: "\(host), \(listing.repository.name) at \(listing.commit.prefix(8))",
            bytes: try client.missingBytes(files, of: listing), licence: listing.license
        ) { progress, isCancelled in
            try client.fetch(
                files, of: listing,
                progress: { done in
                    progress(
                        WorkProgress(
                            done: done.doneBytes, total: done.totalBytes, unit: WorkProgress.bytes,
                            rate: done.bytesPerSecond, task: name, secondsLeft: done.secondsLeft))
                }, isCancelled: isCancelled)
        }
    }
}
