package net.flowtally.ledger.unassigned;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.flowtally.ledger.address.Address;

/// Asks the system's resolver, for all addresses at once and no longer than a few seconds.
public final class SystemNames implements ReverseNames {
    private static final long SECONDS = 10;

    @Override
    public Map<Address, String> of(List<Address> addresses) {
        Map<Address, String> names = new ConcurrentHashMap<>();
        CountDownLatch open = new CountDownLatch(addresses.size());
        for (Address address : addresses) {
            Thread.ofVirtual()
                    .start(() -> {
                        InetAddress asked = address.toInetAddress();
                        String name = asked.getCanonicalHostName();
                        if (!name.equals(asked.getHostAddress())) {
                            names.put(address, name);
                        }
                        open.countDown();
                    });
        }
        try {
            if (!open.await(SECONDS, TimeUnit.SECONDS)) {
                return Map.copyOf(names);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return Map.copyOf(names);
    }
}
