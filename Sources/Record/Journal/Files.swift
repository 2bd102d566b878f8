import Glibc
import LinuxIO

/// Calls on whole files that more than one part of the record makes.
enum Files {
    /// Bytes of a file; nil where there is none.
    static func size(of path: String) -> Int? {
        var status = stat()
        return stat(path, &status) == 0 ? Int(status.st_size) : nil
    }

    /// Makes a directory's entries durable: a file is only as durable as its name.
    static func sync(directory: String) throws(SystemError) {
        let number = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else { throw SystemError("open", on: directory) }
        let descriptor = Descriptor(owning: number)
        guard fsync(descriptor.number) == 0 else { throw SystemError("fsync", on: directory) }
    }

    /// Makes a file's contents durable.
    static func sync(file: String) throws(SystemError) {
        let number = open(file, O_RDWR | O_CLOEXEC)
        guard number >= 0 else { throw SystemError("open", on: file) }
        let descriptor = Descriptor(owning: number)
        guard fsync(descriptor.number) == 0 else { throw SystemError("fsync", on: file) }
    }

    /// Makes a directory where there is none; its parent must exist.
    static func makeDirectory(_ path: String) throws(SystemError) {
        guard mkdir(path, 0o750) != 0 else { return }
        guard errno == EEXIST else { throw SystemError("mkdir", on: path) }
    }
}
