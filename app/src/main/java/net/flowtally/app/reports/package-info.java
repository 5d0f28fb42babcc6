/// The screen Reports: the catalogue as a gallery, and one report with its parameters beside it.
@NullMarked
package net.flowtally.app.reports;

import org.jspecify.annotations.NullMarked;
