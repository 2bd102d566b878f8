import Testing

/// Keys, places and buttons: what a person is told, word for word.
struct MistakesInPlaces {
    @Test(arguments: keys) func `a key that is wrong, missing or given twice is told`(_ row: MistakeCase) {
        #expect(row.told == row.expected)
    }

    @Test(arguments: places) func `a place that is not one is told`(_ row: MistakeCase) {
        #expect(row.told == row.expected)
    }

    @Test(arguments: callPoints) func `a call point that would not be heard is told`(_ row: MistakeCase) {
        #expect(row.told == row.expected)
    }

    static let keys = MistakeCase.table(
        #"""
          id: NS-03\n =>   id: NS-03\n  nmae: x\n
        4:3: site has no key "nmae". Write name.

          id: NS-03\n =>   id: NS-03\n  colour: x\n
        4:3: site has no key "colour". Remove it; the keys here are id, name, datum, time_zone.

        version: 1\n => version: 1\nversion: 1\n
        2:1: the key "version" is given already in line 1. Keep one.

          datum: wgs84\n =>   datum: wgs84\n  id: X\n
        5:3: the key "id" is given already in line 3. Keep one.

          datum: wgs84\n =>
        3:3: site has no datum. Add, for example, datum: wgs84.

          datum: wgs84\n =>   datum: wgs48\n
        4:10: datum "wgs48" is not known. Write wgs84.

          datum: wgs84\n =>   datum: [wgs84]\n
        4:10: datum should be one of wgs84, gcj02, bd09, cgcs2000, and is a list. Write, for example, datum:
          wgs84.

        version: 1\n =>
        1:1: the file has no version. Add, for example, version: 1.

        version: 1\n => version: 2\n
        1:10: version is 2, and this program reads version 1. Write version: 1, or install the program that the
          file was written for.

        version: 1\n => version: "1"\n
        1:10: version should be a whole number, and is "1". Write, for example, version: 1.

          id: NS-03\n =>   id:\n
        3:6: id should be a name, and is empty. Write, for example, id: NS-03.

          id: NS-03\n =>   id: NS 03\n
        3:7: id is "NS 03", which is not a name. Use 1 to 32 letters A-Z and a-z, digits, dots, hyphens and
          underscores.

          time_zone: Asia/Shanghai =>   time_zone: Asia/Shenzhen
        5:14: time_zone "Asia/Shenzhen" is not known. Write an IANA name like Asia/Shanghai, or UTC.

          time_zone: Asia/Shanghai =>   time_zone: CST
        5:14: time_zone "CST" is not known. Write an IANA name like Asia/Shanghai, or UTC.

          id: NS-03\n =>   id: NS-03\n  <<: {name: x}\n
        4:3: a site file has no merge keys (<<). Write the keys out.

          id: NS-03\n =>   id: NS-03\n  [a]: x\n
        4:3: a list or a map stands where a key should. Write a name, and a colon.
        """#)

    static let places = MistakeCase.table(
        #"""
        lat: 22.5369 => lat: 122.5369
        17:21: lat is 122.5369, and may be -90 to 90. Correct it: perhaps lat and lon have changed places.

        lat: 22.5369, lon: 113.9345 => lat: 113.9345, lon: 22.5369
        17:21: lat is 113.9345, and may be -90 to 90. Correct it: perhaps lat and lon have changed places.

        lon: 113.9345 => lon: 213.9345
        17:35: lon is 213.9345, and may be -180 to 180. Correct it.

        lat: 22.5369 => lat: "22.5369"
        17:21: lat should be degrees as a decimal number, and is "22.5369". Write, for example, lat: 22.5369.

        lat: 22.5369 => lat: 22°32'
        17:21: lat should be degrees as a decimal number, and is "22°32'". Write, for example, lat: 22.5369.

        lat: 22.5369,  => latitude: 22.5369, 
        17:16: location has no key "latitude". Write lat.

        lon: 113.9345 => lon: 113.9345, accuracy_m: 0
        17:57: accuracy_m is 0, and may be 1 to 1000. Write, for example, accuracy_m: 5.

        lon: 113.9345 => lon: 113.9345, accuracy_m: 5.5
        17:57: accuracy_m should be a whole number, and is "5.5". Write, for example, accuracy_m: 5.

        chainage: K1+200 => chainage: 1.2 km
        27:66: chainage "1.2 km" is not a post's. Write it as K12+300.

        road: 科苑路,  =>
        27:45: chainage stands here without a road. Add road, or remove chainage.
        """#)

    static let callPoints = MistakeCase.table(
        #"""
        id: NS-0413 => id: NS-0412
        21:9: call point NS-0412 is named already in line 16. Give each call point an id of its own.

        input: field, address: "0413" => input: panel, line: 17
        23:34: gpio line 17 is claimed by NS-0412 and NS-0413. Give each call point a line of its own.

        lamp: {input: panel, line: 22} => lamp: {input: panel, line: 17}
        19:32: gpio line 17 is both button and lamp of NS-0412. Give each a line of its own.

        input: panel, line: 17 => input: bus, slave: 3, bit: 0
        28:41: bit 0 of slave 3 is claimed by NS-0412 and NS-0414. Give each call point a bit of its own.

        input: panel, line: 17 => input: field, address: 0413
        23:37: address 0413 is claimed by NS-0412 and NS-0413. Give each call point an address of its own.

        input: panel, line: 17 => input: panle, line: 17
        18:21: input panle does not exist. Write panel, or add panle under inputs.

        input: panel, line: 17 => input: radio, line: 17
        18:21: input radio does not exist. Add it under inputs, or name one that is there.

        input: panel, line: 17 => input: panel
        18:13: panel is gpio, and line is missing. Add, for example, line: 17.

        input: panel, line: 17 => input: field, line: 17
        18:13: field is serial, and address is missing. Add, for example, address: "0413".
        18:28: line has no meaning on field, which is serial. Remove it, or name another input.

        address: "0413" => address: "04-13"
        23:37: the address "04-13" does not fit the protocol. Use 1 to 16 letters and digits.

        address: "0413" => address: "04130413041304130"
        23:37: the address "04130413041304130" does not fit the protocol. Use 1 to 16 letters and digits.

        line: 17 => line: 1024
        18:34: line is 1024, and may be 0 to 1023. Write, for example, line: 17.

        line: 17 => line: 17.5
        18:34: line should be a whole number, and is "17.5". Write, for example, line: 17.

        line: 17 => line: [17]
        18:34: line should be text, and is a list. Write, for example, line: 17.

        line: 17 => line: 按钮按钮按钮按钮按钮按钮
        18:34: line "按钮按钮按钮按钮按钮按钮" has 36 bytes, and a line's name has 31 at most. Write the line's
          offset, or its name as the chip has it.

        line: 17 => line: 17, active: lo
        18:46: active "lo" is not known. Write low.

        line: 17 => line: 17, bias: pull_up
        18:44: bias "pull_up" is not known. Write pull-up.

        line: 17 => line: 17, debounce: 20
        18:48: debounce is 20 without a unit. Write 20ms or 20s.

        slave: 3 => slave: 0
        28:33: slave is 0, and may be 1 to 247. Write, for example, slave: 3.

        bit: 0 => bit: -1
        28:41: bit is -1, and may be 0 to 65535. Write, for example, bit: 0.

        lamp: {input: panel, line: 22} => lamp: {input: field, line: 22}
        19:11: lamp is on field, a line of nodes, where no wire of it ends. Name an input that is gpio or
          modbus-rtu, or remove lamp.

        lamp: {input: panel, line: 22} => tamper: {input: field}
        19:13: tamper is on field, whose nodes report it by themselves. Remove tamper.

        lamp: {input: panel, line: 22} => lamp: {input: panel, line: 22, debounce: 20ms}
        19:36: lamp has no key "debounce". Remove it; the keys here are input, line, active, slave, bit.

        lamp: {input: panel, line: 22} => door: {input: panel, lien: 22}
        19:11: panel is gpio, and line is missing. Add, for example, line: 18.
        19:26: door has no key "lien". Write line.

        lamp: {input: panel, line: 22} => mains: {input: panel, line: 22, break_line: 23}
        19:37: mains has no key "break_line". Remove it; the keys here are input, line, active, bias, debounce,
          slave, bit.

        lamp: {input: panel, line: 22} => sounder: {input: panel, line: 17}
        19:35: gpio line 17 is both button and sounder of NS-0412. Give each a line of its own.

        line: 17 => line: 17, break_line: 22
        19:32: gpio line 22 is both break contact and lamp of NS-0412. Give each a line of its own.

        line: 17 => line: 17, break_line: 17
        18:50: gpio line 17 is both button and break contact of NS-0412. Give each a line of its own.

        line: 17 => line: GPIO17, break_line: GPIO17
        18:54: gpio line GPIO17 is both button and break contact of NS-0412. Give each a line of its own.

        line: 17 => line: 17, break_bit: 1
        18:38: break_bit has no meaning on panel, which is gpio. Remove it, or name another input.

        bit: 0 => bit: 0, break_line: 1
        28:44: break_line has no meaning on bus, which is modbus. Remove it, or name another input.

        bit: 0 => bit: 0, break_bit: 0
        28:55: bit 0 of slave 3 is both button and break contact of NS-0414. Give each a bit of its own.

        bit: 0 => bit: 0, break_bit: 65536
        28:55: break_bit is 65536, and may be 0 to 65535. Write, for example, break_bit: 1.

        address: "0413" => address: "0413", active: low
        23:45: active has no meaning on field, which is serial. Remove it, or name another input.

        bit: 0 => bit: 0, bias: pull-up
        28:44: bias has no meaning on bus, which is modbus. Remove it, or name another input.

        bit: 0 => bit: 0, debounce: 2s
        28:54: debounce is 2s, and may be 0ms to 1s. Write, for example, debounce: 20ms.

        bit: 0 => bit: 0, reset: 65536
        28:51: reset is 65536, and may be 0 to 65535. Write, for example, reset: 8.

        bit: 0 => bit: 0, reset: 8, debounce: 5ms, break_bit: 1
        28:54: debounce has no meaning beside reset: a latch holds still by itself. Remove it.
        28:69: break_bit has no meaning beside reset: a latch holds still by itself. Remove it.

        bit: 0 => bit: 0, reset: 8}\n    lamp: {input: bus, slave: 3, bit: 8
        29:39: coil 8 of slave 3 is both reset and lamp of NS-0414. Give each a bit of its own.

        input: bus, slave: 3, bit: 0}\n    plan: street => input: bus, slave: 3, counter: 0}\n    plan: street\n  - {id: NS-9, location: {lat: 22, lon: 113}, plan: street, button: {input: bus, slave: 3, counter: 0}}
        30:101: input register 0 of slave 3 is claimed by NS-0414 and NS-9. Give each call point a register of its own.

        bit: 0 => reset: 8
        28:13: bus is modbus, and bit is missing. Add, for example, bit: 0.

        bit: 0 => counter: 0, bit: 0, active: low, debounce: 1ms, break_bit: 1, reset: 8
        28:48: bit has no meaning beside counter, which counts presses by itself. Remove it.
        28:56: active has no meaning beside counter, which counts presses by itself. Remove it.
        28:69: debounce has no meaning beside counter, which counts presses by itself. Remove it.
        28:84: break_bit has no meaning beside counter, which counts presses by itself. Remove it.
        28:98: reset has no meaning beside counter, which counts presses by itself. Remove it.

        bit: 0 => counter: 65536
        28:45: counter is 65536, and may be 0 to 65535. Write, for example, counter: 0.

        bit: 0 => counter: 0, register: coil
        28:58: register "coil" is not known. Write one of input, holding.

        bit: 0 => bit: 0, register: input
        28:44: register has no meaning without counter. Remove it.

        line: 17 => line: 17, counter: 1
        18:38: counter has no meaning on panel, which is gpio. Remove it, or name another input.

        line: 17 => line: 17, reset: 1
        18:38: reset has no meaning on panel, which is gpio. Remove it, or name another input.

        input: panel, line: 17 => input: bus, slave: 3, counter: 7}\n    tamper: {input: bus, slave: 3, bit: 7, counter: 7
        19:44: tamper has no key "counter". Remove it; the keys here are input, line, active, bias, debounce, slave,
          bit.

        station: station => station: staton
        24:14: contact staton does not exist. Write station, or add staton under contacts.

        plan: street\n  - id: NS-0413 => plan: stret\n  - id: NS-0413
        20:11: plan stret does not exist. Write street, or add stret under plans.

        plan: street\n  - id: NS-0413 => plan: harbour\n  - id: NS-0413
        20:11: plan harbour does not exist. Add it under plans, or name one that is there.

        station: station => cameras: [{id: C-1, url: ftp://x}]
        24:30: url "ftp://x" is not a camera's address. Begin with rtsp:// or rtsps:// or http:// or https://,
          without spaces.

        station: station => intercom: 12
        24:15: intercom "12" is not a SIP address. Begin with sip: or sips:, without spaces.
        """#)
}
