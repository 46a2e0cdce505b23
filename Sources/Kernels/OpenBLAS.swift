import COpenBLAS
import Foundation
import Hardware

/// OpenBLAS, loaded at its first use.
///
/// It is not linked, because it reads its settings while it is loaded. A linked library would start a thread for each core before `main`,
/// each with 128 MB of address space, and a thread that cannot get this space asks for it forever. Here
/// we can first tell it to start no threads.
enum OpenBLAS {
    private struct Functions: @unchecked Sendable {
        var multiply: practicum_sgemm
        var coreName: practicum_blas_text?
        var configuration: practicum_blas_text?
        var allocate: practicum_blas_allocate?
        var free: practicum_blas_free?
    }

    /// Why the library could not be loaded. The caller that needs it prints this.
    struct Missing: Error, CustomStringConvertible {
        var reason: String
        var description: String {
            "OpenBLAS can't be loaded: \(reason). Install it: `apt-get install libopenblas0`, or `brew install openblas`."
        }
    }

    #if canImport(Darwin)
        private static let names = [
            "libopenblas.dylib", "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
            "/usr/local/opt/openblas/lib/libopenblas.dylib",
        ]
    #else
        private static let names = ["libopenblas.so.0", "libopenblas.so"]
    #endif

    /// The memory in which a thread multiplies. This is address space; a product touches only a part of it.
    private static let threadBytes = 128 << 20

    private static let loaded: Result<Functions, Missing> = {
        setenv("OPENBLAS_NUM_THREADS", "1", 1)
        var reason = ""
        for name in names {
            guard let library = dlopen(name, RTLD_NOW | RTLD_LOCAL) else {
                if reason.isEmpty { reason = dlerror().map { String(cString: $0) } ?? "it is not installed" }
                continue
            }
            func function<Function>(_ symbol: String, _ type: Function.Type) -> Function? {
                dlsym(library, symbol).map { unsafeBitCast($0, to: type) }
            }
            guard let multiply = function("cblas_sgemm", practicum_sgemm.self) else {
                reason = "\(name) has no cblas_sgemm"
                continue
            }
            return .success(
                Functions(
                    multiply: multiply, coreName: function("openblas_get_corename", practicum_blas_text.self),
                    configuration: function("openblas_get_config", practicum_blas_text.self),
                    allocate: function("blas_memory_alloc", practicum_blas_allocate.self),
                    free: function("blas_memory_free", practicum_blas_free.self)))
        }
        return .failure(Missing(reason: reason))
    }()

    private static func text(_ function: (Functions) -> practicum_blas_text?) -> String {
        guard case .success(let functions) = loaded, let text = function(functions)?() else { return "none" }
        return String(cString: text)
    }

    static var coreName: String { text(\.coreName) }
    static var configuration: String { text(\.configuration) }

    /// Loads the library, and makes sure that this many threads can multiply at once.
    ///
    /// Its allocator keeps asking for memory that the system has refused. Where memory is limited, this function therefore first checks
    /// that all the memory it will need is available, and then takes it.
    static func prepare(threads: Int) throws {
        let functions = try loaded.get()
        guard let limited = AvailableMemory.underLimitOfProcess, threads > preparedThreads else { return }
        let needed = (threads - preparedThreads) * threadBytes
        try limited.require(
            needed, for: "multiplying matrices with \(threads) thread\(threads == 1 ? "" : "s")",
            remedy: threads > 1 ? "Write `session --threads 1`, or raise the limit." : "Raise the limit.")
        if let allocate = functions.allocate, let free = functions.free {
            let places = (0..<threads).map { _ in allocate(0) }
            for place in places { free(place) }
        }
        preparedThreads = threads
    }

    /// The number of threads that have their memory. Only commands set it, and they all run on one thread.
    nonisolated(unsafe) private static var preparedThreads = 0

    /// c[rows, columns] = alpha · A · B + beta · c.
    static func multiply(
        _ a: UnsafePointer<Float>, _ aStride: Int, _ b: UnsafePointer<Float>, _ bStride: Int,
        into c: UnsafeMutablePointer<Float>, _ cStride: Int, rows: Int, columns: Int, depth: Int,
        transposesA: Bool = false, transposesB: Bool = false, alpha: Float, beta: Float
    ) {
        func order(_ transposes: Bool) -> Int32 {
            Int32(transposes ? PRACTICUM_TRANSPOSED : PRACTICUM_AS_IT_IS)
        }
        guard case .success(let functions) = loaded else {
            // `prepare` has already thrown the error. This way is slower and gives a correct result.
            if transposesB {
                SmallProduct.timesTransposed(
                    a, aStride, b, bStride, c, cStride, rows: rows, columns: columns, depth: depth, alpha, beta)
            } else {
                SmallProduct.times(
                    a, row: transposesA ? 1 : aStride, depth: transposesA ? aStride : 1, b, bStride, c, cStride,
                    rows: rows,
                    columns: columns, depth: depth, alpha, beta)
            }
            return
        }
        functions.multiply(
            Int32(PRACTICUM_ROW_MAJOR), order(transposesA), order(transposesB), Int32(rows), Int32(columns),
            Int32(depth), alpha, a, Int32(aStride), b, Int32(bStride), beta, c, Int32(cStride))
    }
}
