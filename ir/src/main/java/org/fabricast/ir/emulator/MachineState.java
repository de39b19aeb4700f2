package org.fabricast.ir.emulator;

import java.util.Arrays;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.hw.RegisterMap.Counter;

/** Every memory on chip that units share, and the counters. */
final class MachineState {

    final HardwareConfig config;
    final DeviceMemory memory;
    /** Binary16 bits. */
    final short[] activation;
    /** Binary32 bits, so that kernels read what the engine wrote. */
    final float[] result;
    /** INT8 inputs, words of N. */
    final byte[] input;
    final float[] inputScale;
    final Ring weightRing = new Ring();
    final Ring kvRing = new Ring();
    final int[] tokenMemory;
    final long[] counters = new long[Counter.values().length];
    /** Byte addresses of the regions. */
    final long[] regionBase = new long[3];
    int resultRegister;

    MachineState(HardwareConfig config, DeviceMemory memory) {
        this.config = config;
        this.memory = memory;
        this.activation = new short[config.activationElements()];
        this.result = new float[config.resultElements()];
        this.input = new byte[config.inputWords() * config.array()];
        this.inputScale = new float[config.inputScales()];
        this.tokenMemory = new int[config.tokenCapacity()];
    }

    /** What ap_start clears. Buffers keep their contents, as memories on chip do. */
    void start() {
        weightRing.clear();
        kvRing.clear();
        Arrays.fill(counters, 0);
    }

    void count(Counter counter, long amount) {
        counters[counter.ordinal()] += amount;
    }
}
