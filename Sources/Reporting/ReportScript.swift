import Files
import Foundation

/// The script that every report carries. A report is complete without it: it adds buttons that copy the source of a cell.
enum ReportScript {
    static let source = """
        "use strict";
        for (const source of navigator.clipboard ? document.querySelectorAll("pre.source") : []) {
          const button = document.createElement("button");
          button.type = "button";
          button.className = "copy";
          button.textContent = "Copy";
          button.addEventListener("click", async () => {
            try {
              await navigator.clipboard.writeText(source.textContent);
              button.textContent = "Copied";
            } catch {
              button.textContent = "Not allowed here";
            }
            setTimeout(() => { button.textContent = "Copy"; }, 2000);
          });
          source.before(button);
        }
        """

    /// The script's SHA-256 in base64, by which the page's policy allows it and nothing else.
    static let digest = Data(SHA256.hash(source.utf8).bytes).base64EncodedString()
}
