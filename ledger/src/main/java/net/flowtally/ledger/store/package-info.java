/// The home directory and the transactional store in it: connections, transactions, migrations.
@NullMarked
package net.flowtally.ledger.store;

import org.jspecify.annotations.NullMarked;
