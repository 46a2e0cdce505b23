import Encoders
import Hardware
import Kernels
import Safetensors

extension AdamW {
    /// Both moments of the trainable parameters, under their names in a checkpoint. The tensors are views into this optimizer.
    func tensors() -> [SafetensorsWriter.Tensor] {
        [("exp_avg", firstMoments), ("exp_avg_sq", secondMoments)].flatMap { prefix, moments in
            table.trainableEntries.map { entry in
                SafetensorsWriter.Tensor(
                    name: "\(prefix).\(entry.name)", shape: entry.shape,
                    floats: UnsafeBufferPointer(rebasing: moments[entry.offset..<entry.offset + entry.count]))
            }
        }
    }

    /// Reads the moments that `tensors` gave to a writer.
    func load(moments path: String) throws {
        let file = try SafetensorsFile(path: path)
        for entry in table.trainableEntries {
            let range = entry.offset..<entry.offset + entry.count
            for (prefix, moments) in [("exp_avg", firstMoments), ("exp_avg_sq", secondMoments)] {
                let values = UnsafeMutableBufferPointer(rebasing: moments[range])
                let name = "\(prefix).\(entry.name)"
                try file.copy(name, shape: entry.shape, into: values)
                guard values.isFinite else { throw ModelError.notFinite(path: path, tensor: name) }
                // The update takes the square root of second moments.
                guard prefix == "exp_avg" || values.allSatisfy({ $0 >= 0 }) else {
                    throw TrainingError.checkpoint(path: path, reason: "a second moment in it is negative")
                }
            }
        }
    }

    /// Throws unless there is enough memory for two moments of each trainable parameter.
    package static func requireMemory(for table: ParameterTable) throws {
        try AvailableMemory.now.require(
            8 * table.trainableCount, for: "AdamW with two moments of \(table.trainableCount) parameters",
            remedy: "Take a smaller encoder, or allow more memory.")
    }

    /// Throws when a moment is not finite.
    func checkFinite() throws {
        for (prefix, moments) in [("exp_avg", firstMoments), ("exp_avg_sq", secondMoments)] {
            for entry in table.trainableEntries
            where !UnsafeMutableBufferPointer(rebasing: moments[entry.range]).isFinite {
                throw TrainingError.stateNotFinite(name: "\(prefix).\(entry.name)")
            }
        }
    }

    /// Throws when settings or step counts from a file are impossible for an optimizer.
    static func check(_ settings: Settings, _ stepCounts: [Int], path: String) throws {
        let numbers = [
            ("learningRate", settings.learningRate, 0...1e38), ("weightDecay", settings.weightDecay, 0...1e38),
            ("beta1", settings.beta1, 0...1.0.nextDown), ("beta2", settings.beta2, 0...1.0.nextDown),
            ("epsilon", settings.epsilon, 0...1e38), ("layerDecay", settings.layerDecay ?? 1, 0...1),
        ]
        for (name, value, range) in numbers where !range.contains(value) {
            throw TrainingError.checkpoint(path: path, reason: "its \(name) of \(value) is out of range")
        }
        for count in stepCounts where !(0...1 << 52).contains(count) {
            throw TrainingError.checkpoint(path: path, reason: "its step count of \(count) is out of range")
        }
    }
}
