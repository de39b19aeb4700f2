package org.fabricast.ir.kernel.text;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** What checking found out about a file and lowering needs: types, and everything known at compile time. */
final class Facts {

    /** Type of every expression of the program; compile-time expressions have none. */
    final Map<Ast.Expression, Type> types = new IdentityHashMap<>();
    /** Raw bits of expressions known at compile time. */
    final Map<Ast.Expression, Long> constants = new IdentityHashMap<>();
    /** Depth of memories and trip count of unrolled loops. */
    final Map<Ast.Statement, Integer> sizes = new IdentityHashMap<>();
    /** Raw bits of the entries of tables. */
    final Map<Ast.Statement, List<Long>> entries = new IdentityHashMap<>();
}
