import Files
import Foundation
import Notebooks

extension RunFiles {
    /// The mark of the report; nil if the report belongs to no notebook.
    var mark: ReportMark? {
        notebook.map { notebook in
            let place = (try? AtomicFile.target(of: reportPath)) ?? reportPath
            return ReportMark(
                notebook: notebook.resolvedPath.relative(to: place.parentFolder.resolvedPath), profile: profile)
        }
    }

    /// Checks every path that is going to be written, and changes nothing.
    ///
    /// - Parameters:
    ///   - inputs: The files that the run reads: their names in messages, and their stamps.
    ///   - store: The folder of the store that the run uses.
    ///   - allowsOutside: Whether a link in the folder may point outside it.
    /// - Throws: `OutputRefusal` or `FileError`.
    func check(reading inputs: [String: FileStamp], store: String?, allowsOutside: Bool) throws {
        if reportPath.isEmpty { throw OutputRefusal(path: "the report", reason: "its name is empty") }
        if reportPath.contains("\0") { throw OutputRefusal(path: reportPath, reason: "its name holds a NUL") }
        if ["", ".", ".."].contains(reportPath.lastComponent) {
            throw FileError(path: reportPath, operation: .write, reason: .notRegular("a folder"))
        }
        let report = try AtomicFile.target(of: reportPath).resolvedPath
        for path in [reportPath, "\(folder)/run.json", "\(folder)/metrics.json", "\(folder)/steps.csv"] {
            guard let stamp = FileStamp(path: path),
                let (name, _) = inputs.first(where: { $0.value.isSameFile(as: stamp) })
            else { continue }
            throw OutputRefusal(path: path, reason: "it is \(name), which this run reads")
        }
        for path in [report, folder.resolvedPath] {
            if let store = Self.store(around: path) ?? store?.resolvedPath, path.isInside(store) {
                throw OutputRefusal(path: path, reason: "it lies in the store \(store)")
            }
        }
        if !allowsOutside { try checkLinks() }
        try checkOwner()
        for place in [report.parentFolder, "\(folder)/figures".resolvedPath] { try Self.checkWritable(place) }
        if access(report, F_OK) == 0, access(report, W_OK) != 0 {
            throw FileError(path: reportPath, operation: .write, code: errno)
        }
    }

    /// The innermost store that contains a resolved path.
    private static func store(around path: String) -> String? {
        var place = path
        while place != "/", place != "." {
            if Store.isStore(place) { return place }
            place = place.parentFolder
        }
        return nil
    }

    /// Checks that a folder which a command creates is not one of the run's own files and is not inside a store.
    ///
    /// - Throws: `OutputRefusal`.
    package func checkFree(_ path: NamedPath, store: String) throws {
        guard path.use == .written else { return }
        let isRelative = path.isBesideReport && !path.argument.hasPrefix("/")
        let place = (isRelative ? "\(folder)/\(path.argument)" : path.argument).resolvedPath
        let remedy = "Let the notebook write to another place."
        for own in [reportPath] + ["run.json", "metrics.json", "steps.csv", "figures"].map({ "\(folder)/\($0)" })
        where place.isInside(own.resolvedPath) {
            throw OutputRefusal(path: path.argument, reason: "the run itself writes \(own)", remedy: remedy)
        }
        let store = Self.store(around: place) ?? store.resolvedPath
        if place.isInside(store) {
            throw OutputRefusal(path: path.argument, reason: "it lies in the store \(store)", remedy: remedy)
        }
    }

    /// Checks that no link in the folder points outside it.
    private func checkLinks() throws {
        let root = folder.resolvedPath
        for name in ["figures", "run.json", "metrics.json", "steps.csv"]
        where !"\(folder)/\(name)".resolvedPath.isInside(root) {
            throw OutputRefusal(
                path: "\(folder)/\(name)", reason: "it is a link to \("\(folder)/\(name)".resolvedPath)",
                remedy: "Remove the link, name another place with `--output`, or run with `--allow-outside`.")
        }
    }

    /// Checks that the folder, or the folder in which it will be created, exists and is writable.
    package static func checkWritable(_ folder: String) throws(FileError) {
        var place = folder
        while access(place, F_OK) != 0, errno == ENOENT, place != "/", place != "." { place = place.parentFolder }
        var status = stat()
        guard stat(place, &status) == 0 else { throw FileError(path: folder, operation: .createFolder, code: errno) }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw FileError(path: folder, operation: .createFolder, code: ENOTDIR)
        }
        guard access(place, W_OK | X_OK) == 0 else { throw FileError(path: place, operation: .write, code: errno) }
    }

    // MARK: Whose it is

    /// Only files written by this notebook's runs are replaced.
    func checkOwner() throws {
        guard let notebook else { return }
        switch try ReportMark.place(at: reportPath) {
        case .foreign:
            throw OutputRefusal(
                path: reportPath, reason: "it is a file that this program has not written",
                remedy: "Move it, or name another place with `--output`.")
        case .marked(let mark):
            let other = "\(try AtomicFile.target(of: reportPath).parentFolder)/\(mark.notebook)".resolvedPath
            try checkSame(other, notebook, mark.profile)
            // The folder was moved together with the report.
            return
        case .unmarked, .free: break
        }
        if let record = Self.record(in: folder) {
            // The path as it was typed then.
            return try checkSame(record.notebook.resolvedPath, notebook, record.profile)
        }
        guard case .free = try ReportMark.place(at: reportPath) else { return }
        let figures = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/figures")) ?? []
        let foreign =
            ["run.json", "metrics.json", "steps.csv"].filter { access("\(folder)/\($0)", F_OK) == 0 }
            + figures.filter { !$0.hasPrefix(".") }.map { "figures/\($0)" }
        if let name = foreign.sorted().first {
            throw OutputRefusal(
                path: folder, reason: "it holds \(name), which this program has not written",
                remedy: "Move it, or name another place with `--output`.")
        }
    }

    private func checkSame(_ other: String, _ notebook: String, _ profile: String?) throws {
        guard other != notebook.resolvedPath, let there = FileStamp(path: other),
            FileStamp(path: notebook).map(there.isSameFile) != true
        else { return }
        let with = profile.map { " with the profile \($0)" } ?? ""
        throw OutputRefusal(path: reportPath, reason: "it is the report of another notebook, \(other)\(with)")
    }

    /// The run header from `run.json`; nil if the file is not this program's.
    private static func record(in folder: String) -> RunHeader? {
        struct Record: Decodable { var header: RunHeader }
        guard let bytes = try? InputFile.bytes("\(folder)/run.json", limit: InputFile.Limit.vocabulary) else {
            return nil
        }
        return (try? JSONDecoder.practicum.decode(Record.self, from: Data(bytes)))?.header
    }
}
