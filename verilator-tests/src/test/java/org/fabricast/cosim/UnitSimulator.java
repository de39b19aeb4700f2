package org.fabricast.cosim;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fabricast.driver.verilator.BuildListener;
import org.fabricast.driver.verilator.BuildRequest;
import org.fabricast.driver.verilator.VerilatorBuild;

/**
 * One verilated unit under test. Made by {@link UnitSetup}.
 *
 * <p>Three ways to drive it: cycle by cycle ({@link #poke}, {@link #peek}, {@link #tick}); many cycles in one call
 * ({@link #batch}); streams with random pauses ({@link #source}, {@link #sink}, {@link #run}).
 */
public final class UnitSimulator implements AutoCloseable {

    /** Cycles after the last expected transfer in which nothing more may come. */
    private static final long SETTLE_CYCLES = 24;
    private static final int FINISHED = 0;
    private static final int LIMIT = 1;

    private final List<Port> ports;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final UnitLibrary library;
    private final long seed;
    private final List<String> pulses = new ArrayList<>();
    private final Map<String, Stream> streams = new LinkedHashMap<>();
    private Optional<Pointer> handle;

    private record Stream(int id, boolean isSource, List<Port> data, long target) { }

    UnitSimulator(UnitSetup setup) {
        ports = setup.ports();
        seed = setup.seed();
        for (int i = 0; i < ports.size(); i++) {
            numbers.put(ports.get(i).name(), i);
        }
        BuildRequest request = new BuildRequest(setup.top(), setup.parameters(), setup.sources(), setup.wrapper(),
                setup.options());
        Path built = VerilatorBuild.fromEnvironment().build(request, BuildListener.SILENT);
        library = Native.load(built.toString(), UnitLibrary.class);
        // JNA hands an absent string over as a null pointer: no trace.
        handle = Optional.of(library.fab_open(seed, setup.trace().map(Path::toString).orElse(null)));
    }

    private Pointer simulator() {
        return handle.orElseThrow(() -> new IllegalArgumentException("the simulator is closed"));
    }

    private int number(String port, Port.Direction direction) {
        Integer number = numbers.get(port);
        if (number == null || ports.get(number).direction() != direction) {
            throw new IllegalArgumentException("no port " + port + " of direction " + direction);
        }
        return number;
    }

    /** Seed of all randomness in here. */
    public long seed() {
        return seed;
    }

    /** Rising edges so far. */
    public long cycle() {
        return library.fab_cycle(simulator());
    }

    /** Sets an input; wide ports take several slots, low bits first. It counts from the next evaluation on. */
    public UnitSimulator poke(String port, long... slots) {
        int number = number(port, Port.Direction.IN);
        if (slots.length != ports.get(number).slots()) {
            throw new IllegalArgumentException(port + " takes " + ports.get(number).slots() + " slots");
        }
        library.fab_poke(simulator(), number, Slots.toWords(ports.get(number), slots));
        return this;
    }

    /** Slots of an output, after evaluating with the present inputs. */
    public long[] peekWide(String port) {
        int number = number(port, Port.Direction.OUT);
        int[] words = new int[ports.get(number).words()];
        library.fab_eval(simulator());
        library.fab_peek(simulator(), number, words);
        return Slots.fromWords(ports.get(number), words, 0);
    }

    /** Value of an output of at most 64 bits, after evaluating with the present inputs. */
    public long peek(String port) {
        long[] slots = peekWide(port);
        if (slots.length != 1) {
            throw new IllegalArgumentException(port + " is wider than 64 bits");
        }
        return slots[0];
    }

    /** Runs cycles with the inputs as they are. */
    public UnitSimulator tick(int cycles) {
        if (cycles < 0) {
            throw new IllegalArgumentException("cannot go back");
        }
        if (cycles > 0 && !pulses.isEmpty()) {
            library.fab_tick(simulator(), 1);
            endPulses();
            cycles--;
        }
        library.fab_tick(simulator(), cycles);
        return this;
    }

    /** Runs one cycle. */
    public UnitSimulator tick() {
        return tick(1);
    }

    /** Puts a one-bit input to 1 for the next cycle only, whoever runs it. */
    public UnitSimulator pulse(String port) {
        poke(port, 1);
        pulses.add(port);
        return this;
    }

    private void endPulses() {
        for (String port : pulses) {
            poke(port, 0);
        }
        pulses.clear();
    }

    /** Holds {@code rst} for a few cycles. */
    public UnitSimulator reset() {
        return poke("rst", 1).tick(3).poke("rst", 0);
    }

    /**
     * Runs {@code cycles} cycles in one call. Row {@code c} of the inputs is applied in cycle {@code c}; row {@code c} of
     * the result is what the outputs show in that cycle, before its rising edge.
     *
     * @param inputs  names of the inputs to drive, each at most 32 bits wide
     * @param rows    values, cycle by cycle
     * @param outputs names of the outputs to record, each at most 32 bits wide
     */
    public int[] batch(List<String> inputs, int[] rows, List<String> outputs) {
        int[] in = inputs.stream().mapToInt(port -> number(port, Port.Direction.IN)).toArray();
        int[] out = outputs.stream().mapToInt(port -> number(port, Port.Direction.OUT)).toArray();
        for (List<String> names : List.of(inputs, outputs)) {
            for (String name : names) {
                if (ports.get(numbers.get(name)).words() != 1) {
                    throw new IllegalArgumentException(name + " is wider than 32 bits");
                }
            }
        }
        if (in.length == 0 || rows.length % in.length != 0) {
            throw new IllegalArgumentException(rows.length + " values for " + in.length + " inputs");
        }
        int cycles = rows.length / in.length;
        int[] result = new int[Math.multiplyExact(cycles, out.length)];
        library.fab_batch(simulator(), cycles, in.length, in, rows, out.length, out, result);
        return result;
    }

    /**
     * Attaches a source to the input stream {@code prefix}: sends {@code words} in order in the next run.
     *
     * @param words per transfer the slots of the data ports, in the order of the unit's ports
     * @param idle  probability that a word is not offered yet in a cycle, 0 to less than 1
     */
    public UnitSimulator source(String prefix, long[][] words, double idle) {
        List<Port> data = dataPorts(prefix);
        int perTransfer = data.stream().mapToInt(Port::words).sum();
        int[] flat = new int[Math.max(1, Math.multiplyExact(words.length, perTransfer))];
        int at = 0;
        for (long[] word : words) {
            at = Slots.append(data, word, flat, at);
        }
        attach(prefix, true, data, idle, words.length, flat);
        return this;
    }

    /**
     * Attaches a sink to the output stream {@code prefix}.
     *
     * @param count        transfers to wait for; more are a failure
     * @param backPressure probability that the sink is not ready in a cycle, 0 to less than 1
     */
    public UnitSimulator sink(String prefix, long count, double backPressure) {
        attach(prefix, false, dataPorts(prefix), backPressure, count, new int[1]);
        return this;
    }

    private List<Port> dataPorts(String prefix) {
        // Another stream may have a name that begins with this one's: m_a and m_a_b.
        List<String> longer = ports.stream().map(Port::name)
                .filter(name -> name.startsWith(prefix + "_") && name.endsWith("_valid") && !name.equals(prefix + "_valid"))
                .map(name -> name.substring(0, name.length() - "valid".length()))
                .toList();
        return ports.stream()
                .filter(port -> port.name().startsWith(prefix + "_"))
                .filter(port -> longer.stream().noneMatch(port.name()::startsWith))
                .filter(port -> !port.name().equals(prefix + "_valid") && !port.name().equals(prefix + "_ready"))
                .toList();
    }

    private void attach(String prefix, boolean isSource, List<Port> data, double pause, long target, int[] words) {
        if (pause < 0 || pause >= 1) {
            throw new IllegalArgumentException("probability " + pause + " is not in 0..1");
        }
        if (streams.containsKey(prefix)) {
            throw new IllegalArgumentException(prefix + " is attached already");
        }
        Port.Direction forward = isSource ? Port.Direction.IN : Port.Direction.OUT;
        Port.Direction backward = isSource ? Port.Direction.OUT : Port.Direction.IN;
        int[] numbered = data.stream().mapToInt(port -> number(port.name(), forward)).toArray();
        int id = library.fab_stream(simulator(), isSource ? 1 : 0, number(prefix + "_valid", forward),
                number(prefix + "_ready", backward), numbered.length, numbered, (int) (pause * 65536), target, words);
        streams.put(prefix, new Stream(id, isSource, data, target));
    }

    /** Runs until every stream has had its transfers. */
    public RunRecord run(long cycleLimit) {
        return run(cycleLimit, -1, "");
    }

    /** Runs until every stream has had its transfers and the one-bit output {@code flag} has been 1 in some cycle. */
    public RunRecord runUntil(String flag, long cycleLimit) {
        return run(cycleLimit, number(flag, Port.Direction.OUT), flag);
    }

    private RunRecord run(long cycleLimit, int flagPort, String flag) {
        if (cycleLimit < 2) {
            throw new IllegalArgumentException("a limit of " + cycleLimit + " cycles");
        }
        long began = cycle();
        int verdict = LIMIT;
        long left = cycleLimit;
        if (!pulses.isEmpty()) {
            verdict = library.fab_run(simulator(), 1, flagPort, 0);
            endPulses();
            left--;
        }
        if (verdict == LIMIT || verdict == FINISHED) {
            verdict = library.fab_run(simulator(), left, flagPort, SETTLE_CYCLES);
        }
        Map<String, StreamRecord> records = new LinkedHashMap<>();
        streams.forEach((prefix, stream) -> records.put(prefix, record(prefix, stream)));
        if (verdict != FINISHED) {
            throw new AssertionError(failure(verdict, cycleLimit, records, flag));
        }
        RunRecord result = new RunRecord(began, library.fab_flag_cycle(simulator()), records);
        streams.forEach((prefix, stream) -> {
            if (records.get(prefix).count() > stream.target()) {
                throw new AssertionError(prefix + ": more than the expected " + stream.target() + " transfers, the next in cycle "
                        + records.get(prefix).cycles()[(int) stream.target()] + "; seed " + seed);
            }
        });
        streams.clear();
        library.fab_streams_end(simulator());
        return result;
    }

    private StreamRecord record(String prefix, Stream stream) {
        int count = Math.toIntExact(library.fab_stream_count(simulator(), stream.id()));
        int perTransfer = stream.data().stream().mapToInt(Port::words).sum();
        long total = stream.isSource() ? stream.target() : count;
        long[] cycles = new long[Math.max(1, count)];
        int[] words = new int[Math.toIntExact(Math.max(1, total * perTransfer))];
        library.fab_stream_cycles(simulator(), stream.id(), cycles);
        library.fab_stream_words(simulator(), stream.id(), words);
        long[][] transfers = new long[count][];
        for (int i = 0; i < count; i++) {
            transfers[i] = Slots.split(stream.data(), words, i * perTransfer);
        }
        return new StreamRecord(prefix, stream.data(), java.util.Arrays.copyOf(cycles, count), transfers, seed);
    }

    private String failure(int verdict, long cycleLimit, Map<String, StreamRecord> records, String flag) {
        StringBuilder text = new StringBuilder("cycle " + cycle() + ", seed " + seed + ": ");
        if (verdict == LIMIT) {
            text.append("not finished after ").append(cycleLimit).append(" cycles:");
            streams.forEach((prefix, stream) -> {
                StreamRecord record = records.get(prefix);
                String last = record.count() == 0 ? "never" : "last in cycle " + record.cycles()[record.count() - 1];
                text.append(' ').append(prefix).append(' ').append(record.count()).append('/').append(stream.target())
                        .append(" transfers (").append(last).append(");");
            });
            if (!flag.isEmpty()) {
                text.append(' ').append(flag).append(library.fab_flag_cycle(simulator()) < 0 ? " not seen" : " seen");
            }
            return text.toString();
        }
        int culprit = library.fab_culprit(simulator());
        String name = streams.entrySet().stream().filter(entry -> entry.getValue().id() == culprit)
                .map(Map.Entry::getKey).findFirst().orElseThrow();
        String breach = switch (verdict) {
            case 2 -> "valid went down before ready came";
            case 3 -> "data changed before ready came";
            case 4 -> "valid depends on ready in the same cycle";
            default -> throw new AssertionError("verdict " + verdict);
        };
        return text.append(name).append(": ").append(breach).append(", transfer ").append(records.get(name).count())
                .toString();
    }

    @Override
    public void close() {
        handle.ifPresent(library::fab_close);
        handle = Optional.empty();
    }
}
