import Glibc

// One line: a closure written here would belong to the main actor.
exit(Entry.run())
