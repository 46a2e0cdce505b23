import Execution
import Outputs

/// A TensorBoard event file: TFRecord records, each of which is an `Event` message of Protocol Buffers.
///
/// It writes these fields of `tensorflow/core/util/event.proto` and `tensorflow/core/framework/summary.proto`:
/// `wall_time` (1), `step` (2), `file_version` (3) and `summary` (5) with a `Value`'s `tag` (1) and `simple_value` (2).
/// Their order is that of TensorBoard's own writer.
package struct EventFile {
    package private(set) var bytes: [UInt8] = []
    private let time: Double

    /// - Parameter time: The time of all events, in seconds since 1970.
    package init(time: Double) {
        self.time = time
        add(step: 0) { $0.add(3, "brain.Event:2") }
    }

    package mutating func add(tag: String, step: Int, value: Double) {
        var entry = ProtocolBuffer()
        entry.add(1, tag)
        entry.add(2, Float(value))
        var summary = ProtocolBuffer()
        summary.add(1, entry.bytes)
        add(step: step) { $0.add(5, summary.bytes) }
    }

    private mutating func add(step: Int, _ fill: (inout ProtocolBuffer) -> Void) {
        var event = ProtocolBuffer()
        event.add(1, time)
        if step != 0 { event.add(2, step) }
        fill(&event)
        let length = UInt64(event.bytes.count).littleEndianBytes
        bytes += length + CRC32C.masked(length).littleEndianBytes
        bytes += event.bytes + CRC32C.masked(event.bytes).littleEndianBytes
    }

    /// A run's numbers: those of each step under `CELL/COLUMN`, those of each group of steps under `CELL/COLUMN/GROUP`, and those of
    /// `metrics.json` under `metrics/NAME`, at the last step. A column in which the groups of one step differ stands under
    /// `CELL/COLUMN/GROUP` only.
    package static func of(_ run: RunRecord) -> EventFile {
        var file = EventFile(time: run.header.startedAt.timeIntervalSince1970)
        var lastStep = 0
        for (cell, series) in run.series {
            for column in series.columns {
                var shared: [Int: Double] = [:]
                var isShared = true
                for (step, value) in zip(series.steps, column.values) where !value.isNaN {
                    isShared = isShared && shared[step, default: value] == value
                    shared[step] = value
                }
                for (step, value) in shared.sorted(by: { $0.key < $1.key }) where isShared {
                    file.add(tag: "\(cell)/\(column.name)", step: step, value: value)
                }
                guard column.isByGroup, let groups = series.groups else { continue }
                for ((step, value), group) in zip(zip(series.steps, column.values), groups.values) where !value.isNaN {
                    file.add(tag: "\(cell)/\(column.name)/\(group)", step: step, value: value)
                }
            }
            lastStep = max(lastStep, series.steps.last ?? 0)
        }
        for (name, value) in run.metrics.sorted(by: { $0.key < $1.key }) where !value.isNaN {
            file.add(tag: "metrics/\(name)", step: lastStep, value: value)
        }
        return file
    }
}

/// A Protocol Buffers message, written field by field.
struct ProtocolBuffer {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ field: Int, _ value: Int) {
        key(field, wire: 0)
        varint(UInt64(bitPattern: Int64(value)))
    }

    mutating func add(_ field: Int, _ value: Double) {
        key(field, wire: 1)
        bytes += value.bitPattern.littleEndianBytes
    }

    mutating func add(_ field: Int, _ value: Float) {
        key(field, wire: 5)
        bytes += value.bitPattern.littleEndianBytes
    }

    mutating func add(_ field: Int, _ value: String) { add(field, Array(value.utf8)) }

    /// Adds bytes, or a nested message.
    mutating func add(_ field: Int, _ value: [UInt8]) {
        key(field, wire: 2)
        varint(UInt64(value.count))
        bytes += value
    }

    private mutating func key(_ field: Int, wire: UInt64) { varint(UInt64(field) << 3 | wire) }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}

extension FixedWidthInteger {
    /// From the lowest byte to the highest.
    fileprivate var littleEndianBytes: [UInt8] { withUnsafeBytes(of: littleEndian) { Array($0) } }
}
