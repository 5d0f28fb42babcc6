/// The reports: each asks the ledger one question and answers it as a neutral report.
@NullMarked
package net.flowtally.reports.catalogue;

import org.jspecify.annotations.NullMarked;
