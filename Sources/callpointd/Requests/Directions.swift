import CallpointCore
import Control
import Geodesy
import SiteFile

// What people change of a response that runs, as the engine takes it: texts as tokens, places in WGS-84.
extension Daemon {
    /// `closed` is what the journal holds of an incident that is opened again.
    func verb(of direction: ControlAct.Direction, closed: ClosedIncident? = nil) -> Act.Verb {
        switch direction {
        case .hold(let incident, let duration, let reason):
            .hold(incident, for: duration, reason: people.token(ofText: reason))
        case .release(let incident): .release(incident)
        case .raise(let incident): .raise(incident)
        case .order(let incident, let unit): .order(incident, unit)
        case .standDown(let reference): .standDown(reference)
        case .watch(let incident): .watch(incident)
        case .note(let incident, let note): .note(incident, people.token(ofText: note))
        case .confirm(let incident, let verification): .confirm(incident, verification)
        case .answerNotice(let incident, let contact): .answerNotice(incident, contact)
        case .assist(let reference): .assist(reference, scale: scale(at: reference))
        case .moveUp(let beat, let accepts): .moveUp(beat, accepts: accepts)
        case .report(let place, let source, let plan, let note, let kind):
            .report(
                Report(
                    at: self.place(place), source: source, plan: plan, note: note.map { people.token(ofText: $0) },
                    kind: kind))
        case .reopen(let incident, let reason):
            .reopen(incident, closed, reason: people.token(ofText: reason))
        case .reclassify(let incident, let plan, let note):
            .reclassify(incident, plan, note: note.map { people.token(ofText: $0) })
        case .link(let incident, let other): .link(incident, other)
        case .unlink(let incident, let other): .unlink(incident, other)
        case .split(let incident, let place, let note):
            .split(incident, at: place.map { self.place($0) }, note: note.map { people.token(ofText: $0) })
        case .handOff(let incident, let contact, let reference):
            .handOff(incident, contact, reference: people.token(ofText: reference))
        }
    }

    func verb(of act: ControlAct.ExerciseAct) -> Act.Verb {
        switch act {
        case .start(let units, let duration): .startExercise(units, for: duration)
        case .join(let unit): .joinExercise(unit)
        case .leave(let unit): .leaveExercise(unit)
        case .press(let callPoint): .pressInExercise(callPoint)
        case .stop: .stopExercise
        }
    }

    /// The length of a degree where a unit was last seen: the core has no trigonometry.
    private func scale(at reference: OrderReference) -> DegreeScale? {
        guard let unit = reference.unit else { return nil }
        return engine.lastPlace(of: unit).map(DegreeScale.init(at:))
    }

    private func place(_ place: ControlAct.ReportedPlace) -> Report.Place {
        switch place {
        case .callPoint(let callPoint): return .callPoint(callPoint)
        case .point(let latitude, let longitude, let datum, let accuracy):
            let written = Degrees(latitude: latitude, longitude: longitude)
            let place = DatumConversion.wgs84(from: written, in: datum ?? configuration.datum).coordinate
            // What is out of range stays so: the engine refuses it in words.
            guard let place else {
                return .point(
                    Coordinate(latitudeE7: .max, longitudeE7: .max),
                    DegreeScale(millimetresPerDegreeLatitude: 0, millimetresPerDegreeLongitude: 0),
                    accuracyMetres: accuracy)
            }
            return .point(place, DegreeScale(at: place), accuracyMetres: accuracy)
        }
    }
}
