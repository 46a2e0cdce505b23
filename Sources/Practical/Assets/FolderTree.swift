import Foundation

/// Folders and the names in them: of the disk, or of a repository that is only listed.
struct FolderTree: Sendable {
    /// The sorted names in a folder, without those that begin with a dot; none for what is no folder.
    let names: @Sendable (_ folder: String) -> [String]
    let isFolder: @Sendable (_ path: String) -> Bool

    static let disk = FolderTree(
        names: { folder in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return names.filter { !$0.hasPrefix(".") }.sorted()
        }, isFolder: AssetFolders.isFolder)

    private init(names: @escaping @Sendable (String) -> [String], isFolder: @escaping @Sendable (String) -> Bool) {
        (self.names, self.isFolder) = (names, isFolder)
    }

    /// The folders of relative paths of files. The folder that holds all of them has an empty name.
    init(files: [String]) {
        var folders: [String: Set<String>] = [:]
        for file in files {
            var folder = ""
            for name in file.split(separator: "/").map(String.init) {
                folders[folder, default: []].insert(name)
                folder = Self.path(folder, name)
            }
        }
        let sorted = folders.mapValues { names in names.filter { !$0.hasPrefix(".") }.sorted() }
        self.init(names: { sorted[$0] ?? [] }, isFolder: { sorted[$0] != nil })
    }

    /// Either may be empty.
    static func path(_ folder: String, _ name: String) -> String {
        folder.isEmpty ? name : name.isEmpty ? folder : "\(folder)/\(name)"
    }
}
