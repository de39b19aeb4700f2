package org.fabricast.compiler.lower;

import org.fabricast.compiler.CompiledModel;
import org.fabricast.compiler.pack.KvLayout;

/** What a compiled model was lowered from. */
final class Parts {

    private Parts() {
    }

    static KvLayout kv(CompiledModel model) {
        return new KvLayout(model.options().config().array(), model.fused().headDim(), model.fused().context(),
                model.fused().kvHeads());
    }

    static DecodeProgram of(CompiledModel model) {
        return DecodeProgram.of(model.fused(), model.options().config(), model.options().group(), model.image().layout(),
                kv(model));
    }
}
