package org.fabricast.cosim;

import com.sun.jna.Library;
import com.sun.jna.Pointer;

/** The C functions of {@code unit_simulator.h}; what they do is said there. Callers check all bounds. */
interface UnitLibrary extends Library {

    Pointer fab_open(long seed, String traceFile);

    void fab_close(Pointer simulator);

    void fab_poke(Pointer simulator, int port, int[] words);

    void fab_peek(Pointer simulator, int port, int[] words);

    void fab_eval(Pointer simulator);

    long fab_cycle(Pointer simulator);

    void fab_tick(Pointer simulator, int cycles);

    void fab_batch(Pointer simulator, int cycles, int inputs, int[] input, int[] in, int outputs, int[] output, int[] out);

    int fab_stream(Pointer simulator, int isSource, int valid, int ready, int ports, int[] data, int pause, long target,
            int[] words);

    int fab_run(Pointer simulator, long limit, int flagPort, long settle);

    int fab_culprit(Pointer simulator);

    long fab_flag_cycle(Pointer simulator);

    long fab_stream_count(Pointer simulator, int stream);

    void fab_stream_cycles(Pointer simulator, int stream, long[] cycles);

    void fab_stream_words(Pointer simulator, int stream, int[] words);

    void fab_streams_end(Pointer simulator);
}
