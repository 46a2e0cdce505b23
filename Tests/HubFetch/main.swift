import Foundation
import Hub

// hubfetch KIND ID: fetches a repository with the settings of the environment, for tests with several processes. KIND is `model` or
// `dataset`. It prints the snapshot's folder, or prints the error and exits with 1.

let arguments = Array(CommandLine.arguments.dropFirst())
guard arguments.count == 2, let kind = HubRepository.Kind(rawValue: arguments[0]) else {
    FileHandle.standardError.write(Data("usage: hubfetch model|dataset ID\n".utf8))
    exit(2)
}
do throws(HubError) {
    let client = HubClient(try HubSettings.fromEnvironment())
    let listing = try client.listing(of: HubRepository(kind, arguments[1]))
    print(try client.fetch(of: listing).folder)
} catch {
    FileHandle.standardError.write(Data("\(error)\n".utf8))
    exit(1)
}
