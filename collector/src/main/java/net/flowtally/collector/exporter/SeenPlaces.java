package net.flowtally.collector.exporter;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.flowtally.collector.bound.Budget;
import net.flowtally.collector.bound.SavedSize;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.SeenInterface;
import net.flowtally.ledger.exporter.SeenRate;

/// Where and at which sampling rates the records of one exporter were seen: totals, a slot for each
/// interface and rate. The first slot of the interfaces is for those that are not told (number 0),
/// the second for those past the most; the first slot of the rates is for those past the most.
/// Owned by the stream's thread.
public final class SeenPlaces {
    static final int MOST_INTERFACES = 512;
    static final int MOST_RATES = 32;

    private static final int NOT_TOLD = 0;
    private static final int REST = 1;
    private static final int FIRST = 2;

    /// What an interface takes.
    private static final int OCTETS = 44;

    /// Receive time of the datagram whose records come, microseconds UTC.
    long seenAt;

    /// Records that say whether they were seen coming in or going out.
    long ingress;

    long egress;

    private Budget budget = Budget.unlimited();
    private int interfaces = FIRST;
    private int[] numbers = new int[8];
    private long[] in = new long[8];
    private long[] out = new long[8];
    private long[] lastOfInterface = new long[8];

    /// Slots by number: open addressing, linear probing, 0 is empty.
    private int[] index = new int[16];

    private int lastInput;
    private int inputSlot;
    private int lastOutput;
    private int outputSlot;

    private int rates = 1;
    private long[] numerators = new long[4];
    private long[] denominators = new long[4];
    private byte[] sources = new byte[4];
    private long[] rateRecords = new long[4];
    private long[] lastOfRate = new long[4];
    private int rateSlot;

    /// From now on takes memory from what all exporters share.
    public void within(Budget shared) {
        budget = shared;
        budget.takeAgain(OCTETS * (long) (numbers.length - 8));
    }

    /// A record was seen.
    ///
    /// @param direction 0 coming in, 1 going out, else not told
    /// @param source of the rate
    public void record(
            int input, int output, int direction, long numerator, long denominator, byte source) {
        if (direction == 0) {
            ingress++;
        } else if (direction == 1) {
            egress++;
        }
        if (input != lastInput) {
            lastInput = input;
            inputSlot = slot(input);
        }
        in[inputSlot]++;
        if (output != lastOutput) {
            lastOutput = output;
            outputSlot = slot(output);
        }
        out[outputSlot]++;
        lastOfInterface[inputSlot] = seenAt;
        lastOfInterface[outputSlot] = seenAt;
        int rate = rateSlot;
        if (numerators[rate] != numerator
                || denominators[rate] != denominator
                || sources[rate] != source) {
            rate = rate(numerator, denominator, source);
            rateSlot = rate;
        }
        rateRecords[rate]++;
        lastOfRate[rate] = seenAt;
    }

    private int slot(int number) {
        if (number == 0) {
            return NOT_TOLD;
        }
        int mask = index.length - 1;
        int at = ((number * 0x9e3779b9) >>> 7) & mask;
        for (int slot; (slot = index[at]) != 0; at = at + 1 & mask) {
            if (numbers[slot] == number) {
                return slot;
            }
        }
        if (interfaces == FIRST + MOST_INTERFACES) {
            return REST;
        }
        if (interfaces == numbers.length) {
            int size = Math.min(numbers.length * 2, FIRST + MOST_INTERFACES);
            if (!budget.take(OCTETS * (long) (size - numbers.length))) {
                return REST;
            }
            numbers = Arrays.copyOf(numbers, size);
            in = Arrays.copyOf(in, size);
            out = Arrays.copyOf(out, size);
            lastOfInterface = Arrays.copyOf(lastOfInterface, size);
        }
        numbers[interfaces] = number;
        interfaces++;
        if (interfaces * 2 > index.length) {
            index = new int[index.length * 2];
            for (int slot = FIRST; slot < interfaces; slot++) {
                place(slot);
            }
        } else {
            index[at] = interfaces - 1;
        }
        return interfaces - 1;
    }

    private void place(int slot) {
        int mask = index.length - 1;
        int at = ((numbers[slot] * 0x9e3779b9) >>> 7) & mask;
        while (index[at] != 0) {
            at = at + 1 & mask;
        }
        index[at] = slot;
    }

    private int rate(long numerator, long denominator, byte source) {
        for (int slot = 1; slot < rates; slot++) {
            if (numerators[slot] == numerator
                    && denominators[slot] == denominator
                    && sources[slot] == source) {
                return slot;
            }
        }
        if (rates > MOST_RATES) {
            return 0;
        }
        if (rates == numerators.length) {
            int size = rates * 2;
            numerators = Arrays.copyOf(numerators, size);
            denominators = Arrays.copyOf(denominators, size);
            sources = Arrays.copyOf(sources, size);
            rateRecords = Arrays.copyOf(rateRecords, size);
            lastOfRate = Arrays.copyOf(lastOfRate, size);
        }
        numerators[rates] = numerator;
        denominators[rates] = denominator;
        sources[rates] = source;
        return rates++;
    }

    /// The rates seen since an instant, microseconds UTC, with 0/0 for those past the most.
    public List<SeenRate> rates(Address address, String protocol, long since) {
        List<SeenRate> all = new ArrayList<>();
        for (int slot = 0; slot < rates; slot++) {
            if (rateRecords[slot] > 0 && lastOfRate[slot] >= since) {
                all.add(
                        new SeenRate(
                                address,
                                protocol,
                                numerators[slot],
                                denominators[slot],
                                sources[slot],
                                rateRecords[slot],
                                lastOfRate[slot]));
            }
        }
        return all;
    }

    /// The interfaces seen since an instant, microseconds UTC.
    public List<SeenInterface> interfaces(Address address, String protocol, long since) {
        List<SeenInterface> all = new ArrayList<>();
        for (int slot = REST; slot < interfaces; slot++) {
            if (in[slot] + out[slot] > 0 && lastOfInterface[slot] >= since) {
                all.add(
                        new SeenInterface(
                                address,
                                protocol,
                                slot == REST
                                        ? SeenInterface.REST
                                        : Integer.toUnsignedLong(numbers[slot]),
                                in[slot],
                                out[slot],
                                lastOfInterface[slot]));
            }
        }
        return all;
    }

    void save(DataOutput to) throws IOException {
        to.writeInt(interfaces);
        for (int slot = 0; slot < interfaces; slot++) {
            to.writeInt(numbers[slot]);
            to.writeLong(in[slot]);
            to.writeLong(out[slot]);
            to.writeLong(lastOfInterface[slot]);
        }
        to.writeInt(rates);
        for (int slot = 0; slot < rates; slot++) {
            to.writeLong(numerators[slot]);
            to.writeLong(denominators[slot]);
            to.writeByte(sources[slot]);
            to.writeLong(rateRecords[slot]);
            to.writeLong(lastOfRate[slot]);
        }
    }

    void load(DataInput from) throws IOException {
        interfaces = SavedSize.read(from, FIRST + MOST_INTERFACES);
        numbers = new int[Math.max(8, interfaces)];
        in = new long[numbers.length];
        out = new long[numbers.length];
        lastOfInterface = new long[numbers.length];
        index = new int[Math.max(16, Integer.highestOneBit(interfaces) * 4)];
        for (int slot = 0; slot < interfaces; slot++) {
            numbers[slot] = from.readInt();
            in[slot] = from.readLong();
            out[slot] = from.readLong();
            lastOfInterface[slot] = from.readLong();
            if (slot >= FIRST) {
                place(slot);
            }
        }
        rates = SavedSize.read(from, 1 + MOST_RATES);
        numerators = new long[Math.max(4, rates)];
        denominators = new long[numerators.length];
        sources = new byte[numerators.length];
        rateRecords = new long[numerators.length];
        lastOfRate = new long[numerators.length];
        for (int slot = 0; slot < rates; slot++) {
            numerators[slot] = from.readLong();
            denominators[slot] = from.readLong();
            sources[slot] = from.readByte();
            rateRecords[slot] = from.readLong();
            lastOfRate[slot] = from.readLong();
        }
    }
}
