package org.fabricast.compiler.pack;

/** Names of what several cores have each for itself in one weight region. */
public final class CoreNames {

    private CoreNames() {
    }

    /** The name as it is for the first core, with the core's number for others. */
    static String of(String name, int core) {
        return core == 0 ? name : name + "@" + core;
    }

    /** The name without the core's number. */
    public static String whole(String name) {
        int at = name.indexOf('@');
        return at < 0 ? name : name.substring(0, at);
    }
}
