/// What the views must say, letter by letter.
enum Golden {
    static let tailEnglish = """
        14:03:07.412      +0 ms  ▲ P1 ALARM     NS-0412  pressed
        14:03:07.413      +1 ms  · located      深大地铁站 A3 出口  深南大道 K12+300 east  ±5 m
        14:03:07.413      +1 ms  ⇑ TIER 1       nearest patrol  alarm  somebody on scene within 1 min
        14:03:07.413      +1 ms  · ranked       M-17 612 m 1:34 | F-22 240 m 2:51 | V-09 2.1 km 3:40  (nearer but out: V-03 busy)
        14:03:07.413      +1 ms  → ORDER t1     M-17  612 m 1:34  answer within 30 s
        14:03:07.413      +1 ms  → ORDER t1     F-22  240 m 2:51  answer within 30 s
        14:03:07.413      +1 ms  → notice       nanshan-station  by log  alarm
        14:03:07.432     +20 ms  · out          M-17  20.2 of 250 ms, durable
        14:03:07.432     +20 ms  · out          F-22  320 ms, BEYOND the budget of 250 ms, shown before it was durable
        14:03:13.882     +6.5 s  ✓ ACK          M-17  by anowak, radio
        14:03:16.412     +9.0 s  ✓ CLAIMED      by anowak
        14:03:37.413      +0:30  ✗ NO ANSWER    F-22  no answer within 30 s
        14:03:37.413      +0:30  → ORDER t1     V-09  2.1 km 3:40  answer within 30 s
        14:03:37.413      +0:30  ↻ reassigned   F-22 → V-09
        14:03:38.412      +0:31  ▲ AGAIN        NS-0412  pressed again, 2 presses
        14:03:59.324      +0:52  ⌂ ON SCENE     M-17  by anowak, radio
        14:04:07.412      +1:00  ○ stood down   V-09  closed
        14:18:08.717     +15:01  ■ CLOSED       genuine  by anowak, console  “手机被抢”
        """

    static let tailChinese = """
        14:03:07.412    +0 毫秒  ▲ P1 报警      NS-0412  按下
        14:03:07.413    +1 毫秒  · 定位         深大地铁站 A3 出口  深南大道 K12+300 东向  ±5 米
        14:03:07.413    +1 毫秒  ⇑ 第 1 梯次    nearest patrol  报警  1 分钟内须有人到场
        14:03:07.413    +1 毫秒  · 排序         M-17 612 米 1:34 | F-22 240 米 2:51 | V-09 2.1 公里 3:40  (更近但不可派：V-03 忙)
        14:03:07.413    +1 毫秒  → 派警 1 梯    M-17  612 米 1:34  30 秒内应答
        14:03:07.413    +1 毫秒  → 派警 1 梯    F-22  240 米 2:51  30 秒内应答
        14:03:07.413    +1 毫秒  → 通知         nanshan-station  经 log  报警
        14:03:07.432   +20 毫秒  · 已发出       M-17  20.2 / 250 毫秒，已落盘
        14:03:07.432   +20 毫秒  · 已发出       F-22  320 毫秒，超出预算 250 毫秒，落盘前已发出
        14:03:13.882    +6.5 秒  ✓ 接警         M-17  anowak（电台）
        14:03:16.412    +9.0 秒  ✓ 已受理       anowak
        14:03:37.413      +0:30  ✗ 无应答       F-22  30 秒内无应答
        14:03:37.413      +0:30  → 派警 1 梯    V-09  2.1 公里 3:40  30 秒内应答
        14:03:37.413      +0:30  ↻ 改派         F-22 → V-09
        14:03:38.412      +0:31  ▲ 再次按下     NS-0412  再次按下，共 2 次
        14:03:59.324      +0:52  ⌂ 到场         M-17  anowak（电台）
        14:04:07.412      +1:00  ○ 撤回         V-09  已结案
        14:18:08.717     +15:01  ■ 结案         属实  anowak（控制台）  “手机被抢”
        """

    static let maintenanceEnglish = """
        14:03:07.412             ◇ WALK TEST    all call points  for 30 min at most  by anowak
        14:03:08.412             ◇ ASKED FOR    NS-0412  one press is a test  for 2 min at most  by anowak
        14:03:09.412      +0 ms  ◇ PRESSED      NS-0412  sense 0.041 ms, debounce 20.0 ms
        14:03:10.412     +1.0 s  ◇ released     NS-0412  held for 1.3 s
        14:03:11.412             ◇ seen         NS-0412  tamper
        14:03:12.412             ◇ withdrawn    NS-0412  every press is live  by anowak, radio
        14:03:13.412             ◇ WALK OVER    its time is over
        14:03:14.412             ◌ BYPASS       NS-0412  all faults  for 90 min at most  by anowak  “手机被抢”
        14:03:15.412             ! FAULT        NS-0412  door  [bypassed]  The door is open.
        14:03:16.412             ● bypass over  NS-0412  door  by anowak
        """

    static let maintenanceChinese = """
        14:03:07.412             ◇ 巡检         全部报警点  最长 30 分钟  anowak
        14:03:08.412             ◇ 等待按下     NS-0412  仅此一次按下为测试  最长 2 分钟  anowak
        14:03:09.412    +0 毫秒  ◇ 已按下       NS-0412  感知 0.041 毫秒，去抖 20.0 毫秒
        14:03:10.412    +1.0 秒  ◇ 松开         NS-0412  按住 1.3 秒
        14:03:11.412             ◇ 已见         NS-0412  防拆
        14:03:12.412             ◇ 取消等待     NS-0412  任何按下都是真警  anowak（电台）
        14:03:13.412             ◇ 巡检结束     到时结束
        14:03:14.412             ◌ 旁路         NS-0412  全部故障  最长 90 分钟  anowak  “手机被抢”
        14:03:15.412             ! 故障         NS-0412  柜门  [已旁路]  The door is open.
        14:03:16.412             ● 旁路结束     NS-0412  柜门  anowak
        """

    static let inputsEnglish = """
        panel  up  gpio  gpiochip0, 54 lines
          WHERE     CALL POINT  WHAT         LEVEL  STATE    EDGES  BOUNCES  SHORT  GAPS    SEEN  PRESSED  FAULTS
          panel/17  NS-0412 ◇   button       1      PRESSED   1204       31      2     1  400 ms   400 ms  stuck
          panel/19  NS-0412     button (NC)  0      PRESSED      8        0      0     0  900 ms        —  [line]
          panel/20  NS-0412     door         1      open         0        0      0     0  900 ms        —
          panel/22  NS-0412     output       —      —            0        0      0     0       —        —
            ! panel/22: line 22 of panel is held by �"gpioset". End it, or wire the lamp elsewhere.

        field  DOWN  serial  /dev/ttyS0
          WHERE       CALL POINT  WHAT  LEVEL  STATE  EDGES  BOUNCES  SHORT  GAPS   SEEN  PRESSED  FAULTS
          field/0413  NS-0413     node  —      alive                               6.1 s        —
        """

    static let inputsChinese = """
        panel  正常  gpio  gpiochip0, 54 lines
          位置      报警点     类别          电平  状态  边沿  抖动  过短  缺失  最近所见  最近按下  故障
          panel/17  NS-0412 ◇  按钮          1     按下  1204    31     2     1  400 毫秒  400 毫秒  卡住
          panel/19  NS-0412    按钮（常闭）  0     按下     8     0     0     0  900 毫秒         —  [线路]
          panel/20  NS-0412    柜门          1     打开     0     0     0     0  900 毫秒         —
          panel/22  NS-0412    输出          —     —        0     0     0     0         —         —
            ! panel/22: line 22 of panel is held by �"gpioset". End it, or wire the lamp elsewhere.

        field  中断  serial  /dev/ttyS0
          位置        报警点   类别  电平  状态  边沿  抖动  过短  缺失  最近所见  最近按下  故障
          field/0413  NS-0413  节点  —     在线                            6.1 秒         —
        """

    static let checklistEnglish = """
        walk test of 2026-04-12 14:03:07 by anowak, open for 25 min more, 2 of 4 seen
        CALL POINT  NAME                SEEN AT       SENSE  DEBOUNCE  TOTAL  RELEASED  FAULTS SEEN   BY
        ✓ NS-0412   深大地铁站 A3 出口  14:05:31.204  0.041      20.0   43.2     1.3 s  tamper, line  anowak
        ✓ NS-0413   =B 出口, "东"       14:07:02.000  0.900     0.000      —  not seen                p:ff
        ◇ NS-0414   科技园北门          ASKED FOR
        · NS-0415   高新园              not seen                                        tamper
        """

    static let checklistChinese = """
        anowak 的巡检，2026-04-12 14:03:07 开始，还剩 25 分钟，已见 2 / 4
        报警点     名称                所见时间       感知   去抖  合计    松开  所见故障    操作人
        ✓ NS-0412  深大地铁站 A3 出口  14:05:31.204  0.041   20.0  43.2  1.3 秒  防拆，线路  anowak
        ✓ NS-0413  =B 出口, "东"       14:07:02.000  0.900  0.000     —    未见              p:ff
        ◇ NS-0414  科技园北门          等待按下
        · NS-0415  高新园              未见                                      防拆
        """

    static let checklistTable = #"""
        call_point,name,seen_at,input,sense_us,debounce_us,total_us,released,held_ms,tamper_seen,faults_seen,by,incident
        NS-0412,深大地铁站 A3 出口,2026-04-12T14:05:31.204+08:00,panel,41,20000,43174,yes,1300,yes,tamper line,anowak,NS-03-7c1e-0007
        NS-0413,"'=B 出口, ""东""",2026-04-12T14:07:02.000+08:00,field,900,0,,no,,no,,p:ff,NS-03-7c1e-0008
        NS-0414,科技园北门,,,,,,,,no,,,
        NS-0415,高新园,,,,,,,,yes,tamper,,
        """#

    static let bypasses = """
        CALL POINT  FAULT       LEFT    BY      DETAIL
        NS-0412     tamper      90 min  anowak  手机被抢
        NS-0414     all faults  61 s    p:ff
        """

    static let explainEnglish = """
        NS-03-7c1e-0007 · P1 · NS-0412 深大地铁站 A3 出口
          pressed 2026-04-12 14:03:07.412 on panel, plan street
          pressed again, 2 presses
          located: 深大地铁站 A3 出口  深南大道 K12+300 east  ±5 m
          claimed +9.0 s by anowak
          closed +15:01: genuine  by anowak, console  “手机被抢”

        Tier 1  +1 ms  nearest patrol  alarm  somebody on scene within 1 min
          requirement 1, +1 ms: 5 units weighed
            ✓ M-17  612 m   1:34  fix 2.1 s old
            ✓ F-22  240 m   2:51  fix 2.1 s old
            ✓ V-09  2.1 km  3:40  fix 41 s old
            ✗ V-03  210 m         out: busy
            ✗ V-04  900 m         out: its fix is too old
            out in all: 1 busy, 1 stale
          +1 ms  told nanshan-station  by log  alarm
          +1 ms  ordered M-17 (NS-03-7c1e-0007/1/M-17/1)
                +6.5 s  ✓ ACK          M-17  by anowak, radio
                 +0:52  ⌂ ON SCENE     M-17  by anowak, radio
          +1 ms  ordered F-22 (NS-03-7c1e-0007/1/F-22/1)
                 +0:30  ✗ NO ANSWER    F-22  no answer within 30 s
                 +0:30  ↻ reassigned   F-22 → V-09
          +0:30  ordered V-09 (NS-03-7c1e-0007/1/V-09/1)
                 +1:00  ○ stood down   V-09  closed

        Latency of each order, in milliseconds
          UNIT     SENSE  DEBOUNCE  DECIDE  JOURNAL   EMIT  TOTAL  BUDGET  VERDICT
          t1 M-17  0.041      20.0   0.006    0.118  0.009   20.2     250  within
          t1 F-22  0.041      20.0   0.006      300  0.009    320     250  EXCEEDED, shown before it was durable
        """

    static let explainChinese = """
        NS-03-7c1e-0007 · P1 · NS-0412 深大地铁站 A3 出口
          2026-04-12 14:03:07.412 按下，输入 panel，预案 street
          再次按下，共 2 次
          定位：深大地铁站 A3 出口  深南大道 K12+300 东向  ±5 米
          +9.0 秒 受理：anowak
          +15:01 结案：属实  anowak（控制台）  “手机被抢”

        第 1 梯次  +1 毫秒  nearest patrol  报警  1 分钟内须有人到场
          要求 1，+1 毫秒：比较了 5 个单元
            ✓ M-17  612 米    1:34  位置 2.1 秒前
            ✓ F-22  240 米    2:51  位置 2.1 秒前
            ✓ V-09  2.1 公里  3:40  位置 41 秒前
            ✗ V-03  210 米          不可派：忙
            ✗ V-04  900 米          不可派：位置过期
            不可派合计：忙 1，位置过期 1
          +1 毫秒  已通知 nanshan-station  经 log  报警
          +1 毫秒  派出 M-17（NS-03-7c1e-0007/1/M-17/1）
               +6.5 秒  ✓ 接警         M-17  anowak（电台）
                 +0:52  ⌂ 到场         M-17  anowak（电台）
          +1 毫秒  派出 F-22（NS-03-7c1e-0007/1/F-22/1）
                 +0:30  ✗ 无应答       F-22  30 秒内无应答
                 +0:30  ↻ 改派         F-22 → V-09
          +0:30  派出 V-09（NS-03-7c1e-0007/1/V-09/1）
                 +1:00  ○ 撤回         V-09  已结案

        各派警单时延（毫秒）
          单元      感知  去抖   决策   落盘   发出  合计  预算  结论
          t1 M-17  0.041  20.0  0.006  0.118  0.009  20.2   250  预算内
          t1 F-22  0.041  20.0  0.006    300  0.009   320   250  超出预算，落盘前已发出
        """

    static let status = """
        site         NS-03  南山科技园 03
        service      DEGRADED, 0.1.0, up for 2 h
        log          7c1e:48219  9e96aabbccddeeff…, last event 3.2 s ago
        incidents    2 open, 1 unclaimed
        units        12 in all, 7 available, 2 ordered, 2 busy, 0 out of service, 1 off duty, 11 located, 1 stale
        fixes        newest 800 ms old, oldest 41 s, 9001 accepted, refused: 4 unknown unit
        journal      keeps up, durable through 48219, 0 waiting
        latency      press to order, 5 so far: p50 20.2 ms, p99 31.0 ms, longest 31.4 ms
        subscribers  3

        INPUT  KIND    STATE  CALL POINTS  HEARD                     LAST HEARD  DETAIL
        field  serial  up     4            812, refused: 3 checksum  2.0 s       /dev/ttyS0
        panel  gpio    DOWN   2            0                         —           gpiochip0 is not there

        FAULT      WHERE  FOR  DETAIL
        ! offline  panel  2 h  panel: gpiochip0 is not there.
        """

    static let units = """
        UNIT  KIND        CALL SIGN  STATUS    ORDER                     FIX AGE        WHERE
        A-01  air                    off duty                            without a fix
        M-17  motorcycle  摩巡17     ordered   NS-03-7c1e-0007/1/M-17/1  800 ms         22.54110, 113.93001
        V-03  vehicle     车巡03     busy                                2.1 s          22.53690, 113.93450
        """

    static let unitsNear = """
        UNIT  KIND        CALL SIGN  STATUS    ORDER                     FIX AGE        DISTANCE  ETA   OUT
        M-17  motorcycle  摩巡17     ordered   NS-03-7c1e-0007/1/M-17/1  800 ms         612 m     1:34
        V-03  vehicle     车巡03     busy                                2.1 s          210 m           busy
        A-01  air                    off duty                            without a fix
        """

    static let incidents = """
        ▲ P1 NS-03-7c1e-0007  NS-0412 深大地铁站 A3 出口  51 s, tier 2 of 3, 2 presses, UNCLAIMED, watched by name, too few units
          t1  M-17  on scene   612 m 1:34  ordered 51 s ago
          t1  F-22  no answer  240 m 2:51  ordered 51 s ago

        ▲ P1 NS-03-7c1e-0006  NS-0415 科技园北门  11 min, tier 1 of 3, claimed by anowak
        """
}
