import ArgumentParser
import Files
import Notebooks

/// A typed step of a cell. swift-argument-parser handles options, defaults, help texts and validation. `configuration.commandName` is the
/// name in a notebook, and `configuration.abstract` is a description of one line.
package protocol NotebookCommand: ParsableCommand {
    /// Must be increased whenever the command computes something else from the same arguments. It is part of every key.
    static var revision: Int { get }

    /// True for a command that always runs and is never reused, such as `environment`.
    static var alwaysRuns: Bool { get }

    /// True for a command that runs again whenever its results are needed, because that is quicker than storing them: reading and
    /// encoding data, loading a tokenizer. What it writes is not stored. The keys of what depends on it use the content of what it wrote
    /// if the slot's storage can hash it, and otherwise the command's key. The same inputs must give the same content.
    static var isCheap: Bool { get }

    /// True for a long command, such as a training: a shell does not run it just because another command needs its slots, and if two runs
    /// would compute the same at once, one of them waits. A command that saves its progress must return true.
    static var takesLong: Bool { get }

    /// Example lines for a notebook, one for each slot that the command can write. Errors about a missing slot suggest them.
    static var examples: [String] { get }

    /// The slots that the command reads and writes with these arguments.
    var slots: SlotUse { get }

    /// Further slots that it reads, where these follow from earlier commands and not from its arguments alone.
    ///
    /// - Parameter writers: the command that wrote each slot last.
    func reads(after writers: [SlotName: any NotebookCommand]) -> [SlotName]

    /// The properties among its arguments that never change the result: a number of threads, and whatever only says where something is,
    /// such as the path of a file whose content is in `fingerprints`. The values of all other arguments, defaults included, are part of
    /// the key, however they were written.
    var argumentsInNoKey: Set<String> { get }

    /// The written slots that are worth storing, if they have a storage. Other slots are computed again when they are needed.
    var keptSlots: [SlotName] { get }

    /// True if it draws random numbers, so that its cell needs a label of its own.
    var drawsRandomNumbers: Bool { get }

    /// Checks its arguments against those of the commands that wrote the slots it reads. Called while planning, before anything runs.
    func validate(after writers: [SlotName: any NotebookCommand]) throws

    /// The files and folders that its arguments name, to check that an untrusted notebook does not use the user's other files.
    var namedPaths: [NamedPath] { get }

    /// The assets it reads that can be downloaded, whether or not they are on this machine. Found without the network.
    var assets: [any RemoteAsset] { get }

    /// Throws if its files cannot be written, or would replace files that are not this program's.
    func checkWriting(in outputFolder: String) throws

    /// The content that it depends on besides slots and arguments: the files that names resolve to, with their checksums. Called while
    /// planning, before anything runs. Throws if a named file does not exist.
    func fingerprints(in environment: PlanEnvironment) throws -> [Fingerprint]

    /// Executes the command. It can use only the slots that it declared.
    func execute(in context: CommandContext) throws
}

extension NotebookCommand {
    package static var revision: Int { 1 }
    package static var examples: [String] { [] }
    package static var alwaysRuns: Bool { false }
    package static var isCheap: Bool { false }
    package static var takesLong: Bool { false }
    package var drawsRandomNumbers: Bool { false }
    package var keptSlots: [SlotName] { slots.writes }
    package func reads(after writers: [SlotName: any NotebookCommand]) -> [SlotName] { [] }
    package var argumentsInNoKey: Set<String> { [] }
    package func validate(after writers: [SlotName: any NotebookCommand]) throws {}
    package var namedPaths: [NamedPath] { [] }
    package var assets: [any RemoteAsset] { [] }
    package func checkWriting(in outputFolder: String) throws {}
    package func fingerprints(in environment: PlanEnvironment) throws -> [Fingerprint] { [] }
}

/// A file (or other external content) that a command depends on.
package struct Fingerprint: Sendable, Equatable, Hashable, Codable {
    /// The role of the file, e.g. `train`, which is part of the key. Two files of one command have different
    /// roles, or always have the same order.
    package var role: String
    /// The name shown in messages, e.g. `reviews/train.txt`. It is in no key.
    package var name: String
    /// Lower-case hexadecimal SHA-256 of the content.
    package var digest: String

    package init(role: String = "", name: String, digest: String) {
        self.role = role
        self.name = name
        self.digest = digest
    }
}

/// What a command can use while the run is planned.
package protocol PlanEnvironment {
    /// SHA-256 of a file, cached by path, inode, size and times. Throws if the file cannot be read.
    func digest(ofFile path: String) throws -> String
    /// The folder that relative paths in a notebook's arguments start from. It is the working directory, not the notebook's folder.
    var workingDirectory: String { get }
    /// The folders that may contain the files a notebook names; nil for no restriction.
    var boundary: PathBoundary? { get }
}

extension PlanEnvironment {
    package var boundary: PathBoundary? { nil }
}
