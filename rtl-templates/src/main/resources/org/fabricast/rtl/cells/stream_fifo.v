// Small first-in first-out queue of a stream: decouples two sides that pause independently.
//
// A word written in one cycle is offered in the next; one word per cycle in and out. Reset empties it; the words
// themselves are not reset and do not toggle while nothing moves.
`default_nettype none
module stream_fifo #(
  parameter integer WIDTH = 8,
  parameter integer DEPTH_LOG2 = 2  // at least 1
) (
  input  wire             clk,
  input  wire             rst,
  input  wire             s_valid,
  output wire             s_ready,
  input  wire [WIDTH-1:0] s_data,
  output wire             m_valid,
  input  wire             m_ready,
  output wire [WIDTH-1:0] m_data
);
  reg [WIDTH-1:0] words_q [0:(1 << DEPTH_LOG2)-1];
  reg [DEPTH_LOG2:0] write_q;
  reg [DEPTH_LOG2:0] read_q;

  // The extra top bit tells full from empty.
  assign s_ready = write_q[DEPTH_LOG2] == read_q[DEPTH_LOG2] || write_q[DEPTH_LOG2-1:0] != read_q[DEPTH_LOG2-1:0];
  assign m_valid = write_q != read_q;
  assign m_data = words_q[read_q[DEPTH_LOG2-1:0]];

  localparam [DEPTH_LOG2:0] ONE = {{DEPTH_LOG2{1'b0}}, 1'b1};

  always @(posedge clk) begin
    if (s_valid && s_ready) begin
      words_q[write_q[DEPTH_LOG2-1:0]] <= s_data;
      write_q <= write_q + ONE;
    end
    if (m_valid && m_ready) begin
      read_q <= read_q + ONE;
    end
    if (rst) begin
      write_q <= {(DEPTH_LOG2+1){1'b0}};
      read_q <= {(DEPTH_LOG2+1){1'b0}};
    end
  end
endmodule
`default_nettype wire
