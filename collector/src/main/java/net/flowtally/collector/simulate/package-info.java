/// Exporters and networks that do not exist: flows with known truth, told in real protocols.
@NullMarked
package net.flowtally.collector.simulate;

import org.jspecify.annotations.NullMarked;
