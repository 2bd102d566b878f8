import Glibc

/// What libFuzzer calls for each input that it makes; `tools/fuzz` binds the fuzzer's own name to one of these.
///
/// An input that breaks a property ends the process: that is how a fuzzer is told.
@_cdecl("callpoint_fuzz_sentences")
public func fuzzSentences(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    judge(start, count, SentenceProperties.check)
}

/// The same for what a contact does.
@_cdecl("callpoint_fuzz_contacts")
public func fuzzContacts(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    judge(start, count, ContactProperties.check)
}

private func judge(
    _ start: UnsafePointer<UInt8>?, _ count: Int, _ check: ([UInt8]) throws(Violation) -> Void
) -> Int32 {
    do throws(Violation) {
        try check(Array(UnsafeBufferPointer(start: start, count: count)))
    } catch {
        let text = "a property is broken: \(error)\n"
        _ = write(STDERR_FILENO, text, text.utf8.count)
        abort()
    }
    return 0
}
