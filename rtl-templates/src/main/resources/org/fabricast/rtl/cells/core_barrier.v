// SYS.BARRIER among cores: holds this core's sequencer at a barrier until all cores are at theirs.
//
// Watches the instructions that the sequencer takes; an instruction taken is always executed. at_barrier: a barrier is being
// executed and everything before it has been done for QUIET cycles together, time enough for the sequencer to have
// drained. So when all are at it, all sequencers go on in the same cycle. Reset: at no barrier.
`default_nettype none
module core_barrier #(
  parameter [7:0] BARRIER = 8'hd5  // queue in the low half, code in the high half
) (
  input  wire       clk,
  input  wire       rst,
  input  wire       instr_taken,
  input  wire [7:0] instr_head,      // low byte of the instruction
  input  wire       retired,
  input  wire       empty,           // all queues of this core
  input  wire       all_at_barrier,
  output wire       at_barrier,
  output wire       drained          // for the sequencer
);
  localparam [2:0] QUIET = 3'd6;

  reg       here_q;
  reg [2:0] quiet_q;

  assign at_barrier = here_q && quiet_q == QUIET;
  assign drained = empty && (!here_q || all_at_barrier);

  always @(posedge clk) begin
    if (rst) begin
      here_q <= 1'b0;
      quiet_q <= 3'd0;
    end else begin
      here_q <= (instr_taken && instr_head == BARRIER) || (here_q && !retired);
      quiet_q <= !here_q || !empty || retired ? 3'd0 : quiet_q == QUIET ? QUIET : quiet_q + 3'd1;
    end
  end
endmodule
`default_nettype wire
