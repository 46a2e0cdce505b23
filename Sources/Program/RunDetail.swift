import ArgumentParser
import Execution

/// How much a run prints.
enum RunDetail: Equatable {
    /// Only errors and the report's path.
    case quiet
    /// One line for each cell.
    case brief
    /// Every command and its outputs.
    case full
    /// One line for the whole run, with the time of day, as `watch` prints after a save.
    case save
}

/// The flags for how much is printed.
struct DetailOptions: ParsableArguments {
    @Flag(name: [.customShort("v"), .long], help: "Print every command and what it shows.")
    var verbose = false

    @Flag(name: [.customShort("q"), .long], help: "Print nothing but errors and the report's path.")
    var quiet = false

    func validate() throws {
        if verbose, quiet { throw ValidationError("Choose one of --verbose and --quiet.") }
    }

    var detail: RunDetail { quiet ? .quiet : verbose ? .full : .brief }
}
