import Files
import Foundation
import Notebooks
import Outputs

/// What a run leaves: the report at its path, and beside it a folder with `figures/*.png`, `run.json`, `metrics.json`
/// and, where a command knows something of each of its steps, `steps.csv`.
///
/// Every file is written whole or not at all. `run.json` is the `RunRecord` without the figures' bytes, whose files bear
/// their names; `metrics.json` is one flat object from name to number, `null` standing for one that is not finite.
package final class RunFiles {
    /// As given, e.g. `output/practical-7.html`.
    package let reportPath: String
    /// `output/practical-7` for `output/practical-7.html`.
    package let folder: String
    /// Whose report it is; nil for one that is nobody's.
    let notebook: String?
    let profile: String?
    private var writtenFigures: [String: [UInt8]] = [:]
    /// Held while a run writes here.
    private var claim: StoreLock?

    package init(reportPath: String, notebook: String? = nil, profile: String? = nil) {
        self.reportPath = reportPath
        self.notebook = notebook
        self.profile = profile
        let suffix = [".html", ".htm"].first { reportPath.lowercased().hasSuffix($0) && reportPath.count > $0.count }
        let stem = suffix.map { String(reportPath.dropLast($0.count)) }
        // `output/store` is where a project's store is.
        let isFree = stem.map { !["", "store"].contains($0.lastComponent.lowercased()) } ?? false
        folder = isFree ? stem ?? reportPath : "\(stem ?? reportPath)-files"
    }

    /// Where a notebook's report goes when nobody says: `output/practical-7.quick.html` for the profile `quick`.
    package static func standardReportPath(notebook: String, profile: String?) -> String {
        let name = notebook.split(separator: "/").last.map(String.init) ?? notebook
        let stem = name.lastIndex(of: ".").flatMap { $0 > name.startIndex ? String(name[..<$0]) : nil } ?? name
        // A profile's name leads to no other folder.
        let suffix = profile.map { ".\($0.replacing("/", with: "-"))" } ?? ""
        return "output/\(stem)\(suffix).html"
    }

    /// Whether a file is a report of this program.
    package static func isReport(_ path: String) -> Bool {
        switch try? ReportMark.place(at: path) {
        case .marked, .unmarked: true
        case .free, .foreign, nil: false
        }
    }

    /// Makes the folders and tries to write in them, so that a training does not end at a place nobody can write to.
    ///
    /// - Throws: `OutputRefusal` or `FileError` before anything is touched.
    package func prepare(reading inputs: [String: FileStamp] = [:], store: String? = nil, allowsOutside: Bool = false)
        throws
    {
        try check(reading: inputs, store: store, allowsOutside: allowsOutside)
        for place in [try AtomicFile.target(of: reportPath).parentFolder, folder, "\(folder)/figures"] {
            try AtomicFile.makeFolder(place)
            try AtomicFile.probe(place)
        }
    }

    /// Keeps other runs from writing to the same place until this one ends, and waits for one that does.
    ///
    /// - Parameter onWait: Called once when it has to wait for more than a moment.
    /// - Throws: `ExecutionError.interrupted`, or `OutputRefusal` when another notebook's run has written there since `prepare`.
    package func claimPlace(interruption: Interruption, onWait: () -> Void) throws {
        claim = try StoreLock.wait(interruption: interruption, onWait: onWait) { try StoreLock.take(folder: folder) }
        try checkOwner()
    }

    /// Removes what a killed run has left half-written. Only the run that has claimed the place may.
    package func removeLeftovers() {
        guard let target = try? AtomicFile.target(of: reportPath) else { return }
        let report = target.lastComponent
        func isLeftover(_ name: String) -> Bool { name.hasPrefix(".") && name.hasSuffix(".tmp") }
        // The report's folder is not ours alone.
        let prefix = AtomicFile.temporaryPrefix(for: report)
        for name in (try? FileManager.default.contentsOfDirectory(atPath: target.parentFolder)) ?? []
        where isLeftover(name) && name.hasPrefix(prefix) {
            unlink("\(target.parentFolder)/\(name)")
        }
        for name in FileManager.default.enumerator(atPath: folder)?.compactMap({ $0 as? String }) ?? []
        where isLeftover(name.lastComponent) {
            unlink("\(folder)/\(name)")
        }
    }

    /// Writes everything, the report first; what was there before is replaced file by file.
    ///
    /// - Throws: The first error, after everything else was tried.
    package func write(_ run: RunRecord, html: String) throws(FileError) {
        var firstError: FileError?
        func attempt(_ bytes: [UInt8], _ path: String) -> Bool {
            do throws(FileError) {
                try AtomicFile.write(bytes, to: path)
                return true
            } catch {
                firstError = firstError ?? error
                return false
            }
        }
        _ = attempt(Array((mark?.put(into: html) ?? html).utf8), reportPath)
        for (name, png) in Self.figures(of: run) where writtenFigures[name] != png {
            let path = "\(folder)/figures/\(name).png"
            let isThere = (try? InputFile.bytes(path, limit: png.count)) == png
            if isThere || attempt(png, path) { writtenFigures[name] = png }
        }
        var light = run
        for cell in light.cells.indices {
            for output in light.cells[cell].outputs.indices {
                light.cells[cell].outputs[output].output = light.cells[cell].outputs[output].output.withoutPicture
            }
        }
        let encoder = JSONEncoder.practicum
        encoder.outputFormatting.insert(.prettyPrinted)
        let record = (try? encoder.encode(light)) ?? Data("{}".utf8)
        _ = attempt([UInt8](record), "\(folder)/run.json")
        _ = attempt(Array(Self.json(run.metrics).utf8), "\(folder)/metrics.json")
        let series = run.series
        if series.isEmpty {
            // Those of an earlier run are not this one's.
            unlink("\(folder)/steps.csv")
        } else {
            _ = attempt(Array(StepSeries.csv(series).utf8), "\(folder)/steps.csv")
        }
        if let firstError { throw firstError }
    }

    /// The pictures by file name without `.png`, each name once: `losses`, and where there are other forms `losses.dark` and so on.
    private static func figures(of run: RunRecord) -> [(name: String, png: [UInt8])] {
        var names: Set<String> = []
        return run.cells.flatMap(\.outputs).flatMap { output -> [(name: String, png: [UInt8])] in
            guard case .figure(let figure) = output.output else { return [] }
            let base = String(figure.name.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "-" })
            var name = base.isEmpty || base.hasPrefix(".") ? "figure\(base)" : base
            var suffix = 2
            while !names.isDisjoint(with: figure.pictures.map { name + $0.suffix }) {
                name = "\(base)-\(suffix)"
                suffix += 1
            }
            names.formUnion(figure.pictures.map { name + $0.suffix })
            return figure.pictures.map { (name + $0.suffix, $0.png) }
        }
    }

    private static func json(_ metrics: [String: Double]) -> String {
        let lines = metrics.sorted { $0.key < $1.key }.map { name, value in
            let key = (try? JSONEncoder.practicum.encode(name)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
            let isWhole = value == value.rounded() && abs(value) < 1e15
            return "  \(key): \(!value.isFinite ? "null" : isWhole ? "\(Int(value))" : "\(value)")"
        }
        return lines.isEmpty ? "{}\n" : "{\n\(lines.joined(separator: ",\n"))\n}\n"
    }
}
