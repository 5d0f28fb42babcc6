/// The screen Statements: what each department owes for a period, and sealing it.
@NullMarked
package net.flowtally.app.statements;

import org.jspecify.annotations.NullMarked;
