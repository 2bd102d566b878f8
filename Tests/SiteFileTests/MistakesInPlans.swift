import Testing

/// Plans, units, rights, settings and inputs: what a person is told, word for word.
struct MistakesInPlans {
    @Test(arguments: plans) func `a plan that could not be carried out is told`(_ row: MistakeCase) {
        #expect(row.told == row.expected)
    }

    @Test(arguments: others) func `units, rights and settings that make no sense are told`(_ row: MistakeCase) {
        #expect(row.told == row.expected)
    }

    @Test(arguments: inputs) func `an input that cannot be opened is told`(_ row: MistakeCase) {
        #expect(row.told == row.expected)
    }

    static let plans = MistakeCase.table(
        #"""
        budget: 250ms => budget: 250
        32:13: budget is 250 without a unit. Write 250ms or 250s.

        budget: 250ms => budget: 11s
        32:13: budget is 11s, and may be 1ms to 10s. Write, for example, budget: 250ms.

        budget: 250ms => priority: P5
        32:15: priority "P5" is not known. Write one of P1, P2, P3, P4.

        ack_within: 30s => ack_within: 30
        36:21: ack_within is 30 without a unit. Write 30s or 30min.

        ack_within: 30s => ack_within: thirty
        36:21: ack_within should be a time, and is "thirty". Write, for example, ack_within: 30s.

        ack_within: 30s => ack_within: 30 sec
        36:21: ack_within "30 sec" has an unknown unit. Use one of ms, s, min, m, h, d.

        ack_within: 30s => ack_within: 2h
        36:21: ack_within is 2h, and may be 1s to 1h. Write, for example, ack_within: 30s.

        ack_within: 30s => ack_within: 0s
        36:21: ack_within is 0s, and may be 1s to 1h. Write, for example, ack_within: 30s.

        ack_within: 30s => ack_within: -5s
        36:21: ack_within should be a time, and is "-5s". Write, for example, ack_within: 30s.

        ack_within: 30s => ack_within: {s: 30}
        36:21: ack_within should be a time, and is a map. Write, for example, ack_within: 30s.

        ack_within: 30s => nudge_after: 30s
        36:9: tier 1 of street calls a unit again when its order is another's already. Make nudge_after shorter than ack_within.

        ack_within: 30s => nudge_after: 500ms
        36:22: nudge_after is 500ms, and may be 1s to 1h. Write, for example, nudge_after: 15s.

        budget: 250ms => preempt: P5
        32:14: preempt "P5" is not known. Write one of true, false, P1, P2, P3, P4.

        budget: 250ms => begin_at: {fire: 9}
        32:22: fire begins at tier 9, and street has 1. Name one of its tiers, or add one.

        budget: 250ms => related: {within: 20km, window: 2min}
        32:23: within is 20km, and may be 1m to 10km. Write, for example, within: 150m.

        budget: 250ms => related: {within: 150m, window: 2h}
        32:37: window is 2h, and may be 1s to 1h. Write, for example, window: 2min.

        budget: 250ms => cross_zone: {within: 150m}
        32:17: cross_zone has no window. Add, for example, window: 2min.

        budget: 250ms => second_press: rise
        32:19: second_press "rise" is not known. Write raise.

        budget: 250ms => projected_lateness: yes
        32:25: projected_lateness "yes" is not known. Write one of wait, raise.

        within: 3km => within: 3km, min_gain: 60s
        34:80: min_gain compares with the units of lower tiers, and tier 1 has none. Remove it, or move it up.

        {kinds: [motorcycle, vehicle], count: 2, within: 3km} => {any_of: [{kinds: [vehicle]}]}
        34:25: any_of names 1 of its alternatives. Name two, or write the one without any_of.

        {kinds: [motorcycle, vehicle], count: 2, within: 3km} => {any_of: [{kinds: [vehicle]}, {count: 2}]}
        34:46: an alternative has no kinds. Add, for example, kinds: [vehicle].

        {kinds: [motorcycle, vehicle], count: 2, within: 3km} => {any_of: [{kinds: [air]}, {kinds: [marine]}]}
        34:26: nobody could serve tier 1 of street: no unit is air. Add such a unit under units, or send other kinds.
        34:42: nobody could serve tier 1 of street: no unit is marine. Add such a unit under units, or send other kinds.

        name: 粤海派出所 => name: 粤海派出所, answer_within: 5s
        14:41: answer_within is 5s, and may be 10s to 1h. Write, for example, answer_within: 2min.

        within: 3km => within: 3
        34:65: within is 3 without a unit. Write 3m or 3km.

        within: 3km => within: 0m
        34:65: within is 0m, and may be 1m to 1000km. Write, for example, within: 3km.

        within: 3km => within: 3 miles
        34:65: within "3 miles" has an unknown unit. Use one of m, km.

        count: 2 => count: 0
        34:54: count is 0, and may be 1 to 20. Write, for example, count: 2.

        count: 2 => count: -2
        34:54: count is -2, and may be 1 to 20. Write, for example, count: 2.

        kinds: [motorcycle, vehicle] => kinds: [motorbike, vehicle]
        34:25: unit kind "motorbike" is not known. Write one of foot, motorcycle, vehicle, video, air, marine.

        kinds: [motorcycle, vehicle] => kinds: [motorcyle, vehicle]
        34:25: unit kind "motorcyle" is not known. Write motorcycle.

        kinds: [motorcycle, vehicle] => kinds: vehicle
        34:24: kinds should be a list, and is "vehicle". Write, for example, kinds: [vehicle].

        kinds: [motorcycle, vehicle] => kinds: []
        34:24: kinds is empty. Write, for example, kinds: [vehicle].

        kinds: [motorcycle, vehicle] => kinds: [vehicle, vehicle]
        34:34: kinds names vehicle twice. Remove one of them.

        kinds: [motorcycle, vehicle], count: 2 => kinds: [air], count: 2
        34:16: nobody could serve tier 1 of street: no unit is air. Add such a unit under units, or send other
          kinds.

        within: 3km => capabilities: [diver]
        34:16: nobody could serve tier 1 of street: no unit is motorcycle or vehicle with diver. Add such a unit
          under units, or send other kinds.

        notify: [station] => notify: [city]
        35:18: contact city does not exist. Add it under contacts, or name one that is there.

        notify: [station] => notify: [station, station]
        35:27: notify names station twice. Remove one of them.

        notify: [station] => notify: station
        35:17: notify should be a list, and is "station". Write, for example, notify: [nanshan-station].

        ack_within: 30s\n => ack_within: 30s\n        watch: yes\n
        37:16: watch should be true or false, and is "yes". Write, for example, watch: true.
        """#)

    static let others = MistakeCase.table(
        #"""
        kind: vehicle => kind: vehicel
        40:22: kind "vehicel" is not known. Write vehicle.

        kind: vehicle => kind: tank
        40:22: kind "tank" is not known. Write one of foot, motorcycle, vehicle, video, air, marine.

        id: V-03 => id: M-17
        40:10: unit M-17 is named already in line 39. Give each unit an id of its own.

        capabilities: [aed] => capabilities: [aed, aed]
        39:54: capabilities names aed twice. Remove one of them.

        radio17: M-17 => radio17: M-71
        8:27: unit M-71 does not exist. Write M-17, or add M-71 under units.

        dispatcher: {groups: [dispatch]} => dispatcher: {}
        7:15: dispatcher names neither users nor groups. Add one of them, or remove dispatcher.

        dispatcher: => dispacher:
        7:3: access has no key "dispacher". Write dispatcher.

        speed: 1.6 m/s => speed: 1.6
        42:17: speed is 1.6 without a unit. Write m/s or km/h behind it.

        speed: 1.6 m/s => speed: 1.6 mph
        42:17: speed "1.6 mph" has an unknown unit. Use one of m/s, km/h.

        speed: 1.6 m/s => speed: 0 m/s
        42:17: speed is 0 m/s, and may be 0.001 m/s to 200 m/s. Write, for example, speed: 1.6 m/s.

        detour: 1.25 => detour: 0.9
        42:34: detour is 0.9, and may be 1 to 10 in steps of 0.01. Write, for example, detour: 1.25.

        detour: 1.25 => detour: 125%
        42:34: detour should be a number, and is "125%". Write, for example, detour: 1.25.

        stale_after: 2min => stale_after: 25h
        44:16: stale_after is 25h, and may be 1s to 1d. Write, for example, stale_after: 2min.

        stale_after: 2min => stale_after: 120
        44:16: stale_after is 120 without a unit. Write 120s or 120min.

        retention: 90d => retention: 90
        47:14: retention is 90 without a unit. Write 90d or 90h.

        retention: 90d => retention_size: 8 GB
        47:19: retention_size "8 GB" has an unknown unit. Use one of KiB, MiB, GiB.

        retention: 90d => retention_size: 64MiB
        47:3: retention_size holds less than two segments of segment_size. Make retention_size larger, or
          segment_size smaller.

        retention: 90d => durability_wait: 1min
        47:20: durability_wait is 1min, and may be 1ms to 10s. Write, for example, durability_wait: 50ms.

        door: {enabled: true} => door: {enabled: "true"}
        45:19: enabled should be true or false, and is "true". Write, for example, enabled: true.

        door: {enabled: true} => door: true
        45:9: door should be a map, and is "true". Write, for example, door: {enabled: true}.
        """#)

    static let inputs = MistakeCase.table(
        #"""
        chip: gpiochip0 => chip: gpiochip0, label: x
        10:17: gpio has both chip and label. Remove one of them.

        {gpio: {chip: gpiochip0}} => {}
        10:10: the input panel is neither serial nor gpio. Add one of them.

        {gpio: {chip: gpiochip0}} => {gpoi: {chip: gpiochip0}}
        10:10: the input panel is neither serial nor gpio. Add one of them.
        10:11: an input has no key "gpoi". Write gpio.

        port: /dev/ttyS0 => port: ttyS0
        11:26: port "ttyS0" is not the whole path of a device. Write, for example, port: /dev/serial/by-path/….

        port: /dev/ttyS1 => port: /dev/ttyS0
        12:3: the inputs field and bus are both /dev/ttyS0. Give each input a port of its own.

        port: /dev/ttyS0 => port: /dev/ttyS0, baud: 115000
        11:44: baud is 115000, which no port here has. Write one of 1200, 2400, 4800, 9600, 19200, 38400, 57600,
          115200, 230400, 460800, 921600.

        port: /dev/ttyS0 => port: /dev/ttyS0, protocol: nmea
        11:48: protocol "nmea" is not known. Write one of sentence, modbus-rtu.

        port: /dev/ttyS0 => port: /dev/ttyS0, rs485: true
        11:38: rs485 has no meaning for protocol sentence. Remove it: sentence lines are 8N1, and nodes speak
          unasked.

        port: /dev/ttyS0 => port: /dev/ttyS0, heartbeat: 100ms
        11:49: heartbeat is 100ms, and may be 1s to 1d. Write, for example, heartbeat: 20s.

        port: /dev/ttyS0 => port: /dev/ttyS0, heartbeat: never
        11:49: heartbeat should be a time, and is "never". Write, for example, heartbeat: 20s.

        protocol: modbus-rtu => protocol: modbus-rtu, heartbeat: 20s
        12:58: heartbeat has no meaning for protocol modbus-rtu. Remove it: a slave that does not answer within
          timeout is offline.

        protocol: modbus-rtu => protocol: modbus-rtu, timeout: 6s
        12:67: timeout is 6s, and may be 10ms to 5s. Write, for example, timeout: 100ms.

        protocol: modbus-rtu => protocol: modbus-rtu, rs485: yes
        12:65: rs485 should be true or false, and is "yes". Write, for example, rs485: true.

        port: /dev/ttyS0 => port: /dev/ttyS0, parity: even
        11:38: parity has no meaning for protocol sentence. Remove it: sentence lines are 8N1, and nodes speak
          unasked.

        port: /dev/ttyS0 => port: /dev/ttyS0, speed: 9600
        11:38: serial has no key "speed". Remove it; the keys here are port, baud, protocol, heartbeat,
          parity, poll, timeout, rs485.
        """#)
}
