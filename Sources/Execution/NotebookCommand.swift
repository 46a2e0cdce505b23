import ArgumentParser
import Files
import Notebooks

/// A typed step of a cell. Options, defaults, help texts and validation come from swift-argument-parser;
/// `configuration.commandName` is the word that a notebook writes and `configuration.abstract` its one line.
package protocol NotebookCommand: ParsableCommand {
    /// Raised whenever the command computes something else from the same arguments; part of every key.
    static var revision: Int { get }

    /// True for what always runs and is never reused, like `environment`.
    static var alwaysRuns: Bool { get }

    /// True for what is made again wherever it is needed, since that is quicker than keeping it: reading and encoding data, a
    /// tokenizer. What it writes is not stored. What depends on it goes by the content of what it wrote, where the slot's storage
    /// can say that, and by its key otherwise. The same inputs must give the same content.
    static var isCheap: Bool { get }

    /// True for what nobody wants to run by surprise, like training: a shell does not run it for the sake of another command, and of
    /// two runs that would compute the same at once, one waits. A command that saves its progress must say so.
    static var takesLong: Bool { get }

    /// Lines that a notebook could hold, one for each slot that the command can write: what is missing above another command
    /// is named by them.
    static var examples: [String] { get }

    /// The slots that this command reads and writes with these arguments.
    var slots: SlotUse { get }

    /// The properties among its arguments that can't change a bit of what it computes: a number of threads, and whatever only says
    /// where something is, like a file whose content is in `fingerprints`. All others count for the key with their values, defaults
    /// included, however they were written.
    var argumentsInNoKey: Set<String> { get }

    /// Of the slots that it writes, those that are worth keeping in the store, where they have a storage. What is left out is
    /// computed again when it is needed.
    var keptSlots: [SlotName] { get }

    /// True when it draws random numbers, so that its cell needs a label of its own.
    var drawsRandomNumbers: Bool { get }

    /// Checks its arguments against those of the commands that wrote what it reads, by slot. Called while planning, before anything
    /// runs.
    func validate(after writers: [SlotName: any NotebookCommand]) throws

    /// The files and folders that its arguments name, so that a stranger's notebook reaches none of the user's others.
    var namedPaths: [NamedPath] { get }

    /// What it reads that can be fetched from elsewhere, here already or not. Found without the network.
    var assets: [any RemoteAsset] { get }

    /// Throws when what it writes can't be written, or would take the place of something that is not this program's.
    func checkWriting(in outputFolder: String) throws

    /// The contents that it depends on beyond slots and arguments: what resolves to which file, with its checksum.
    /// Called while planning, before anything runs; throws when a named file is not there.
    func fingerprints(in environment: PlanEnvironment) throws -> [Fingerprint]

    /// Does the work. Reaches only the slots that it declared.
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
    package var argumentsInNoKey: Set<String> { [] }
    package func validate(after writers: [SlotName: any NotebookCommand]) throws {}
    package var namedPaths: [NamedPath] { [] }
    package var assets: [any RemoteAsset] { [] }
    package func checkWriting(in outputFolder: String) throws {}
    package func fingerprints(in environment: PlanEnvironment) throws -> [Fingerprint] { [] }
}

/// A file (or other outside content) that a command depends on.
package struct Fingerprint: Sendable, Equatable, Hashable, Codable {
    /// What the command takes it for, e.g. `train`: it counts for the key. Two files of one command have two roles, or stand
    /// always in the same order.
    package var role: String
    /// What a student would call it, e.g. `reviews/train.txt`: for messages, and in no key.
    package var name: String
    /// Lower-case hexadecimal SHA-256 of the content.
    package var digest: String

    package init(role: String = "", name: String, digest: String) {
        self.role = role
        self.name = name
        self.digest = digest
    }
}

/// What a command may know while the run is planned.
package protocol PlanEnvironment {
    /// SHA-256 of a file, remembered by path, inode, size and times. Throws when it can't be read.
    func digest(ofFile path: String) throws -> String
    /// The folder that relative paths in a notebook's arguments start from: the notebook's own is never assumed, it is the working directory.
    var workingDirectory: String { get }
    /// Where the files may be that a notebook names; nil for anywhere.
    var boundary: PathBoundary? { get }
}

extension PlanEnvironment {
    package var boundary: PathBoundary? { nil }
}
