import Files
import Foundation
import Notebooks
import Outputs

/// The files of a run: the report at its path, and beside it a folder with `figures/*.png`, `run.json`, `metrics.json` and, if a command
/// has numbers for each of its steps, `steps.csv`.
///
/// Every file is written completely or not at all. `run.json` is the `RunRecord` without the figures' bytes, which are in files with the
/// figures' names. `metrics.json` is one flat object from name to number; `null` stands for a number that is not finite.
package final class RunFiles {
    /// The path as given, e.g. `output/practical-7.html`.
    package let reportPath: String
    /// `output/practical-7` for `output/practical-7.html`.
    package let folder: String
    /// The notebook that the report belongs to; nil if it belongs to none.
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
        // `output/store` is the folder of a project's store.
        let isFree = stem.map { !["", "store"].contains($0.lastComponent.lowercased()) } ?? false
        folder = isFree ? stem ?? reportPath : "\(stem ?? reportPath)-files"
    }

    /// The default path of a notebook's report: `output/practical-7.quick.html` for the profile `quick`.
    package static func standardReportPath(notebook: String, profile: String?) -> String {
        let name = notebook.split(separator: "/").last.map(String.init) ?? notebook
        let stem = name.lastIndex(of: ".").flatMap { $0 > name.startIndex ? String(name[..<$0]) : nil } ?? name
        // A profile's name must not lead to another folder.
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

    /// Creates the folders and tries to write in them, so that a long training does not end with a place that cannot be written.
    ///
    /// - Throws: `OutputRefusal` or `FileError` before anything is changed.
    package func prepare(reading inputs: [String: FileStamp] = [:], store: String? = nil, allowsOutside: Bool = false)
        throws
    {
        try check(reading: inputs, store: store, allowsOutside: allowsOutside)
        for place in [try AtomicFile.target(of: reportPath).parentFolder, folder, "\(folder)/figures"] {
            try AtomicFile.makeFolder(place)
            try AtomicFile.probe(place)
        }
    }

    /// Prevents other runs from writing to the same place until this one ends; waits for a run that already does.
    ///
    /// - Parameter onWait: Called once if it has to wait for more than a moment.
    /// - Throws: `ExecutionError.interrupted`, or `OutputRefusal` if another notebook's run has written there since `prepare`.
    package func claimPlace(interruption: Interruption, onWait: () -> Void) throws {
        claim = try StoreLock.wait(interruption: interruption, onWait: onWait) { try StoreLock.take(folder: folder) }
        try checkOwner()
    }

    /// Removes the incomplete files of a killed run. Only the run that has claimed the place may call this.
    package func removeLeftovers() {
        guard let target = try? AtomicFile.target(of: reportPath) else { return }
        let report = target.lastComponent
        func isLeftover(_ name: String) -> Bool { name.hasPrefix(".") && name.hasSuffix(".tmp") }
        // The report's folder may also hold other files.
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

    /// Writes all files, the report first. Earlier files are replaced one by one.
    ///
    /// - Throws: The first error, after all other files were tried.
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
            // The steps of an earlier run do not belong to this one.
            unlink("\(folder)/steps.csv")
        } else {
            _ = attempt(Array(StepSeries.csv(series).utf8), "\(folder)/steps.csv")
        }
        if let firstError { throw firstError }
    }

    /// The pictures by file name without `.png`, each name once: `losses`, and `losses.dark` and so on for the other variants.
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
