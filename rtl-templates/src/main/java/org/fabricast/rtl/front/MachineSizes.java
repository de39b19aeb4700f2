package org.fabricast.rtl.front;

import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.hw.RegisterMap;

/**
 * Widths and depths that the wiring of the machine needs.
 *
 * @param addressHigh     highest address bit of the control port
 * @param beatBits        bits of a beat
 * @param beatHigh        highest of them
 * @param strobeHigh      highest byte of a beat
 * @param busBytes        bytes of a beat
 * @param busLog2         log2 of that
 * @param burstLog2       log2 of beats per burst
 * @param outstandingLog2 log2 of bursts in flight
 * @param lanes           elements of a buffer word
 * @param lanesLog2       log2 of that
 * @param laneHigh        highest lane
 * @param actBits         address bits of the activation buffer
 * @param actHigh         highest of them
 * @param actDataHigh     highest data bit of its word
 * @param resBits         address bits of the result buffer
 * @param resHigh         highest of them
 * @param resDataHigh     highest data bit of its word
 * @param wordHigh        highest bit of a ring word
 * @param wordBeatsLog2   log2 of beats per ring word
 * @param weightWordsLog2 log2 of words of the weight ring
 * @param weightBeatsLog2 log2 of its beats
 * @param kvWordsLog2     log2 of words of the K and V ring
 * @param kvBeatsLog2     log2 of its beats
 */
public record MachineSizes(int addressHigh, int beatBits, int beatHigh, int strobeHigh, int busBytes, int busLog2, int burstLog2,
        int outstandingLog2, int lanes, int lanesLog2, int laneHigh, int actBits, int actHigh, int actDataHigh, int resBits,
        int resHigh, int resDataHigh, int wordHigh, int wordBeatsLog2, int weightWordsLog2, int weightBeatsLog2,
        int kvWordsLog2, int kvBeatsLog2) {

    /** Sizes of a configuration. */
    public static MachineSizes of(HardwareConfig config) {
        int beatBits = 8 * config.busBytes();
        int actBits = log2(config.activationElements() / config.lanes());
        int resBits = log2(config.resultElements() / config.lanes());
        return new MachineSizes(RegisterMap.addressBits(config.cores()) - 1, beatBits, beatBits - 1, config.busBytes() - 1, config.busBytes(),
                log2(config.busBytes()), log2(config.burstBeats()), log2(config.outstandingReads()), config.lanes(),
                log2(config.lanes()), config.lanes() - 1, actBits, actBits - 1, 16 * config.lanes() - 1, resBits, resBits - 1,
                32 * config.lanes() - 1, 8 * config.wordBytes() - 1, log2(config.beatsPerWord()),
                log2(config.weightRingBytes() / config.wordBytes()), log2(config.weightRingBytes() / config.busBytes()),
                log2(config.kvRingBytes() / config.wordBytes()), log2(config.kvRingBytes() / config.busBytes()));
    }

    private static int log2(int value) {
        return Integer.numberOfTrailingZeros(value);
    }
}
