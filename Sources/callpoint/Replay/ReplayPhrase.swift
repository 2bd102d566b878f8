/// What a replay and a what-if say, by name; `{0}`, `{1}`… are filled in.
enum ReplayPhrase: String, CaseIterable {
    case lineNumber, differs, replayRead, noStates, statesCompared, statesAfterGap, decisionsReplayed, notReplayed
    case whyNoEvidence, whyCutEvidence, whyMoreThanWeighed, whyNoSiteFile, whyNoIncident, whyTest, missingSiteFile,
        unknownLines
    case openAtEnd, replayHead, replayGood, replayBad
    case mendSiteFile, siteFileNotNeeded, otherHash, giveThatFile
    case answeredThen, answeredNow, unweighed, unlisted, nobodyOrdered, firstAndLast, short
    case whatIfNoEvidence, whatIfNoCallPoint, whatIfTooMany, whatIfSum, whatIfUnknown, meanFirst, meanLast, sumOrders
    case sumShortfalls, sumTiers, sumUncertain, whatIfLimits

    /// The text in a language.
    func text(_ language: Language) -> String {
        guard let texts = Self.texts[self] else { return rawValue }
        return language == .zh ? texts.zh : texts.en
    }

    static let texts: [ReplayPhrase: (en: String, zh: String)] = [
        .lineNumber: ("line {0}", "第 {0} 行"),
        .differs: ("{0}: stored: {1}; came out: {2}", "{0}：存档为 {1}；重演得到 {2}"),
        .replayRead: (
            "read {0} segments, {1} lines, from line {2} to line {3}", "已读 {0} 段、{1} 行，自第 {2} 行至第 {3} 行"
        ),
        .noStates: (
            "state: rebuilt; there is no later segment whose snapshot it could be held against",
            "状态：已重建；其后没有分段快照可供比对"
        ),
        .statesCompared: (
            "state: rebuilt, and held against {0} stored snapshots", "状态：已重建，并与 {0} 个存档快照逐项比对"
        ),
        .statesAfterGap: (
            "({0} follow a gap that was noted when it was found, and say nothing)", "（{0} 个快照前有已注明的缺行，无法比对）"
        ),
        .decisionsReplayed: (
            "decisions: {0} of {1} rankings made again; {2} orders held against theirs",
            "决策：{1} 次排序中重新计算 {0} 次；{2} 张派警单与其排序比对"
        ),
        .notReplayed: ("{0} not made again: {1} (the first is line {2})", "{0} 次未重新计算：{1}（首次在第 {2} 行）"),
        .whyNoEvidence: ("what they weighed is not in the journal", "日志中没有其所衡量的内容"),
        .whyCutEvidence: ("more units were weighed than are kept", "衡量的单元多于存档上限"),
        .whyMoreThanWeighed: (
            "they hung on headings, or on units under way, which the evidence does not hold",
            "取决于行进方向或在途单元，而依据中没有这些"
        ),
        .whyNoSiteFile: ("the journal lacks their site file; give it with --config", "日志缺少当时的站点文件，请用 --config 给出"),
        .whyNoIncident: ("the journal lacks the beginning of their incident", "日志缺少该警情的开头"),
        .whyTest: ("tests, which send nobody", "测试，不派任何单元"),
        .missingSiteFile: ("the journal does not hold the site file {0}", "日志中没有站点文件 {0}"),
        .unknownLines: ("{0} lines are of no form that this version knows", "{0} 行为本版本所不识"),
        .openAtEnd: ("open at the end: {0} incidents, {1} orders under way", "末尾未结：警情 {0} 起，在途派警 {1} 张"),
        .replayHead: ("head: {0}", "链首：{0}"),
        .replayGood: ("OK: everything came out as it is stored", "一致：全部与存档相同"),
        .replayBad: ("{0} DIFFERENCES: they stand above, the first one first", "{0} 处不同：见上，最先者在前"),
        .mendSiteFile: ("Look at it with 'callpoint check'", "请用 callpoint check 检查"),
        .siteFileNotNeeded: (
            "{0} is not needed: the journal holds every site file that it names", "无需 {0}：日志含有其提到的所有站点文件"
        ),
        .otherHash: (
            "its hash is {0}, and the journal lacks {1}", "其散列为 {0}，而日志缺少的是 {1}"
        ),
        .answeredThen: ("then      {0}", "当时    {0}"),
        .answeredNow: ("would be  {0}", "若如此  {0}"),
        .unweighed: (
            "{0} units were not weighed then, and might have been ordered: where they were is not known",
            "当时另有 {0} 个单元未参与衡量，或许会被派出：其位置不详"
        ),
        .unlisted: ("{0} units that were weighed are not in that site file", "所衡量的单元中有 {0} 个不在该站点文件内"),
        .nobodyOrdered: ("nobody", "无人可派"),
        .firstAndLast: ("first {0}, last {1}", "首到 {0}，末到 {1}"),
        .short: ("{0} requirements short", "{0} 项要求不足"),
        .whatIfNoEvidence: ("the journal does not hold what was weighed", "日志中没有其所衡量的内容"),
        .whatIfNoCallPoint: ("that site file has no such call point", "该站点文件没有此报警点"),
        .whatIfTooMany: ("more than {0} were open at once", "同时未结超过 {0} 起"),
        .whatIfSum: (
            "{0} of {1} incidents answered once more: for {2} something else would have been ordered",
            "共 {1} 起警情，重新应答 {0} 起：其中 {2} 起的派警会不同"
        ),
        .whatIfUnknown: ("{0} not: {1}", "{0} 起未能应答：{1}"),
        .meanFirst: ("first unit there, mean ETA: then {0}, would be {1}", "首个单元到达，平均预计：当时 {0}，若如此 {1}"),
        .meanLast: ("last unit there, mean ETA: then {0}, would be {1}", "末个单元到达，平均预计：当时 {0}，若如此 {1}"),
        .sumOrders: ("orders: then {0}, would be {1}", "派警：当时 {0} 张，若如此 {1} 张"),
        .sumShortfalls: ("requirements short: then {0}, would be {1}", "不足的要求：当时 {0} 项，若如此 {1} 项"),
        .sumTiers: ("tiers raised, all together: then {0}, would be {1}", "启动梯次合计：当时 {0}，若如此 {1}"),
        .sumUncertain: (
            "for {0} a unit that was not weighed then might have been ordered", "其中 {0} 起，当时未参与衡量的单元或许会被派出"
        ),
        .whatIfLimits: (
            "Not known: who would have answered. Everybody ordered is taken to come, and later tiers to rise when they did.",
            "无从得知：谁会应答。此处假定所派均会前往，后续梯次与当时同时启动。"
        ),
        .giveThatFile: ("Give the file that was in force then", "请给出当时生效的站点文件"),
    ]
}

extension Wording {
    /// The phrase with its `{0}`, `{1}`… replaced. By a name of its own: each meaning more of a call without one costs the
    /// compiler seconds where many of them are joined.
    func replay(_ phrase: ReplayPhrase, _ arguments: String...) -> String {
        filled(phrase.text(language), arguments)
    }
}
