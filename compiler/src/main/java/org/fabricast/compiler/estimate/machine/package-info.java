/**
 * When each instruction of our own machine ends: the instructions a program executes, through models of the units that take them.
 *
 * <p>Comes in: a program, its configuration, a memory. Goes out: cycles, and what each operator and unit did in them. Must
 * not import: command line, driver.
 */
package org.fabricast.compiler.estimate.machine;
