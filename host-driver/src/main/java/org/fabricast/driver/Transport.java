package org.fabricast.driver;

/**
 * The way to a device: registers, memory, time. Everything above it is the same for all transports.
 *
 * <p>Addresses are bytes of device memory, offsets are those of {@link org.fabricast.ir.hw.RegisterMap}. Every access is
 * bounds-checked before native code runs. Not thread-safe.
 */
public sealed interface Transport extends AutoCloseable permits FunctionalTransport, RtlTransport {

    /** Why {@link #advance} returned. */
    enum Stop {
        /** The machine is idle. */
        DONE,
        /** Another token stands in token memory. */
        TOKEN,
        /** The budget is used up; the machine still works. */
        BUDGET,
        /** Nothing has moved for longer than any memory takes: the machine hangs. */
        STALLED
    }

    /** Reads a 32-bit register. */
    int readRegister(int offset);

    /** Writes a 32-bit register. */
    void writeRegister(int offset, int value);

    /** Copies {@code data} to device memory. */
    void writeMemory(long address, byte[] data);

    /** Copies device memory to {@code data}. */
    void readMemory(long address, byte[] data);

    /**
     * Lets the device work until something happens.
     *
     * @param budget most cycles ({@code rtl}) or instructions ({@code functional})
     */
    Stop advance(long budget);

    /** For a {@link Stop#STALLED} machine: which bus channel waits, or an empty text. */
    String stalledChannel();

    /** Name as on the command line. */
    String name();

    /** Whether counters count clock cycles of simulated Verilog. */
    boolean countsCycles();

    @Override
    void close();
}
