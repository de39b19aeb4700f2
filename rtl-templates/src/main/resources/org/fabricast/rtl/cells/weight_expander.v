// Gearbox between weight ring and array: ring words in, words of N x N INT8 out.
//
// A ring word is 8 units of N*N bits. The words of a packed stream follow each other without gaps: N*N codes of b bits are b
// units, code i in bits b*i+b-1 : b*i, two's complement; a scale word is as many units as its tile has scales. The next word
// begins offset units into the present ring word and may end in the one behind it, so two are held. Every word of a plain
// stream is 8 units and passes as it is.
//
// One word per cycle as long as the ring gives one in each cycle that needs one; two cycles from the first ring word to the
// first word. align drops the rest of a ring word that was begun: the filling at the end of a stream. Reset empties it.
`default_nettype none
module weight_expander #(
  parameter integer ARRAY_LOG2 = 4  // log2 of N
) (
  input  wire                            clk,
  input  wire                            rst,
  input  wire                            align,         // while no word is taken
  input  wire                            s_word_valid,
  output wire                            s_word_ready,
  input  wire [(8<<(2*ARRAY_LOG2))-1:0]  s_word_data,
  input  wire [3:0]                      units,         // of the word asked for, 1 to 8
  input  wire [2:0]                      bits,          // per code: 3, 4, 5, 6, or 0 for a word as it is
  output wire                            m_word_valid,
  input  wire                            m_word_ready,
  output wire [(8<<(2*ARRAY_LOG2))-1:0]  m_word_data
);
  localparam integer ARRAY = 1 << ARRAY_LOG2;
  localparam integer UNIT = ARRAY * ARRAY;
  localparam integer WORD = 8 * UNIT;

  reg [WORD-1:0] word_q;        // present ring word
  reg [WORD-1:0] next_q;
  reg            word_valid_q;
  reg            next_valid_q;
  reg [2:0]      offset_q;      // its units that are used up

  wire [3:0] end_unit = {1'b0, offset_q} + units;  // 1 to 15
  wire       spills = end_unit > 4'd8;
  wire       taken = m_word_valid && m_word_ready;
  wire       used_up = (taken && end_unit[3]) || (align && offset_q != 3'd0);
  wire       word_free = !word_valid_q || used_up;
  wire       next_free = !next_valid_q || word_free;

  assign s_word_ready = next_free;
  assign m_word_valid = word_valid_q && (!spills || next_valid_q);

  always @(posedge clk) begin
    if (word_free && next_valid_q) word_q <= next_q;
    if (next_free && s_word_valid) next_q <= s_word_data;
    if (rst) begin
      word_valid_q <= 1'b0;
      next_valid_q <= 1'b0;
      offset_q <= 3'd0;
    end else begin
      if (word_free) word_valid_q <= next_valid_q;
      if (next_free) next_valid_q <= s_word_valid;
      if (align) offset_q <= 3'd0;
      else if (taken) offset_q <= end_unit[2:0];
    end
  end

  wire [15*UNIT-1:0] held = {next_q[7*UNIT-1:0], word_q};
  reg  [WORD-1:0]    aligned;
  always @* begin
    case (offset_q)
      3'd0: aligned = held[0 +: WORD];
      3'd1: aligned = held[UNIT +: WORD];
      3'd2: aligned = held[2*UNIT +: WORD];
      3'd3: aligned = held[3*UNIT +: WORD];
      3'd4: aligned = held[4*UNIT +: WORD];
      3'd5: aligned = held[5*UNIT +: WORD];
      3'd6: aligned = held[6*UNIT +: WORD];
      default: aligned = held[7*UNIT +: WORD];
    endcase
  end

  // Two loops instead of one of N*N turns: tools unroll short loops.
  reg [WORD-1:0] expanded;
  integer row;
  integer col;
  always @* begin
    expanded = aligned;
    case (bits)
      3'd3: for (row = 0; row < ARRAY; row = row + 1) for (col = 0; col < ARRAY; col = col + 1)
        expanded[8*(ARRAY*row+col) +: 8] = {{5{aligned[3*(ARRAY*row+col)+2]}}, aligned[3*(ARRAY*row+col) +: 3]};
      3'd4: for (row = 0; row < ARRAY; row = row + 1) for (col = 0; col < ARRAY; col = col + 1)
        expanded[8*(ARRAY*row+col) +: 8] = {{4{aligned[4*(ARRAY*row+col)+3]}}, aligned[4*(ARRAY*row+col) +: 4]};
      3'd5: for (row = 0; row < ARRAY; row = row + 1) for (col = 0; col < ARRAY; col = col + 1)
        expanded[8*(ARRAY*row+col) +: 8] = {{3{aligned[5*(ARRAY*row+col)+4]}}, aligned[5*(ARRAY*row+col) +: 5]};
      3'd6: for (row = 0; row < ARRAY; row = row + 1) for (col = 0; col < ARRAY; col = col + 1)
        expanded[8*(ARRAY*row+col) +: 8] = {{2{aligned[6*(ARRAY*row+col)+5]}}, aligned[6*(ARRAY*row+col) +: 6]};
      default: expanded = aligned;
    endcase
  end
  assign m_word_data = expanded;
endmodule
`default_nettype wire
