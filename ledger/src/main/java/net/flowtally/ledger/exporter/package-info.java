/// Exporters: which sources of flow information are accounted, how, and what has been counted of
/// them.
@NullMarked
package net.flowtally.ledger.exporter;

import org.jspecify.annotations.NullMarked;
