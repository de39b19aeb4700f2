// The machine's run: idle, cleared, running, stopping, idle again.
//
// start (while idle) raises clear for one cycle; run is high from three cycles later, when the reset that the shell makes of
// clear is over. finish (end of program, or a fault) ends the run: stop keeps the units from asking the bus for anything
// new, and done comes when the bus has been idle for QUIET cycles together, so nothing is in flight after done.
// Reset: idle.
`default_nettype none
module run_control (
  input  wire clk,
  input  wire rst,
  input  wire start,
  input  wire finish,
  input  wire bus_idle,
  output wire idle,   // no run
  output wire clear,  // one cycle at the beginning of a run
  output wire run,    // program executes
  output wire stop,   // not run
  output wire done    // one cycle at the end of a run
);
  localparam [2:0] IDLE = 3'd0;
  localparam [2:0] CLEAR = 3'd1;
  localparam [2:0] SETTLE = 3'd2;
  localparam [2:0] RUN = 3'd3;
  localparam [2:0] STOP = 3'd4;
  localparam [2:0] QUIET = 3'd5;  // long enough for what a unit raised in the cycle that stop came

  reg [2:0] state_q;
  reg [2:0] quiet_q;

  assign idle = state_q == IDLE;
  assign clear = state_q == CLEAR;
  assign run = state_q == RUN;
  assign stop = !run;
  assign done = state_q == STOP && quiet_q == QUIET;

  always @(posedge clk) begin
    if (rst) begin
      state_q <= IDLE;
    end else begin
      case (state_q)
        IDLE: if (start) state_q <= CLEAR;
        CLEAR: begin
          state_q <= SETTLE;
          quiet_q <= 3'd0;
        end
        SETTLE: begin
          quiet_q <= quiet_q + 3'd1;
          if (quiet_q == 3'd1) state_q <= RUN;
        end
        RUN: begin
          quiet_q <= 3'd0;
          if (finish) state_q <= STOP;
        end
        STOP: begin
          quiet_q <= bus_idle ? quiet_q + 3'd1 : 3'd0;
          if (done) state_q <= IDLE;
        end
        default: state_q <= IDLE;
      endcase
    end
  end
endmodule
`default_nettype wire
