import ArgumentParser
import Execution

/// How much of a run is printed.
enum RunDetail: Equatable {
    /// Errors and the report's path.
    case quiet
    /// A line a cell.
    case brief
    /// Every command and what it shows.
    case full
    /// One line for the whole run, with the time, for a save that `watch` has seen.
    case save
}

/// The flags that say how much is printed.
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
