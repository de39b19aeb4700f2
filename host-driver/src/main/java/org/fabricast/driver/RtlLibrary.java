package org.fabricast.driver;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;

/** C interface of a verilated machine ({@code machine.cpp}). Addresses and lengths are unsigned 64-bit. */
interface RtlLibrary extends Library {

    Pointer fab_open(long memoryBytes, int latencyCycles);

    void fab_close(Pointer machine);

    int fab_write_register(Pointer machine, int offset, int value);

    int fab_read_register(Pointer machine, int offset, IntByReference value);

    int fab_write_memory(Pointer machine, long address, byte[] data, long length);

    int fab_read_memory(Pointer machine, long address, byte[] data, long length);

    int fab_run(Pointer machine, long cycles, int producedOffset, int known);

    long fab_cycles(Pointer machine);

    long fab_read_bytes(Pointer machine);

    long fab_write_bytes(Pointer machine);

    String fab_channel(Pointer machine);

    String fab_violation(Pointer machine);

    void fab_noise(Pointer machine, long seed, int perMille);

    int fab_trace_open(Pointer machine, String path, long from, long to);

    void fab_trace_close(Pointer machine);
}
