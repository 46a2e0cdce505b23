extension JupyterError: CustomStringConvertible {
    package var description: String {
        switch flaw {
        case .noJSON:
            "\(path) is not a Jupyter notebook: it is not JSON, or it is damaged. Name an .ipynb file that opens in Jupyter."
        case .noObject:
            "\(path) is not a Jupyter notebook: it is JSON, but not an object. Name an .ipynb file that opens in Jupyter."
        case .noVersion:
            "\(path) is not a Jupyter notebook: it has no `nbformat`. Name an .ipynb file that opens in Jupyter."
        case .otherVersion(let version):
            "\(path) has nbformat \(version), but only nbformat 4 is read. "
                + (version < 4
                    ? "Convert it: jupyter nbconvert --to notebook --nbformat 4 FILE."
                    : "Save it in Jupyter as nbformat 4.")
        case .missing(let name):
            "\(path) is a damaged Jupyter notebook: `\(name)` is missing. Open it in Jupyter and save it again."
        case .otherType(let name):
            "\(path) is a damaged Jupyter notebook: `\(name)` has a value of another type. "
                + "Open it in Jupyter and save it again."
        }
    }
}
