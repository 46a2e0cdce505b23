/// Turns a run's events into output: for the terminal, a log or a report.
package protocol RunRenderer: AnyObject {
    /// Called in order, on the thread that runs the commands.
    func handle(_ event: RunEvent)
}
