/**
 * What tests of every module share: which share of a long campaign a run takes.
 *
 * <p>Comes in: system properties of the test run. Goes out: numbers of cases, and a line that says them. Must not import:
 * anything of ours.
 */
package org.fabricast.ir;
