// Two walks of RUN in one: the dense one of engine_sequencer and, where the instruction names a pattern, sparse_walk.
//
// For the dense walk a word is multiplied when its sums are announced (issue). For the sparse walk the two are apart: multiply
// goes to the chains, issue to what adds their sums up. Both count banks of scales from where the other left off.
`default_nettype none
module sparse_sequencer #(
  parameter integer ARRAY_LOG2 = 4,
  parameter integer TILE_BLOCKS_LOG2 = 3,  // 8 row blocks of 16 rows are a tile of a sparse stream
  parameter integer INPUT_BITS = 8,
  parameter integer SCALE_BITS = 6,
  parameter integer RESULT_BITS = 12,
  parameter integer VECTOR_BITS = 3
) (
  input  wire                        clk,
  input  wire                        rst,
  input  wire                        start,
  input  wire [2:0]                  flags,
  input  wire [31:0]                 operand_0,
  input  wire [31:0]                 operand_1,
  input  wire [31:0]                 operand_2,
  input  wire [31:0]                 operand_3,
  input  wire [31:0]                 operand_4,
  input  wire [31:0]                 operand_5,
  output wire                        running,
  output wire                        ring_select,
  input  wire                        word_valid,
  output wire                        word_ready,
  output wire [3:0]                  word_units,
  output wire [2:0]                  word_bits,
  input  wire [255:0]                first_unit,    // of the word
  output wire                        take_weights,
  output wire                        take_scales,
  output wire                        take_index,
  output wire                        transpose,
  output wire                        scale_bank,
  input  wire                        bank_free,
  output wire                        sparse,        // the walk is the sparse one
  output wire [23:0]                 word_codes,    // of the blocks of the word that is taken
  output wire                        multiply,
  output wire                        second,        // the odd rows of a sparse word
  output wire                        x_read,
  output wire [INPUT_BITS-1:0]       x_addr,
  output wire [INPUT_BITS-1:0]       x1_addr,       // of the second vector
  output wire                        x1_there,
  output wire                        issue,
  output wire [1:0]                  sum_turn,      // 0 dense, 1 first vector, 2 second vector
  output wire                        issue_first,
  output wire                        issue_last,
  output wire [VECTOR_BITS-1:0]      issue_vector,
  input  wire                        item_free,
  output wire                        item_end,
  output wire                        item_fresh,
  output wire                        item_scaled,
  output wire [TILE_BLOCKS_LOG2-1:0] item_block,
  output wire [ARRAY_LOG2:0]         item_rows,
  output wire [6:0]                  item_period,
  output wire [SCALE_BITS-1:0]       item_xs_addr,
  output wire [RESULT_BITS-1:0]      item_result_addr
);
  wire names_pattern = operand_4[27:25] != 3'd0;
  reg  sparse_q;
  assign sparse = sparse_q;
  always @(posedge clk) begin
    if (rst) sparse_q <= 1'b0;
    else if (start) sparse_q <= names_pattern;
  end

  wire                        d_running;
  wire                        d_ring;
  wire                        d_ready;
  wire [3:0]                  d_units;
  wire [2:0]                  d_bits;
  wire                        d_weights;
  wire                        d_scales;
  wire                        d_transpose;
  wire                        d_bank;
  wire                        d_issue;
  wire                        d_first;
  wire                        d_last;
  wire [VECTOR_BITS-1:0]      d_vector;
  wire [INPUT_BITS-1:0]       d_x_addr;
  wire                        d_end;
  wire                        d_fresh;
  wire                        d_scaled;
  wire [TILE_BLOCKS_LOG2-1:0] d_block;
  wire [ARRAY_LOG2:0]         d_rows;
  wire [6:0]                  d_period;
  wire [SCALE_BITS-1:0]       d_xs_addr;
  wire [RESULT_BITS-1:0]      d_result_addr;
  engine_sequencer #(
    .ARRAY_LOG2(ARRAY_LOG2), .TILE_BLOCKS_LOG2(TILE_BLOCKS_LOG2), .INPUT_BITS(INPUT_BITS), .SCALE_BITS(SCALE_BITS),
    .RESULT_BITS(RESULT_BITS), .VECTOR_BITS(VECTOR_BITS)
  ) u_dense (
    .clk(clk), .rst(rst), .start(start && !names_pattern), .flags(flags), .operand_0(operand_0), .operand_1(operand_1),
    .operand_2(operand_2), .operand_3(operand_3), .operand_4(operand_4), .operand_5(operand_5), .running(d_running),
    .ring_select(d_ring), .word_valid(word_valid), .word_ready(d_ready), .word_units(d_units), .word_bits(d_bits),
    .take_weights(d_weights), .take_scales(d_scales), .transpose(d_transpose), .scale_bank(d_bank), .bank_free(bank_free),
    .issue(d_issue), .issue_first(d_first), .issue_last(d_last), .issue_vector(d_vector), .x_addr(d_x_addr),
    .item_free(item_free), .item_end(d_end), .item_fresh(d_fresh), .item_scaled(d_scaled), .item_block(d_block),
    .item_rows(d_rows), .item_period(d_period), .item_xs_addr(d_xs_addr), .item_result_addr(d_result_addr));

  wire                        s_running;
  wire                        s_ready;
  wire [3:0]                  s_units;
  wire [2:0]                  s_bits;
  wire                        s_weights;
  wire                        s_scales;
  wire                        s_bank;
  wire                        s_multiply;
  wire                        s_second;
  wire                        s_x_read;
  wire [INPUT_BITS-1:0]       s_x_addr;
  wire                        s_x1_there;
  wire                        s_sum;
  wire [1:0]                  s_turn;
  wire                        s_first;
  wire                        s_last;
  wire [VECTOR_BITS-1:0]      s_vector;
  wire                        s_end;
  wire                        s_fresh;
  wire [TILE_BLOCKS_LOG2-1:0] s_block;
  wire [ARRAY_LOG2:0]         s_rows;
  wire [6:0]                  s_period;
  wire [SCALE_BITS-1:0]       s_xs_addr;
  wire [RESULT_BITS-1:0]      s_result_addr;
  sparse_walk #(
    .INPUT_BITS(INPUT_BITS), .SCALE_BITS(SCALE_BITS), .RESULT_BITS(RESULT_BITS), .VECTOR_BITS(VECTOR_BITS)
  ) u_sparse (
    .clk(clk), .rst(rst), .start(start && names_pattern), .operand_0(operand_0), .operand_1(operand_1),
    .operand_2(operand_2), .operand_3(operand_3), .operand_4(operand_4), .operand_5(operand_5), .running(s_running),
    .word_valid(word_valid), .word_ready(s_ready), .word_units(s_units), .word_bits(s_bits), .word(first_unit),
    .take_scales(s_scales), .take_index(take_index), .take_weights(s_weights), .word_codes(word_codes),
    .scale_bank(s_bank), .bank_free(bank_free), .multiply(s_multiply), .second(s_second), .x_read(s_x_read),
    .x0_addr(s_x_addr), .x1_addr(x1_addr), .x1_there(s_x1_there), .sum(s_sum), .sum_turn(s_turn), .sum_first(s_first),
    .sum_last(s_last), .sum_vector(s_vector), .item_free(item_free), .item_end(s_end), .item_fresh(s_fresh),
    .item_block(s_block), .item_rows(s_rows), .item_period(s_period), .item_xs_addr(s_xs_addr),
    .item_result_addr(s_result_addr));

  assign running = d_running || s_running;
  assign ring_select = !sparse_q && d_ring;
  assign word_ready = sparse_q ? s_ready : d_ready;
  assign word_units = sparse_q ? s_units : d_units;
  assign word_bits = sparse_q ? s_bits : d_bits;
  assign take_weights = d_weights || s_weights;
  assign take_scales = d_scales || s_scales;
  // Values of a sparse word lie slice by slice.
  assign transpose = sparse_q || d_transpose;
  assign scale_bank = d_bank ^ s_bank;
  assign multiply = sparse_q ? s_multiply : d_issue;
  assign second = sparse_q && s_second;
  assign x_read = sparse_q ? s_x_read : d_issue;
  assign x_addr = sparse_q ? s_x_addr : d_x_addr;
  assign x1_there = sparse_q && s_x1_there;
  assign issue = sparse_q ? s_sum : d_issue;
  assign sum_turn = sparse_q ? s_turn : 2'd0;
  assign issue_first = sparse_q ? s_first : d_first;
  assign issue_last = sparse_q ? s_last : d_last;
  assign issue_vector = sparse_q ? s_vector : d_vector;
  assign item_end = sparse_q ? s_end : d_end;
  assign item_fresh = sparse_q ? s_fresh : d_fresh;
  assign item_scaled = sparse_q || d_scaled;
  assign item_block = sparse_q ? s_block : d_block;
  assign item_rows = sparse_q ? s_rows : d_rows;
  assign item_period = sparse_q ? s_period : d_period;
  assign item_xs_addr = sparse_q ? s_xs_addr : d_xs_addr;
  assign item_result_addr = sparse_q ? s_result_addr : d_result_addr;
endmodule
`default_nettype wire
