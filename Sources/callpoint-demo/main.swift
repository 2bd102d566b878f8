// One line: a closure written here would belong to the main actor.
Demo.main(CommandLine.arguments)
