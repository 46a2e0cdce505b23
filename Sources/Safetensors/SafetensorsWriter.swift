import Foundation

/// Writes safetensors files: F32 tensors in the order given, atomically.
package enum SafetensorsWriter {
    /// A tensor to write; the memory must stay valid until `write` returns.
    package struct Tensor {
        package var name: String
        package var shape: [Int]
        package var floats: UnsafeBufferPointer<Float>

        package init(name: String, shape: [Int], floats: UnsafeBufferPointer<Float>) {
            self.name = name
            self.shape = shape
            self.floats = floats
        }
    }

    /// Writes to a temporary file in the same folder, syncs it and renames it: the old file or the new one is there, never half
    /// of one. Throws `SafetensorsError.unwritable`, after removing the temporary file.
    package static func write(_ tensors: [Tensor], metadata: [String: String] = [:], to path: String) throws {
        let header = self.header(tensors, metadata: metadata)
        // Always the same name: what a killed process has left is written over.
        let temporary = "\(path).partial"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard descriptor >= 0 else { throw unwritable(path) }
        do {
            var length = UInt64(header.count).littleEndian
            try withUnsafeBytes(of: &length) { try write($0, to: descriptor, path) }
            try header.withUnsafeBytes { try write($0, to: descriptor, path) }
            for tensor in tensors { try write(UnsafeRawBufferPointer(tensor.floats), to: descriptor, path) }
            guard fsync(descriptor) == 0 else { throw unwritable(path) }
        } catch {
            close(descriptor)
            unlink(temporary)
            throw error
        }
        guard close(descriptor) == 0, rename(temporary, path) == 0 else {
            let error = unwritable(path)
            unlink(temporary)
            throw error
        }
    }

    private static func header(_ tensors: [Tensor], metadata: [String: String]) -> [UInt8] {
        var entries: [String] = []
        if !metadata.isEmpty {
            let pairs = metadata.sorted { $0.key < $1.key }.map { "\(quoted($0.key)):\(quoted($0.value))" }
            entries.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
        }
        var offset = 0
        for tensor in tensors {
            let end = offset + tensor.floats.count * 4
            let shape = tensor.shape.map(String.init).joined(separator: ",")
            entries.append(
                "\(quoted(tensor.name)):{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}")
            offset = end
        }
        var bytes = Array("{\(entries.joined(separator: ","))}".utf8)
        // Tensors begin at a multiple of eight, as the reference implementation has it.
        while bytes.count % 8 != 0 { bytes.append(UInt8(ascii: " ")) }
        return bytes
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ path: String) throws {
        var done = 0
        while done < bytes.count, let base = bytes.baseAddress {
            #if canImport(Glibc)
                let written = Glibc.write(descriptor, base + done, bytes.count - done)
            #else
                let written = Darwin.write(descriptor, base + done, bytes.count - done)
            #endif
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw unwritable(path) }
            done += written
        }
    }

    private static func unwritable(_ path: String) -> SafetensorsError {
        .unwritable(path: path, reason: String(cString: strerror(errno)))
    }
}
