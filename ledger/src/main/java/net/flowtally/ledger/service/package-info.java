/// Applications, named by protocol and port.
@NullMarked
package net.flowtally.ledger.service;

import org.jspecify.annotations.NullMarked;
