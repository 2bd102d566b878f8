import ArgumentParser

/// The language of what people read.
enum Language: String, CaseIterable, ExpressibleByArgument {
    case en, zh

    /// The language of the environment: the first of LC_ALL, LC_MESSAGES and LANG that is set decides;
    /// one that begins with `zh` is Chinese, any other English.
    static func ofEnvironment(_ value: (String) -> String?) -> Language {
        let name = value("LC_ALL") ?? value("LC_MESSAGES") ?? value("LANG") ?? ""
        return name.hasPrefix("zh") ? .zh : .en
    }
}

/// Says phrases in one language.
struct Wording {
    let language: Language

    /// The phrase with its `{0}`, `{1}`… replaced.
    func callAsFunction(_ phrase: Phrase, _ arguments: String...) -> String {
        filled(Wording.text(phrase, in: language), arguments)
    }

    /// A text with its `{0}`, `{1}`… replaced.
    func filled(_ text: String, _ arguments: [String]) -> String {
        var text = text
        for (index, argument) in arguments.enumerated() {
            text = text.split(separator: "{\(index)}", omittingEmptySubsequences: false).joined(separator: argument)
        }
        return text
    }

    /// A word of the log (`busy`, `not_on_scene`) for people; as it is where there is none for it.
    func word(_ word: String) -> String {
        let words = language == .zh ? Wording.chineseWords : Wording.englishWords
        return words[word] ?? TextWidth.plain(String(word.map { $0 == "_" ? " " : $0 }))
    }

    /// The phrase as it stands in a language; a phrase without a text there stands as its own name.
    static func text(_ phrase: Phrase, in language: Language) -> String {
        let texts = language == .zh ? chinese : english
        return texts[phrase] ?? phrase.rawValue
    }
}
