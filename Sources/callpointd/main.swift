import ArgumentParser

// One line: a closure written here would belong to the main actor.
CallpointDaemonCommand.main()
