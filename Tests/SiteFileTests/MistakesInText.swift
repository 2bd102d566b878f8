import Testing

/// YAML itself: what a person is told, word for word.
struct MistakesInText {
    @Test(arguments: syntax) func `a text that is not good YAML is told`(_ row: MistakeCase) {
        #expect(row.told == row.expected)
    }

    @Test(arguments: more) func `less common mistakes are told`(_ row: MistakeCase) {
        #expect(row.told == row.expected)
    }

    static let syntax = MistakeCase.table(
        #"""
          id: NS-03\n => \tid: NS-03\n
        3:1: a tab stands here. Indent with spaces.

          id: NS-03\n =>   id: "NS-03\n
        23:38: this is not YAML: did not find expected key, in what begins in line 3. Indent this as far as the
          keys before it.

          id: NS-03\n =>   id NS-03\n
        4:8: this is not YAML: mapping values are not allowed in this context. Put text with a colon in it in
          quotes, and check the indentation.

          id: NS-03\n =>   id: NS: 03\n
        3:9: this is not YAML: mapping values are not allowed in this context. Put text with a colon in it in
          quotes, and check the indentation.

          id: NS-03\n =>    id: NS-03\n
        4:3: this is not YAML: did not find expected key, in what begins in line 1. Indent this as far as the
          keys before it.

        {lat: 22.5369, lon: 113.9345} => {lat: 22.5369, lon: 113.9345
        18:11: this is not YAML: did not find expected ',' or '}', in what begins in line 17. Close the bracket,
          or put a comma before this.

        budget: 250ms => budget: @250ms
        32:13: this is not YAML: found character that cannot start any token. Put text that begins with this
          character in quotes.

          retention: 90d\n =>   retention: 90d\n---\nversion: 1\n
        48:1: a second document begins here. Keep one document in the file: remove ---.

          id: NS-03\n =>   id: &a NS-03\n  name: *a\n
        4:9: *a is an alias of &a. Write the value out: a site file has no aliases. If it is text, write it
          otherwise.

          id: NS-03\n =>   id: *a\n
        3:7: an alias (*name) stands here. Write the value out: a site file has no aliases.

          id: NS-03\n =>   id: NS-03\n  name: "a\u0007b"\n
        4:9: name holds a character that cannot be shown, U+0007. Remove it.

          id: NS-03\n =>   id: NS-03\n  name: ""\n
        4:9: name is empty. Write, for example, name: 科技园 03.

          id: NS-03\n =>   id: NS-03\a\n
        3:12: a control character stands here. Remove it: only text, spaces and line ends may stand here.
        """#)

    static let more = MistakeCase.table(
        #"""
        lat: 22.5369, lon: 113.9345 => lat: 22.5369, longitude: 113.9345
        17:30: location has no key "longitude". Write lon.

        ack_within: 30s => ack_within: 1.5
        36:21: ack_within is 1.5 without a unit. Write 1.5s or 1.5min.

        units:\n  - {id: M-17 => units:\n  accept_unknown: maybe\n  list:\n  - {id: M-17
        39:19: accept_unknown should be true or false, and is "maybe". Write, for example, accept_unknown: true.

        - {id: V-03, kind: vehicle} => - V-03
        40:5: an entry of units should be a map, and is "V-03". Write, for example, units: [{id: M-17, kind:
          motorcycle}].

        within: 3km}] => within: 3km}, {kinds: [vehicle], count: 21}]
        34:97: count is 21, and may be 1 to 20. Write, for example, count: 2.

        send: [{kinds: [motorcycle, vehicle], count: 2, within: 3km}]\n        notify: [station]\n => name: nothing\n
        34:9: tier 1 of street sends nobody and tells nobody. Add send or notify, or remove the tier.

        call_points:\n => call_points: []\nold_points:\n
        15:14: the site has no call points. Write, for example, call_points: [{id: NS-0412, …}].
        16:1: the file has no key "old_points". Write call_points.

        door: {enabled: true} => door: {enabled: true, poll: 1s}
        45:31: poll is 1s, and may be 10ms to 200ms. Write, for example, poll: 100ms.

        door: {enabled: true} => door: {enabled: true, units: [M-18]}
        45:33: unit M-18 does not exist. Write M-17, or add M-18 under units.

        id: NS-0412\n => id: 中心-01\n
        16:9: id is "中心-01", which is not a name. Use 1 to 32 letters A-Z and a-z, digits, dots, hyphens and
          underscores.

        version: 1\n => # empty\n{}\n...\n
        4:1: this is not YAML: did not find expected <document start>. Check indentation, quotes and brackets
          here and in the line before.
        """#)
}
