/// Turns a run's events into something to read: the terminal, a log, a report.
package protocol RunRenderer: AnyObject {
    /// Called in order, on the thread that runs the commands.
    func handle(_ event: RunEvent)
}
