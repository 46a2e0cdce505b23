import Files
import Foundation

/// The script in every report. It adds buttons that copy a cell's source; a report is complete without it.
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

    /// The script's SHA-256 in base64. The page's policy allows only the script with this hash.
    static let digest = Data(SHA256.hash(source.utf8).bytes).base64EncodedString()
}
