package org.fabricast.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.driver.verilator.BuildListener;
import org.fabricast.driver.verilator.BuildOptions;
import org.fabricast.driver.verilator.BuildRequest;
import org.fabricast.driver.verilator.VerilatorBuild;
import org.fabricast.driver.verilator.VerilogSource;
import org.fabricast.ir.hw.RegisterMap;
import org.fabricast.ir.hw.RegisterMap.Register;

/**
 * Verilated Verilog with a memory model in one shared library. The library is built once per design and cached by the hash
 * of the Verilog; a traced one is a second entry, built when a trace is asked for the first time.
 *
 * <p>The memory answers the first beat of a read {@code latency} cycles after its address and moves one beat per cycle.
 *
 * <p>Errors: F70xx and F75xx from the build; F9104 memory cannot be reserved; F9105 the machine breaks the bus protocol; F9106
 * the control port does not answer; F9107 a trace cannot be written.
 */
public final class RtlTransport implements Transport {

    private static final int INTERRUPT_ON_DONE = 1;

    private final RtlLibrary library;
    private final Pointer machine;
    private final long memoryBytes;
    private final int addressBits;
    /** Window that writes to all cores. */
    private final int all;
    private int known;
    private long simulationNanos;
    private boolean closed;

    private RtlTransport(RtlLibrary library, Pointer machine, long memoryBytes, int cores) {
        this.addressBits = RegisterMap.addressBits(cores);
        this.all = cores == 1 ? 0 : RegisterMap.ALL_CORES;
        this.library = library;
        this.machine = machine;
        this.memoryBytes = memoryBytes;
    }

    /**
     * Builds (or finds) the library of a design and resets the machine in it.
     *
     * @param sources       all Verilog of the design
     * @param top           top module, with the ports of {@code fabricast_top}
     * @param busBytes      width of the memory port
     * @param memoryBytes   size of device memory; pages are taken as they are touched
     * @param latencyCycles of the memory
     */
    public static RtlTransport open(List<Path> sources, String top, int busBytes, long memoryBytes, int latencyCycles,
                                    RtlOptions options, BuildListener listener) {
        return open(VerilatorBuild.fromEnvironment(), sources, top, busBytes, memoryBytes, latencyCycles, options,
                listener);
    }

    /** The same with other tools or another cache than the process's environment names. */
    public static RtlTransport open(VerilatorBuild builder, List<Path> sources, String top, int busBytes,
                                    long memoryBytes, int latencyCycles, RtlOptions options, BuildListener listener) {
        return open(builder, sources, top, busBytes, 1, memoryBytes, latencyCycles, options, listener);
    }

    /** The same for several cores, each with a memory port of {@code busBytes}. */
    public static RtlTransport open(VerilatorBuild builder, List<Path> sources, String top, int busBytes, int cores,
                                    long memoryBytes, int latencyCycles, RtlOptions options, BuildListener listener) {
        List<VerilogSource> verilog = sources.stream().map(VerilogSource::read).toList();
        BuildOptions build = options.trace().isPresent() ? BuildOptions.TRACED : BuildOptions.FAST;
        Path path = builder.build(new BuildRequest(top, verilog, wrapper(busBytes, cores), build),
                listener);
        RtlLibrary library = Native.load(path.toString(), RtlLibrary.class);
        Pointer machine = library.fab_open(memoryBytes, latencyCycles);
        if (machine == null) {
            throw new FabricastException(ErrorCode.F9104, "simulated memory", memoryBytes + " bytes", "not available",
                    "Free memory, or compile for a shorter context.");
        }
        RtlTransport transport = new RtlTransport(library, machine, memoryBytes, cores);
        try {
            transport.configure(options);
            return transport;
        } catch (RuntimeException e) {
            transport.close();
            throw e;
        }
    }

    private void configure(RtlOptions options) {
        library.fab_noise(machine, options.seed(), options.noisePerMille());
        options.trace().ifPresent(trace -> {
            if (library.fab_trace_open(machine, trace.file().toString(), trace.from(), trace.to()) == 0) {
                throw new FabricastException(ErrorCode.F9107, trace.file().toString(), "a file that can be written",
                        "it cannot be opened", "Choose another place for --trace.");
            }
        });
        writeRegister(all + Register.GIER.offset(), 1);
        writeRegister(all + Register.IER.offset(), INTERRUPT_ON_DONE);
    }

    private static String wrapper(int busBytes, int cores) {
        return "#define BUS_BYTES " + busBytes + "\n#define CORES " + cores + "\n" + resource("axi_memory.h") + resource("machine.cpp");
    }

    private static String resource(String name) {
        try (InputStream in = RtlTransport.class.getResourceAsStream("rtl/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int readRegister(int offset) {
        checkOffset(offset);
        IntByReference value = new IntByReference();
        if (library.fab_read_register(machine, offset, value) == 0) {
            throw silent(offset);
        }
        return value.getValue();
    }

    @Override
    public void writeRegister(int offset, int value) {
        checkOffset(offset);
        if (library.fab_write_register(machine, offset, value) == 0) {
            throw silent(offset);
        }
        if (offset == all + Register.CTRL.offset() && (value & RegisterMap.AP_START) != 0) {
            known = 0;
        }
    }

    private void checkOffset(int offset) {
        requireOpen();
        if (offset < 0 || offset >= 1 << addressBits || offset % 4 != 0) {
            throw new IllegalArgumentException("no register at " + offset);
        }
    }

    private static FabricastException silent(int offset) {
        return new FabricastException(ErrorCode.F9106, "control port, offset " + offset, "an answer within 1000 cycles",
                "none", "Run verify on the artefact.");
    }

    @Override
    public void writeMemory(long address, byte[] data) {
        checkMemory(address, data.length);
        if (library.fab_write_memory(machine, address, data, data.length) == 0) {
            throw new IllegalArgumentException("address " + address + " + " + data.length);
        }
    }

    @Override
    public void readMemory(long address, byte[] data) {
        checkMemory(address, data.length);
        if (library.fab_read_memory(machine, address, data, data.length) == 0) {
            throw new IllegalArgumentException("address " + address + " + " + data.length);
        }
    }

    private void checkMemory(long address, int length) {
        requireOpen();
        if (address < 0 || address > memoryBytes - length) {
            throw new IllegalArgumentException("address " + address + " + " + length + " of " + memoryBytes);
        }
    }

    @Override
    public Stop advance(long budget) {
        requireOpen();
        long began = System.nanoTime();
        int stop = library.fab_run(machine, budget, Register.PRODUCED.offset(), known);
        simulationNanos += System.nanoTime() - began;
        // Numbers of enum Stop in machine.cpp; what is none of the others is a violation.
        return switch (stop) {
            case 0 -> {
                writeRegister(all + Register.ISR.offset(), INTERRUPT_ON_DONE);
                yield Stop.DONE;
            }
            case 1 -> {
                known = readRegister(Register.PRODUCED.offset());
                yield Stop.TOKEN;
            }
            case 2 -> Stop.BUDGET;
            case 3 -> Stop.STALLED;
            default -> throw new FabricastException(ErrorCode.F9105, "memory port of the machine",
                    "the rules of AXI4", library.fab_violation(machine), "Run verify on the artefact.");
        };
    }

    /** Clock cycles simulated since the machine was opened. */
    public long cycles() {
        requireOpen();
        return library.fab_cycles(machine);
    }

    /** Wall time spent in the simulation itself, in seconds; the rest of a run is driver and Java. */
    public double simulationSeconds() {
        return simulationNanos / 1e9;
    }

    /** Bytes the memory model has sent, to check the machine's own counter. */
    public long memoryReadBytes() {
        requireOpen();
        return library.fab_read_bytes(machine);
    }

    /** Bytes the memory model has stored. */
    public long memoryWriteBytes() {
        requireOpen();
        return library.fab_write_bytes(machine);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the device is closed");
        }
    }

    @Override
    public String stalledChannel() {
        return library.fab_channel(machine);
    }

    @Override
    public String name() {
        return "rtl";
    }

    @Override
    public boolean countsCycles() {
        return true;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            library.fab_close(machine);
        }
    }
}
