import Foundation
import HubServer

// hub-server FOLDER [--port N]: serves FOLDER/models/ORGANISATION/NAME and FOLDER/datasets/ORGANISATION/NAME as the Hub would.

let arguments = CommandLine.arguments.dropFirst()
let usage = "usage: hub-server FOLDER [--port N]\n"
guard let folder = arguments.first, !folder.hasPrefix("-"),
    arguments.count == 1 || (arguments.count == 3 && arguments.dropFirst().first == "--port"),
    let port = arguments.count == 1 ? 0 : arguments.last.flatMap({ UInt16($0) })
else {
    FileHandle.standardError.write(Data(usage.utf8))
    exit(2)
}
do {
    let repositories = try ServedRepository.all(in: folder)
    let server = try LocalHub(repositories, port: port)
    // The line is printed at once, because another process waits for it at a pipe.
    FileHandle.standardOutput.write(Data("\(server.endpoint)\n".utf8))
    while true { sleep(3_600) }
} catch {
    FileHandle.standardError.write(Data("hub-server: \(error)\n".utf8))
    exit(1)
}
