import Glibc

/// Writes a file whole, or not at all.
enum FileWriter {
    /// Writes beside it and renames, so that a reader sees the old one or the new one. Throws in the caller's language.
    static func write(_ bytes: [UInt8], to path: String, say: Wording) throws(Failure) {
        let draft = path + ".new"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure(path, say) }
        let isWritten = Output.write(bytes, to: descriptor)
        guard close(descriptor) == 0, isWritten, rename(draft, path) == 0 else {
            let failure = failure(path, say)
            unlink(draft)
            throw failure
        }
    }

    private static func failure(_ path: String, _ say: Wording) -> Failure {
        Failure(say(.cannotWrite, path, String(cString: strerror(errno))))
    }
}
