extension Wording {
    /// Every phrase in Chinese.
    static let chinese: [Phrase: String] = [
        .milliseconds: "{0} 毫秒", .seconds: "{0} 秒", .minutes: "{0} 分钟", .hours: "{0} 小时", .days: "{0} 天",
        .metres: "{0} 米", .kilometres: "{0} 公里",

        .markAlarm: "{0} 报警", .markAgain: "再次按下", .markLocated: "定位", .markReleased: "松开",
        .markClosed: "结案", .markClaimed: "已受理", .markLinked: "关联", .markTier: "第 {0} 梯次",
        .markRanked: "排序", .markShortfall: "警力不足", .markNotice: "通知", .markOrder: "派警 {0} 梯",
        .markOut: "已发出", .markAccepted: "接警", .markDeclined: "拒绝", .markNoAnswer: "无应答",
        .markReassigned: "改派", .markConflict: "冲突", .markStoodDown: "撤回", .markEnRoute: "出发",
        .markOnScene: "到场", .markClear: "处置完毕", .markUnit: "警力", .markFault: "故障", .markRestored: "恢复",
        .markInputUp: "输入正常", .markInputDown: "输入中断", .markJournal: "日志库", .markPositions: "定位源",
        .markClock: "时钟", .markSite: "站点文件", .markDaemon: "callpointd", .markTest: "测试",
        .markTestOrder: "应派 {0} 梯", .markTestDone: "测试完成", .markUnknown: "事件",

        .notDurableYet: "落盘前显示", .by: "{0}", .byVia: "{0}（{1}）", .pressed: "按下",
        .pressedAgain: "再次按下，共 {0} 次", .linkedTo: "关联 {0}", .unproven: "来源未验证", .heldFor: "按住 {0}",
        .onSceneWithin: "{0}内须有人到场", .watched: "提级盯办", .shortfall: "需要 {0}，找到 {1}", .byChannel: "经 {0}",
        .nearerButOut: "更近但不可派：{0}", .nobodyFits: "没有可派警力", .onLastFixes: "按最后位置",
        .countOf: "{1} {0}", .answerWithin: "{0}内应答", .nobodySent: "未派出任何警力", .late: "逾时",
        .noAnswerWithin: "{0}内无应答", .durable: "已落盘", .shownBeforeDurable: "落盘前已发出",
        .withinBudget: "{0} / {1} 毫秒", .beyondBudget: "{0} 毫秒，超出预算 {1} 毫秒",
        .behind: "落后；派警不受影响：", .keepsUp: "积压 {0} 行后恢复", .silentFor: "{0}没有位置；按最后位置排序",
        .backAfter: "中断 {0}后恢复", .clockSet: "系统时钟被调整 {0} 毫秒；计时不受影响", .generation: "代号 {0}",
        .siteLoaded: "{0} 生效：{1} 个报警点，{2} 个警力单元", .siteRefused: "{0} 被拒绝，{1} 处错误；沿用旧文件：",
        .started: "{0} 启动，{1} 起未结警情", .stopping: "停止：{0}", .planTimes: "预案时间 × {0}",

        .site: "站点", .service: "服务", .log: "日志", .incidentsHeading: "警情", .unitsHeading: "警力",
        .fixes: "位置", .journal: "日志库", .latency: "时延", .subscribers: "订阅者",
        .serviceOK: "正常，{0}，已运行 {1}", .serviceDegraded: "降级，{0}，已运行 {1}",
        .logHead: "{0}  {1}…，最近事件在 {2}前", .openIncidents: "{0} 起未结，{1} 起未受理", .inAll: "共 {0}",
        .noFix: "尚无", .fixAges: "最新 {0}前，最旧 {1}前", .accepted: "接受 {0}", .refused: "拒绝：{0}",
        .journalOK: "正常，已落盘至 {0}，等待 {1}", .journalDegraded: "落后，已落盘至 {0}，等待 {1}",
        .noOrderYet: "尚无派警", .pressToOrder: "按下到派警，共 {0} 次：p50 {1} 毫秒，p99 {2} 毫秒，最长 {3} 毫秒",
        .input: "输入", .kind: "类型", .state: "状态", .callPoints: "报警点", .sentences: "语句",
        .lastHeard: "最近收到", .detail: "说明", .fault: "故障", .place: "位置", .since: "已持续",

        .noUnits: "没有警力", .unit: "单元", .callSign: "呼号", .status: "状态", .order: "派警单",
        .fixAge: "位置时效", .distance: "距离", .eta: "预计到达", .out: "不可派",
        .noIncidents: "没有未结警情", .tierOf: "第 {0} 梯次（共 {1}）", .presses: "按下 {0} 次",
        .claimedBy: "{0} 已受理", .unclaimed: "未受理", .tooFew: "警力不足", .orderedAgo: "{0}前派出",

        .pressedOn: "{0} 按下，输入 {1}，预案 {2}", .thisWasTest: "测试：未派出任何警力", .locatedAt: "定位：{0}",
        .claimedAfter: "{0} 受理：{1}", .closedAfter: "{0} 结案：{1}", .stillOpen: "尚未结案", .tier: "第 {0} 梯次",
        .told: "{0}  已通知 {1}", .weighed: "比较了 {0} 个单元", .weighedMany: "比较了全部单元",
        .requirement: "要求 {0}，{1}：{2}", .fixOld: "位置 {0}前", .moreFit: "另有 {0} 个可派", .outBecause: "不可派：{0}",
        .outInAll: "不可派合计：{0}", .rankedOnLastFixes: "定位源全部中断：按最后位置排序",
        .wouldOrder: "{0}  应派 {1}（{2}）", .ordered: "{0}  派出 {1}（{2}）",
        .sense: "感知", .debounce: "去抖", .decide: "决策", .journalStage: "落盘", .emit: "发出", .total: "合计", .budget: "预算",
        .verdict: "结论", .latencyInMilliseconds: "各派警单时延（毫秒）",

        .lostDaemon: "{0}；正在重试", .connectedAgain: "已重新连接；从 {0} 之后继续",
        .gap: "缺口：{1} 之后、{2} 之前缺少 {0} 条事件", .seenAll: "已看到 seq {0}…{1}，无一遗漏",
        .seenWithGaps: "已看到 seq {0}…{1}，遗漏 {2} 条", .seenNothing: "没有事件，无一遗漏",
        .fileRotated: "{0} 已轮转；旧文件已读完",
        .fileTruncated: "{0} 变短了：其中的内容可能已丢失（copytruncate？）。请改用重命名方式轮转。",
        .notAnEvent: "{0}：seq {1} 之后有一行不是事件",

        .didAcknowledge: "{0} 已受理", .didAccept: "{0} 已接警", .didDecline: "{0} 已拒绝", .didEnRoute: "{0} 已出发",
        .didOnScene: "{0} 已到场", .didClear: "{0} 处置完毕", .didStatus: "{0}：{1}", .didClose: "{0} 已结案：{1}",
        .didTest: "测试 {0}：未派出任何警力",

        .checkFailed: "{0}：{1} 处错误", .verifyOK: "链条完整：日志库 {0} 行（{2} 段），事件日志 {1} 行（{3} 个文件）",
        .head: "链头 {0}",
        .verifyFailed: "发现 {0} 处问题：记录与写入时不一致",

        .errorRefused: "被拒绝", .errorDenied: "无权限", .errorUnreachable: "无法连接守护进程", .errorFailed: "失败",
        .unknownIncident: "日志中没有 {0} 的事件。请查看 `callpoint incidents`。",
        .badTime: "--since {0}：请写 90s、10m、2h、3d、14:03 或 2026-04-12T14:03:07+08:00。",
        .cannotRead: "{0}：无法读取：{1}。",
    ]

    /// Words of the log, in Chinese.
    static let chineseWords: [String: String] = [
        "available": "可派", "busy": "忙", "off_duty": "下勤", "ordered": "已派", "located": "有位置",
        "stale": "位置过期", "issued": "已派", "acknowledged": "已接警", "en_route": "途中", "on_scene": "到场",
        "clear": "处置完毕", "declined": "拒绝", "timed_out": "无应答", "stood_down": "撤回", "conflicted": "冲突",
        "alarm": "报警", "shortfall": "警力不足", "unacknowledged": "无人应答", "not_on_scene": "无人到场",
        "genuine": "属实", "false-accidental": "误报（误触）", "false-malicious": "误报（恶意）", "test": "测试",
        "duplicate": "重复", "cancelled-en-route": "途中取消", "unfounded": "查无此情",
        "foot": "步巡", "motorcycle": "摩巡", "vehicle": "车巡", "video": "视频巡", "air": "空巡", "marine": "水巡",
        "offline": "离线", "tamper": "防拆", "stuck": "卡住", "chatter": "抖动", "line": "线路",
        "low_battery": "电量低", "forged": "伪造", "replayed": "重放", "unknown_address": "未知地址", "noise": "噪声",
        "unknown_unit": "未知单元", "table_full": "表已满", "out_of_range": "超出范围", "out_of_order": "顺序颠倒",
        "kind": "类型不符", "capability": "能力不足", "radius": "超出半径", "unlocated": "无位置", "tried": "已派过",
        "up": "正常", "down": "中断", "unsupported": "暂不支持", "within": "预算内", "exceeded": "超出预算",
        "because.kind": "类型不符", "because.capability": "缺少所需能力", "because.off_duty": "下勤",
        "because.ordered": "已有派警单", "because.busy": "忙", "because.tried": "本警情已派过",
        "because.radius": "超出半径", "because.stale": "位置过期", "because.unlocated": "没有位置",
        "farther": "比排序内的更远", "radio": "电台", "console": "控制台", "closed": "已结案",
        "north": "北向", "south": "南向", "east": "东向", "west": "西向",
    ]
}
