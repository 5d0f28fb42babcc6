/// The command line: one class for each command, which parses, calls and prints.
@NullMarked
package net.flowtally.app.command;

import org.jspecify.annotations.NullMarked;
