import ArgumentParser
import Control
import Glibc

/// Runs the command and turns whatever ends it into an exit status.
enum Entry {
    /// Runs with these arguments, the process's own where there are none; the exit status.
    static func run(_ arguments: [String]? = nil) -> Int32 {
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try Callpoint.parseAsRoot(arguments)
            try command.run()
            return ExitStatus.ok.rawValue
        } catch {
            return report(error).rawValue
        }
    }

    private static func report(_ error: any Error) -> ExitStatus {
        let say = Wording(language: language)
        switch error {
        case let code as ExitCode: return ExitStatus(rawValue: code.rawValue) ?? .failed
        case let error as ControlError:
            let isDenied = error.kind == .denied
            let isReachable = error.kind == .unusable
            Output.say("callpoint: \(say(isDenied ? .errorDenied : .errorUnreachable)): \(TextWidth.plain("\(error)"))")
            return isDenied ? .denied : isReachable ? .failed : .unreachable
        case let failure as ControlFailure:
            let isDenied = failure.code == .denied
            Output.say("callpoint: \(say(isDenied ? .errorDenied : .errorRefused)): \(TextWidth.plain("\(failure)"))")
            return isDenied ? .denied : .failed
        case let failure as Failure:
            Output.say("callpoint: \(failure.text)")
            return .failed
        default: return reportUsage(error)
        }
    }

    /// Help and completion scripts are data and a success; what was called wrongly is chatter and `usage`.
    private static func reportUsage(_ error: any Error) -> ExitStatus {
        let code = Callpoint.exitCode(for: error)
        let message = Callpoint.fullMessage(for: error)
        guard code == .success else {
            Output.say(message)
            return code == .validationFailure ? .usage : .failed
        }
        Output.line(message)
        return .ok
    }

    /// The language for errors: what the arguments ask for, where they can be read at all.
    private static var language: Language {
        let arguments = CommandLine.arguments
        if let at = arguments.firstIndex(of: "--lang"), at + 1 < arguments.count,
            let language = Language(rawValue: arguments[at + 1])
        {
            return language
        }
        return .ofEnvironment(Environment.value)
    }
}

/// Something of the command's own that went wrong, in the caller's language.
struct Failure: Error {
    var text: String

    init(_ text: String) { self.text = text }
}
