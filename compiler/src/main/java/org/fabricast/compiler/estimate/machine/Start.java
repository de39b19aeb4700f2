package org.fabricast.compiler.estimate.machine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fabricast.ir.isa.ControlUnit;

/**
 * A start of the machine: the arguments a host gives it.
 *
 * @param prompt   tokens of the prompt
 * @param generate tokens to generate
 * @param position of the first token
 */
public record Start(int prompt, int generate, int position) {

    private static final int NO_STOP = -1;
    private static final int NO_LOGITS = 0;

    public Start {
        if (prompt < 1 || generate < 0 || position < 0) {
            throw new IllegalArgumentException(prompt + " tokens from position " + position + ", " + generate + " to generate");
        }
    }

    /** Steps that are taken. */
    public int steps() {
        return generate == 0 ? prompt : prompt + generate - 1;
    }

    /** What SYS instructions reach; every token is token 0. */
    ControlUnit.Host host() {
        List<Integer> arguments = List.of(prompt, generate, NO_STOP, NO_LOGITS, position);
        Map<Long, Integer> written = new HashMap<>();
        return new ControlUnit.Host() {
            @Override
            public int argument(int index) {
                return index < arguments.size() ? arguments.get(index) : 0;
            }

            @Override
            public int token(long index) {
                return written.getOrDefault(index, 0);
            }

            @Override
            public void produce(long index, int token) {
                written.put(index, token);
            }

            @Override
            public int result() {
                return 0;
            }
        };
    }
}
