/// The template engine that NetFlow v9 and IPFIX share: templates are compiled once into lists of
/// fields to read, and what they read becomes flow records.
@NullMarked
package net.flowtally.collector.template;

import org.jspecify.annotations.NullMarked;
