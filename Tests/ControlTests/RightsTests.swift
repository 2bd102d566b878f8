import CallpointCore
import Testing

@testable import Control

struct RightsTests {
    static let rules = AccessRules(rules: [
        AccessRules.Rule(name: "wall", isGroup: false, role: .reading),
        AccessRules.Rule(name: "m17", isGroup: false, role: .unit, unit: "M-17"),
        AccessRules.Rule(name: "duty", isGroup: true, role: .dispatcher),
    ])
    static let directory = AccountDirectory(
        user: { [1001: "wall", 1002: "m17", 1003: "anowak"][$0] }, group: { [500: "duty", 501: "staff"][$0] })

    @Test(
        arguments: [
            (0, 0, [], Role?.some(.admin), nil), (999, 5, [], .admin, nil), (1001, 501, [], .reading, nil),
            (1002, 501, [], .unit, UnitID("M-17")), (1003, 501, [500], .dispatcher, nil),
            (1003, 500, [], .dispatcher, nil),
            (1003, 501, [], nil, nil), (4242, 4242, [], nil, nil), (1001, 500, [], .dispatcher, nil),
        ] as [(UInt32, UInt32, [UInt32], Role?, UnitID?)])
    func `a caller's role is the highest that a rule gives`(
        uid: UInt32, gid: UInt32, groups: [UInt32], role: Role?, unit: UnitID?
    ) {
        let roles = CallerRoles(rules: RightsTests.rules, administrators: [0, 999])
        let caller = Caller(uid: uid, gid: gid, groups: groups)
        let access = roles.access(of: caller, named: RightsTests.directory.names(of: caller))
        #expect(access.role == role)
        #expect(access.unit == unit)
    }

    @Test func `the machine's own database knows root`() {
        #expect(AccountDirectory.machine.user(0) == "root")
        #expect(AccountDirectory.machine.group(0) == "root")
        #expect(AccountDirectory.machine.user(3_999_999_999) == nil)
    }

    static let accesses: [(Access, [String])] = [
        (Access(user: "x", role: nil), ["hello"]),
        (
            Access(user: "wall", role: .reading),
            [
                "hello", "status", "inputs", "walktest", "units", "incidents", "incident", "subscribe", "events",
                "ranking",
            ]
        ),
        (
            Access(user: "m17", role: .unit, unit: "M-17"),
            [
                "hello", "status", "inputs", "walktest", "units", "incidents", "incident", "subscribe", "events",
                "ranking", "names", "accept", "decline", "en_route", "staging", "delayed", "on_scene", "clear",
                "unit_status",
                "assist", "exercise_join", "exercise_leave",
            ]
        ),
        (Access(user: "anowak", role: .dispatcher), ControlVerb.names),
        (Access(user: "root", role: .admin), ControlVerb.names),
    ]

    @Test(arguments: accesses)
    func `a role may do what its table says and nothing else`(access: Access, may: [String]) {
        for verb in VerbTests.verbs {
            // Acts for another person have a rule of their own, below.
            if case .act(let act) = verb, act.actingFor != nil { continue }
            var isAllowed = true
            do throws(ControlFailure) {
                try verb.check(access)
            } catch {
                isAllowed = false
                #expect(error.code == .denied)
            }
            #expect(isAllowed == may.contains(verb.name), "\(verb.name) for \(access.user)")
        }
    }

    @Test(arguments: [
        (OrderReference.unit("M-17"), true), (.unit("V-03"), false), (.order("NS-03-7c1e-0007/1/M-17/1"), true),
        (.order("NS-03-7c1e-0007/1/V-03/1"), false), (.order("M-17"), false), (.order("a/M-17/V-03/1"), false),
    ])
    func `a unit answers for itself alone`(reference: OrderReference, isOwn: Bool) {
        let verb = ControlVerb.act(ControlAct(.answer(reference, .accept)))
        let access = Access(user: "m17", role: .unit, unit: "M-17")
        #expect((try? verb.check(access)) != nil ? isOwn : !isOwn)
        #expect((try? verb.check(Access(user: "lost", role: .unit))) == nil)
    }

    @Test(arguments: [(Role.unit, false), (.dispatcher, true), (.admin, true)])
    func `only a dispatcher may act in another name`(role: Role, may: Bool) {
        let verb = ControlVerb.act(ControlAct(.status("M-17", .busy), actingFor: "anowak"))
        #expect(((try? verb.check(Access(user: "x", role: role, unit: "M-17"))) != nil) == may)
    }

    @Test func `a denial names the rule that is lacking`() {
        let failure = #expect(throws: ControlFailure.self) {
            try ControlVerb.act(ControlAct(.test("NS-0412"))).check(Access(user: "wall", role: .reading))
        }
        #expect(
            failure?.description == "wall is reading, and `test` needs dispatcher. Ask somebody who is, or change "
                + "`access:` in the site file and reload.")
    }
}
