package org.fabricast.compiler.lower;

import java.util.List;

/** Use of the sequencer's registers by decode programs. */
final class Registers {

    static final int STEP = 1;
    static final int PROMPT = 2;
    static final int GENERATE = 3;
    static final int STEPS = 4;
    static final int POSITION = 5;
    /** Positions including the new one. */
    static final int LENGTH = 6;
    static final int TOKEN = 7;
    static final int T0 = 8;
    static final int T1 = 9;
    /** Set and read by neighbouring instructions. */
    static final List<Integer> SCRATCH = List.of(T0, T1);
    /** 1 if this step computes logits. */
    static final int CLASSIFY = 10;
    /** 1 if this step generates a token. */
    static final int GENERATES = 11;
    static final int LOGIT_ROWS = 13;
    static final int CLASSIFIER_BYTES = 14;
    static final int CLASSIFIER_INPUTS = 15;
    /** Logits to keep: vocabulary or 0. */
    static final int KEPT_LOGITS = 16;
    /** Weight stream of the layer, units of 16 bytes. */
    static final int WEIGHTS = 17;
    /** K and V of the layer, units of 16 bytes. */
    static final int KV = 18;
    /** Where the new position's key, key scale, value and value scale go, in bytes. */
    static final int KEY = 20;
    static final int KEY_SCALE = 21;
    static final int VALUE = 22;
    static final int VALUE_SCALE = 23;
    static final int MODE = 24;
    static final int STOP = 25;
    static final int LOGITS_OFFSET = 26;
    static final int LAST_PROMPT = 27;
    static final int KEY_BYTES = 28;
    static final int VALUE_BYTES = 29;

    /** Biases of the layer, units of 16 bytes; the token is not needed inside the layers. */
    static final int BIASES = TOKEN;

    /** Where layers differ: bits and pattern of each matrix's weights, in the places that {@code RUN} has them. */
    static final int QKV_BITS = 12;
    static final int OUT_BITS = 19;
    static final int GATE_UP_BITS = 30;
    static final int DOWN_BITS = 31;
    static final int BITS_SHIFT = 28;
    static final int PATTERN_SHIFT = 25;
    /** Where layers differ: bytes of the layer's first part and of what remains; STEPS and LAST_PROMPT are not needed in a layer. */
    static final int QKV_BYTES = STEPS;
    static final int REST_BYTES = LAST_PROMPT;

    /** Where keys and values of a new position go. */
    static final List<Integer> NEW_POSITION = List.of(KEY, KEY_SCALE, VALUE, VALUE_SCALE);

    // In chunks of a prompt nothing is generated or classified, so these registers are free for others.

    /** Tokens of the chunk. */
    static final int CHUNK = GENERATES;
    /** The same in the place that {@code RUN} has vectors. */
    static final int VECTORS = LOGIT_ROWS;
    /** Token of the chunk that a loop over tokens is at, from 0. */
    static final int INDEX = CLASSIFIER_BYTES;
    /** For addresses of the token that a loop over tokens is at: where it looks up its token, where it attends, elsewhere. */
    static final List<Integer> FREE_IN_LOOK_UP = List.of(CLASSIFIER_INPUTS, KEPT_LOGITS, LOGITS_OFFSET);
    static final List<Integer> FREE_IN_ATTENTION = List.of(CLASSIFIER_INPUTS, KEPT_LOGITS, LOGITS_OFFSET, T0, T1);
    static final List<Integer> FREE_IN_CHUNK =
            List.of(CLASSIFIER_INPUTS, KEPT_LOGITS, LOGITS_OFFSET, T0, T1, LENGTH, KEY_BYTES, VALUE_BYTES);

    private Registers() {
    }
}
