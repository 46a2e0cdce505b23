import ArgumentParser

/// The program's exit statuses; `practicum --help` lists them.
enum ExitStatus {
    /// The notebook or its parameters are not valid, or what it needs could not be fetched; nothing ran.
    static let invalid = ExitCode(1)
    /// A cell failed or ran out of time.
    static let cellFailed = ExitCode(2)
    /// The report or the store could not be written.
    static let notWritten = ExitCode(3)
    /// The program was built for another processor.
    static let unsupported = ExitCode(69)
    /// Stopped by Ctrl-C or by a request to end.
    static let interrupted = ExitCode(130)
}
