package org.fabricast.hls.report;

/**
 * One line of an estimate.
 *
 * @param what  what takes it
 * @param count how many there are
 * @param all   what all of them take
 */
public record ResourceLine(String what, int count, Resources all) { }
