/// What a review says, by name; `{0}`, `{1}`… are filled in. Both languages stand side by side below.
enum ReviewPhrase: String, CaseIterable {
    case title, pictureOnPage, madeFrom
    case factPlace, factPosition, factRoad, factPressed, factPresses, factClaimed, factClosed, factOpen
    case factNote, factTest, factLinked, factSite, factRelated, factVerified, factRecent
    case headingTimeline, headingMap, headingIntervals, headingOrders, headingDecisions
    case headingNotices, headingLedger, headingRecord
    case nothingLate, lateList, wasLate, tooLate, inTime, noLimit, notYet, noOrders, neverHappened
    case intervalQueue, intervalResponse, intervalTravel, intervalArrival, intervalTier, intervalOnScene
    case intervalWhole
    case columnInterval, columnTook, columnPlan, columnVerdict, columnUnit, columnTier, columnOrdered, columnAnswer
    case columnTravel, columnEstimate, columnArrived, columnOnScene, columnConsumed, columnEnd, columnDistance
    case columnFix, columnOutcome, columnContact, columnSent, columnReason, columnHeard, columnTime, columnAfter
    case columnWhat, columnDetail
    case wasOrdered, wasNotNeeded, notHeard, heardLate, stillRunning, moreOut, moreLines, moreLanes
    case timelineTitle, timelineCaption, laneIncident, legendAsked, legendComing, legendThere, legendFailed, limitLine
    case mapTitle, mapCaption, mapBeyond, mapNone, mapMissing, legendOrdered, legendFit, legendOut, north
    case periodTitle, periodFrom, factIncidents, factStillOpen, factTests, factShortfalls, factNotMeasured
    case headingTimes, headingDispositions, headingFalse, headingHours, headingLoads, linesMissing, moreRows
    case columnCount, columnLongest, columnDisposition, columnCallPoint, columnFalse, columnShare, columnHour
    case columnAccepted, columnDeclined, columnTimedOut
    case didWrite, tooManyLines, needsOne, oneSource

    /// The text in a language.
    func text(_ language: Language) -> String {
        guard let texts = Self.texts[self] else { return rawValue }
        return language == .zh ? texts.zh : texts.en
    }

    static let texts: [ReviewPhrase: (en: String, zh: String)] = [
        .title: ("Review of {0}", "{0} 复盘"),
        .pictureOnPage: ("the picture is on the page that --html writes", "图见 --html 生成的页面"),
        .madeFrom: ("Made from {0} lines of the record, up to line {1}.", "依据记录 {0} 行，至第 {1} 行。"),
        .factPlace: ("Call point", "报警点"), .factPosition: ("Position", "坐标"), .factRoad: ("Road", "道路"),
        .factPressed: ("Began", "起始"), .factPresses: ("Presses", "按压次数"),
        .factClaimed: ("Claimed", "受理"), .factClosed: ("Closed", "结案"), .factOpen: ("Not closed", "未结案"),
        .factNote: ("Note", "备注"), .factTest: ("Mode", "模式"), .factLinked: ("Linked to", "关联"),
        .factRelated: ("Also at", "邻近报警"), .factVerified: ("Verified", "核实"), .factRecent: ("Before", "近期"),
        .factSite: ("Site file", "站点文件"),
        .headingTimeline: ("Timeline", "时间线"), .headingMap: ("Map", "地图"),
        .headingIntervals: ("Times against the plan", "用时与预案对照"), .headingOrders: ("Orders", "派警"),
        .headingDecisions: ("Decisions", "决策"), .headingNotices: ("Notices", "通知"),
        .headingLedger: ("Latency of each order, in milliseconds", "各派警单时延（毫秒）"),
        .headingRecord: ("The record", "全部记录"),
        .nothingLate: ("Nothing was late against the plan.", "各环节均未超过预案时限。"),
        .lateList: ("Late against the plan: {0}.", "超过预案时限：{0}。"),
        .wasLate: ("late: {0} over", "超时 {0}"), .tooLate: ("LATE", "超时"), .inTime: ("in time", "按时"),
        .noLimit: ("no limit", "无时限"), .notYet: ("has not happened", "尚未发生"),
        .noOrders: ("No order was issued.", "没有派警。"),
        .neverHappened: ("did not happen", "没有发生"),
        .intervalQueue: ("Press to first order", "按下至首次派警"),
        .intervalResponse: ("Press to first acceptance", "按下至首次接警"),
        .intervalTravel: ("Acceptance to on scene", "接警至到场"), .intervalArrival: ("Press to first on scene", "按下至首个到场"),
        .intervalTier: ("Tier {0} to first on scene", "第 {0} 梯次启动至首个到场"), .intervalOnScene: ("Time on scene", "在场时间"),
        .intervalWhole: ("Press to closing", "按下至结案"),
        .columnInterval: ("Interval", "环节"), .columnTook: ("Took", "用时"), .columnPlan: ("Plan allows", "预案时限"),
        .columnVerdict: ("Verdict", "结论"), .columnUnit: ("Unit", "单元"), .columnTier: ("Tier", "梯次"),
        .columnOrdered: ("Ordered", "派出"), .columnAnswer: ("Answer", "应答"), .columnTravel: ("Travel", "路途"),
        .columnEstimate: ("ETA", "预计"), .columnArrived: ("Really", "实际"), .columnOnScene: ("On scene", "在场"),
        .columnConsumed: ("Unit taken for", "占用"), .columnEnd: ("End", "结束"), .columnDistance: ("Distance", "距离"),
        .columnFix: ("Fix age", "位置时龄"), .columnOutcome: ("Outcome", "结果"), .columnContact: ("Contact", "对象"),
        .columnSent: ("Sent", "发出"), .columnReason: ("Why", "原因"), .columnHeard: ("Heard", "确认"),
        .columnTime: ("Time", "时间"), .columnAfter: ("After", "距按下"), .columnWhat: ("What", "事件"),
        .columnDetail: ("Detail", "内容"),
        .wasOrdered: ("ordered", "派出"), .wasNotNeeded: ("not needed: enough came before", "未派：已有更快单元"),
        .notHeard: ("not confirmed", "未确认"), .heardLate: ("{0}, late", "{0}，超时"), .stillRunning: ("still runs", "进行中"),
        .moreOut: ("and {0} more, farther away", "另有 {0} 个更远"),
        .moreLines: ("{0} more lines are in the record.", "记录中另有 {0} 行。"),
        .moreLanes: ("{0} more orders are in the table.", "另有 {0} 个派警见表。"),
        .timelineTitle: ("Timeline of {0}", "{0} 时间线"),
        .timelineCaption: (
            "Minutes and seconds since the press. The scale is that of the square root, so that the first minute has room.",
            "自按下起的分与秒。横轴按平方根压缩，使最初一分钟清晰。"
        ),
        .laneIncident: ("incident", "警情"), .legendAsked: ("ordered, no answer yet", "已派未应答"),
        .legendComing: ("accepted, on the way", "已接警，路途中"), .legendThere: ("on scene", "在场"),
        .legendFailed: ("declined or no answer", "拒绝或无应答"), .limitLine: ("limit t{0}", "第{0}梯限时"),
        .mapTitle: ("Tier {0}: where the units were", "第 {0} 梯次：各单元位置"),
        .mapCaption: (
            "Positions as they were when tier {0} was ranked, {1} after the press. WGS-84, north is up; straight lines, not roads.",
            "第 {0} 梯次排序时的位置（距按下 {1}）。WGS-84 坐标，上为北；直线距离，并非道路。"
        ),
        .mapBeyond: ("{0} units that were out lie beyond this map or are not named on it.", "另有 {0} 个不可派单元在图外或未标名。"),
        .mapNone: (
            "No ranking's evidence with a position is to be had here, so there is no map. The journal keeps it: --state, or the daemon.",
            "此处没有含位置的排序依据，无法绘图。依据在日志库中（--state 或守护进程）。"
        ),
        .mapMissing: ("The record does not say where the call point is, so there is no map.", "记录中没有报警点坐标，无法绘图。"),
        .legendOrdered: ("ordered", "已派"), .legendFit: ("could have come", "可派"), .legendOut: ("out", "不可派"),
        .north: ("N", "北"),
        .periodTitle: ("Review of {0} to {1}", "{0} 至 {1} 复盘"),
        .periodFrom: (
            "Made from {0} lines. Percentiles are at most 1 % above the true ones. Tests are not among the incidents.",
            "依据记录 {0} 行。百分位数误差不超过 1 %，最长值精确。测试不计入警情。"
        ),
        .factIncidents: ("Incidents", "警情"), .factStillOpen: ("Still open", "未结案"), .factTests: ("Tests", "测试"),
        .factShortfalls: ("Shortfalls", "警力不足"),
        .factNotMeasured: ("Not measured (too many open at once)", "未计时（同时未结过多）"),
        .headingTimes: ("Times", "用时"), .headingDispositions: ("Dispositions", "结案性质"),
        .headingFalse: ("Call points and false alarms", "报警点与误报"), .headingHours: ("By hour of the day", "按小时"),
        .headingLoads: ("Load of each unit", "各单元负荷"),
        .linesMissing: (
            "{0} lines of this stretch are missing: the figures are of what is left.", "此时段缺 {0} 行记录：以下数字只据现存部分。"
        ),
        .moreRows: ("{0} more are in the JSON (--json).", "另有 {0} 行见 JSON（--json）。"),
        .columnCount: ("Count", "次数"), .columnLongest: ("Longest", "最长"), .columnDisposition: ("Disposition", "性质"),
        .columnCallPoint: ("Call point", "报警点"), .columnFalse: ("False", "误报"), .columnShare: ("Share", "比例"),
        .columnHour: ("Hour", "时段"), .columnAccepted: ("Accepted", "接警"), .columnDeclined: ("Declined", "拒绝"),
        .columnTimedOut: ("No answer", "无应答"),
        .didWrite: ("{0} is written", "已写入 {0}"),
        .tooManyLines: (
            "{0} has more than {1} lines; the review has the first of them", "{0} 超过 {1} 行；复盘只含最前面的部分"
        ),
        .needsOne: (
            "Give an incident, or --since for a period, and not both.", "请给出一个警情编号，或用 --since 给出时段，二者取一。"
        ),
        .oneSource: ("Give --file or --state, not both.", "--file 与 --state 只能给一个。"),
    ]
}

extension Wording {
    /// The phrase with its `{0}`, `{1}`… replaced.
    func callAsFunction(_ phrase: ReviewPhrase, _ arguments: String...) -> String {
        filled(phrase.text(language), arguments)
    }
}
