import CallpointCore
import CallpointTesting
import Testing

/// On scene by position.
@Suite struct ArrivalTests {
    private let arrived = ["unit.on_scene NS-03-g1-0001/1/M-1/1 by position"]

    @Test func `a unit that stays within 30 m for five seconds is on scene, and nobody said so`() {
        let stage = onTheWay()
        stage.fix("M-1", at: here.place(north: 30))
        #expect(stage.advance(.seconds(5)).stories(of: "unit.on_scene") == [])
        stage.fix("M-1", at: here.place(north: 20))
        #expect(stage.advance(.zero).stories(of: "unit.on_scene") == arrived)
        #expect(stage.incident("A")?.hasBeenOnScene == true)
        #expect(stage.incident("A")?.onSceneBy == nil)
    }

    @Test func `a car that passes by has not arrived`() {
        let stage = onTheWay()
        stage.fix("M-1", at: here.place(north: 10))
        stage.advance(.seconds(4))
        stage.fix("M-1", at: here.place(north: -60))
        stage.advance(.seconds(2))
        stage.fix("M-1", at: here.place(north: -10))
        #expect(stage.advance(.milliseconds(4_999)).stories(of: "unit.on_scene") == [])
        stage.fix("M-1", at: here.place(north: -10))
        #expect(stage.advance(.zero).stories(of: "unit.on_scene") == [])
        stage.advance(.milliseconds(1))
        stage.fix("M-1", at: here.place(north: -10))
        #expect(stage.advance(.zero).stories(of: "unit.on_scene") == arrived)
    }

    @Test func `one fix there and silence is no arrival`() {
        let stage = onTheWay()
        stage.fix("M-1", at: here.place(north: 10))
        #expect(stage.advance(.seconds(50)).stories(of: "unit.on_scene") == [])
    }

    @Test(arguments: [(30, true), (31, false)])
    func `thirty metres are there, and more are not`(metres: Int, isThere: Bool) {
        let stage = onTheWay()
        stay(stage, at: metres)
        #expect((stage.incident("A")?.hasBeenOnScene ?? false) == isThere)
    }

    @Test func `a unit that has not accepted may stand there by chance`() {
        let stage = street([40, 500])
        stage.press("A")
        stage.silenceAll()
        stay(stage, at: 5)
        #expect(stage.incident("A")?.hasBeenOnScene == false)
        stage.accept("M-1")
        stay(stage, at: 5)
        #expect(stage.incident("A")?.hasBeenOnScene == true)
    }

    @Test func `a unit that is en route and arrives needs nobody to say so, and one that is there is not there twice`()
    {
        let stage = onTheWay()
        stage.enRoute("M-1")
        stay(stage, at: 5)
        stay(stage, at: 5)
        #expect(stage.events.stories(of: "unit.on_scene") == arrived)
        stage.onScene("M-1")
        #expect(stage.refusal?.what == "M-1 is on scene already.")
    }

    @Test(arguments: [(UInt16(0), true), (50, true), (51, false)])
    func `a fix that may be far off says nothing of arrival`(accuracy: UInt16, counts: Bool) {
        let stage = onTheWay()
        for _ in 0..<2 {
            stage.fix("M-1", at: here.place(north: 5), accuracyMetres: accuracy)
            stage.advance(.seconds(6))
        }
        #expect((stage.incident("A")?.hasBeenOnScene ?? false) == counts)
    }

    @Test func `a unit that stood there before a restart is there after it`() {
        let stage = onTheWay()
        stage.fix("M-1", at: here.place(north: 5))
        stage.advance(.seconds(3))
        #expect(stage.restart(gap: .seconds(1)).stories(of: "unit.on_scene") == [])
        stage.advance(.seconds(1))
        stage.fix("M-1", at: here.place(north: 5))
        #expect(stage.advance(.zero).stories(of: "unit.on_scene") == arrived)
    }

    /// M-1 has accepted its order to A, and nobody reports by itself.
    private func onTheWay() -> Stage {
        let stage = street([400, 500])
        stage.press("A")
        stage.accept("M-1")
        stage.silenceAll()
        return stage
    }

    private func stay(_ stage: Stage, at metres: Int) {
        for _ in 0..<2 {
            stage.fix("M-1", at: here.place(north: metres))
            stage.advance(.seconds(6))
        }
    }
}
