package org.fabricast.ir.isa.verify;

import java.util.ArrayList;
import java.util.List;
import org.fabricast.ir.hw.RegisterMap;

/**
 * Values under which a program's control is followed. Tokens are all {@code token}, arg-max results all {@code result}.
 *
 * @param arguments of {@code SYS.ARG}, in order
 * @param token     what every word of token memory holds at the start
 * @param result    what every {@code SYS.RESULT} gives
 */
public record Scenario(List<Integer> arguments, int token, int result) {

    public Scenario {
        arguments = List.copyOf(arguments);
    }

    /**
     * Runs without a stop token, on token ids of 1.
     *
     * @param prompt   tokens of the prompt
     * @param generate tokens to generate
     * @param logits   0 none, 1 of steps that generate, 2 of every step
     * @param position of the first token
     */
    public static Scenario of(int prompt, int generate, int logits, int position) {
        return new Scenario(List.of(prompt, generate, -1, logits, position), 1, 1);
    }

    /** The same on one of several cores. */
    public Scenario onCore(int core) {
        List<Integer> more = new ArrayList<>(arguments.subList(0, RegisterMap.CORE_ARGUMENT));
        more.add(core);
        return new Scenario(more, token, result);
    }

    @Override
    public String toString() {
        return "arguments " + arguments;
    }
}
