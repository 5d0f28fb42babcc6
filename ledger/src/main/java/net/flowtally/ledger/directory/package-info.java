/// Departments, users, workstations, and to whom an address belonged at a time.
@NullMarked
package net.flowtally.ledger.directory;

import org.jspecify.annotations.NullMarked;
