// Walks a RUN over a sparse stream: row tile, group of inputs, row block, word, pair of vectors, row of the pairs of rows.
//
// For each tile and group it takes the scales and the descriptors, then for each word of each row block the index piece, if
// there is one, and the values. Blocks are 16 rows by 16 inputs, a tile is 128 rows, a group 1, 2, 4 or 8 blocks. A word is
// multiplied in two cycles per pair of vectors: the even rows (multiply), then the odd ones (multiply and second); an odd last
// vector goes alone. Its sums follow: those of the first vector with second, those of the other in a later cycle, at the
// latest with the next multiply (sum_turn: 1, 2). A sum of the last word of a row block is an item for the drain.
//
// Pieces for the next word are taken while the present one is multiplied: one vector or two need two cycles per word. A new
// group costs two more with one or two vectors. Two cycles from start to the first piece. Reset clears the state.
`default_nettype none
module sparse_walk #(
  parameter integer INPUT_BITS = 8,   // word address in the input buffer
  parameter integer SCALE_BITS = 6,   // scale address
  parameter integer RESULT_BITS = 12, // element address in the result buffer
  parameter integer VECTOR_BITS = 3
) (
  input  wire                   clk,
  input  wire                   rst,
  input  wire                   start,       // while not running; operands of RUN, none of its sizes 0
  input  wire [31:0]            operand_0,
  input  wire [31:0]            operand_1,
  input  wire [31:0]            operand_2,
  input  wire [31:0]            operand_3,
  input  wire [31:0]            operand_4,
  input  wire [31:0]            operand_5,
  output wire                   running,
  input  wire                   word_valid,
  output wire                   word_ready,
  output wire [3:0]             word_units,  // of 256 bits that the next piece has
  output wire [2:0]             word_bits,   // of its codes; 0 for a piece of bytes
  input  wire [255:0]           word,        // its first unit
  output wire                   take_scales,
  output wire                   take_index,
  output wire                   take_weights,
  output wire [23:0]            word_codes,  // of the blocks of the word whose values are taken
  output wire                   scale_bank,  // of the items; take_scales fills the other one
  input  wire                   bank_free,   // the other one is not needed any more
  output wire                   multiply,
  output wire                   second,
  output wire                   x_read,      // inputs of two vectors
  output wire [INPUT_BITS-1:0]  x0_addr,
  output wire [INPUT_BITS-1:0]  x1_addr,
  output wire                   x1_there,
  output wire                   sum,
  output wire [1:0]             sum_turn,
  output wire                   sum_first,
  output wire                   sum_last,
  output wire [VECTOR_BITS-1:0] sum_vector,
  input  wire                   item_free,
  output wire                   item_end,    // as those of engine_sequencer
  output wire                   item_fresh,
  output wire [2:0]             item_block,
  output wire [4:0]             item_rows,
  output wire [6:0]             item_period,
  output wire [SCALE_BITS-1:0]  item_xs_addr,
  output wire [RESULT_BITS-1:0] item_result_addr
);
  localparam [31:0] ROWS = 32'd16;
  localparam [31:0] TILE_ROWS = 32'd128;
  localparam [SCALE_BITS-1:0] ONE_SCALE = 1;
  localparam [VECTOR_BITS-1:0] ONE_VECTOR = 1;

  reg                   running_q, setup_q;
  // Sizes of the instruction.
  reg [2:0]             bits_q;         // of a value; 0 for 8
  reg [INPUT_BITS-1:0]  x_q;
  reg [INPUT_BITS-1:0]  x_stride_q;
  reg [SCALE_BITS-1:0]  xs_q;
  reg [SCALE_BITS-1:0]  xs_stride_q;
  reg [RESULT_BITS-1:0] result_stride_q;
  reg [15:0]            vectors_q;
  reg [15:0]            group_q;        // inputs; after setup blocks
  reg [31:0]            total_q;        // inputs; after setup blocks
  // The next piece: what is left counts the present one.
  reg                   pieces_q;       // there is one
  reg                   scales_q;       // scales come next, and with them a new group
  reg                   listed_q;       // the descriptors are there
  reg                   indexed_q;      // the index piece of the word is there
  reg [255:0]           descriptors_q;  // of the row block and those behind it
  reg [7:0]             left_q;         // blocks that no word has had
  reg                   first_word_q;
  reg [31:0]            tile_rows_q;    // rows left from the first of the tile
  reg [31:0]            rows_q;         // rows left from the first of the row block
  reg [2:0]             block_q;
  reg [31:0]            blocks_q;       // blocks of inputs left from the first of the group
  reg                   fresh_q;
  reg                   bank_q;         // of the group's scales
  reg [INPUT_BITS-1:0]  x_group_q;
  reg [SCALE_BITS-1:0]  xs_group_q;
  reg [RESULT_BITS-1:0] result_tile_q;
  reg [RESULT_BITS-1:0] result_block_q;
  // The word that is multiplied.
  reg                   more_q;         // pairs of vectors are left
  reg                   second_q;
  reg                   both_q;         // the pair is one
  reg [15:0]            vectors_left_q;
  reg [INPUT_BITS-1:0]  x_addr_q;
  // Its sums, and the items they are.
  reg                   other_q;        // the second vector's is due
  reg                   first_q;
  reg                   last_q;
  reg [15:0]            sums_left_q;
  reg [VECTOR_BITS-1:0] index_q;
  reg                   end_q;
  reg                   item_fresh_q;
  reg                   item_bank_q;
  reg [2:0]             item_block_q;
  reg [4:0]             item_rows_q;
  reg [6:0]             item_period_q;
  reg [SCALE_BITS-1:0]  xs_addr_q;
  reg [RESULT_BITS-1:0] result_addr_q;

  wire [7:0] after;
  wire       last_word;
  wire [3:0] pairs, halves;
  sparse_word u_word (
    .descriptors(descriptors_q[31:0]), .left(left_q), .codes(word_codes), .after(after), .last(last_word), .pairs(pairs),
    .halves(halves));

  wire [31:0] group_blocks = {16'd0, group_q};
  wire [31:0] blocks_after = blocks_q - group_blocks;
  wire [31:0] next_tile_rows = tile_rows_q - TILE_ROWS;
  wire        last_block = rows_q <= ROWS || block_q == 3'd7;
  wire        last_group = blocks_q <= group_blocks;
  wire        last_tile = tile_rows_q <= TILE_ROWS;
  wire [31:0] tile_blocks = (tile_rows_q + 32'd15) >> 4;
  wire [3:0]  row_blocks = last_tile ? tile_blocks[3:0] : 4'd8;

  // Pieces in their order, and their sizes.
  wire        wants_index = halves != 4'd0 && !indexed_q;
  wire        values = listed_q && !scales_q && !wants_index;
  wire [6:0]  value_eighths = {3'd0, pairs} * {3'd0, bits_q == 3'd0, bits_q} + 7'd7;
  wire [3:0]  index_units = (halves + 4'd1) >> 1;
  assign word_units = scales_q ? row_blocks : !listed_q ? 4'd1 : wants_index ? index_units : value_eighths[6:3];
  assign word_bits = values ? bits_q : 3'd0;

  // The second vector's sum leaves before the next even rows come.
  wire cleared = !other_q || !last_q || item_free;
  assign word_ready = running_q && pieces_q && (scales_q ? bank_free : !values || (!more_q && !second_q && cleared));
  wire take = word_ready && word_valid;
  assign take_scales = take && scales_q;
  wire take_list = take && !scales_q && !listed_q;
  assign take_index = take && listed_q && !scales_q && wants_index;
  assign take_weights = take && values;

  wire even = take_weights || (more_q && !second_q && cleared);
  wire odd = second_q && (!last_q || item_free);
  wire other = other_q && cleared;
  wire [15:0] vectors = take_weights ? vectors_q : vectors_left_q;
  assign multiply = even || odd;
  assign second = second_q;
  assign x_read = even;
  assign x0_addr = take_weights ? x_group_q : x_addr_q;
  assign x1_addr = x0_addr + x_stride_q;
  assign x1_there = vectors != 16'd1;
  assign sum = odd || other;
  assign sum_turn = odd ? 2'd1 : 2'd2;
  assign sum_first = first_q;
  assign sum_last = last_q;
  assign sum_vector = index_q;
  assign running = running_q || setup_q;
  assign scale_bank = item_bank_q;

  wire last_sum = sums_left_q == 16'd1;
  wire [3:0] few_vectors = vectors_q > 16'd8 ? 4'd8 : vectors_q[3:0];
  assign item_end = end_q && last_sum;
  assign item_fresh = item_fresh_q;
  assign item_block = item_block_q;
  assign item_rows = item_rows_q;
  assign item_period = item_period_q;
  assign item_xs_addr = xs_addr_q;
  assign item_result_addr = result_addr_q;

  always @(posedge clk) begin
    if (rst) begin
      running_q <= 1'b0;
      setup_q <= 1'b0;
      more_q <= 1'b0;
      second_q <= 1'b0;
      other_q <= 1'b0;
      bank_q <= 1'b0;
      item_bank_q <= 1'b0;
    end else begin
      setup_q <= start;
      if (setup_q) running_q <= 1'b1;
      else if (sum && last_q && item_end) running_q <= 1'b0;
      if (even) more_q <= vectors > 16'd2;
      if (even || odd) second_q <= even;
      if (odd || other) other_q <= odd && both_q;
      if (take_scales) bank_q <= !bank_q;
      if (take_weights) item_bank_q <= bank_q;
    end
  end

  wire [31:0] blocks_of_all = (total_q + 32'd15) >> 4;
  always @(posedge clk) begin
    if (start) begin
      x_q <= operand_0[INPUT_BITS-1:0];
      xs_q <= operand_0[16+SCALE_BITS-1:16];
      x_stride_q <= operand_1[INPUT_BITS-1:0];
      xs_stride_q <= operand_1[16+SCALE_BITS-1:16];
      result_tile_q <= operand_2[RESULT_BITS-1:0];
      result_stride_q <= operand_2[16+RESULT_BITS-1:16];
      tile_rows_q <= operand_3;
      total_q <= {7'd0, operand_4[24:0]};
      bits_q <= operand_4[30:28];
      group_q <= operand_5[15:0];
      vectors_q <= operand_5[31:16];
    end else if (setup_q) begin
      group_q <= {4'd0, group_q[15:4]};
      total_q <= blocks_of_all;
      blocks_q <= blocks_of_all;
      rows_q <= tile_rows_q;
      block_q <= 3'd0;
      fresh_q <= 1'b1;
      pieces_q <= 1'b1;
      scales_q <= 1'b1;
      listed_q <= 1'b0;
      x_group_q <= x_q;
      xs_group_q <= xs_q;
      result_block_q <= result_tile_q;
    end
    if (take_scales) scales_q <= 1'b0;
    if (take_list) begin
      listed_q <= 1'b1;
      descriptors_q <= word;
      left_q <= 8'hff;
      indexed_q <= 1'b0;
      first_word_q <= 1'b1;
    end
    if (take_index) indexed_q <= 1'b1;
    if (take_weights) begin
      left_q <= last_word ? 8'hff : after;
      indexed_q <= 1'b0;
      first_word_q <= last_word;
      if (last_word) begin
        if (!last_block) begin
          descriptors_q <= {32'd0, descriptors_q[255:32]};
          rows_q <= rows_q - ROWS;
          block_q <= block_q + 3'd1;
          result_block_q <= result_block_q + ROWS[RESULT_BITS-1:0];
        end else begin
          scales_q <= 1'b1;
          listed_q <= 1'b0;
          block_q <= 3'd0;
          if (!last_group) begin
            blocks_q <= blocks_after;
            x_group_q <= x_group_q + group_blocks[INPUT_BITS-1:0];
            xs_group_q <= xs_group_q + ONE_SCALE;
            rows_q <= tile_rows_q;
            result_block_q <= result_tile_q;
            fresh_q <= 1'b0;
          end else begin
            pieces_q <= !last_tile;
            blocks_q <= total_q;
            x_group_q <= x_q;
            xs_group_q <= xs_q;
            tile_rows_q <= next_tile_rows;
            rows_q <= next_tile_rows;
            result_tile_q <= result_tile_q + TILE_ROWS[RESULT_BITS-1:0];
            result_block_q <= result_tile_q + TILE_ROWS[RESULT_BITS-1:0];
            fresh_q <= 1'b1;
          end
        end
      end
    end
  end

  always @(posedge clk) begin
    if (even) begin
      both_q <= x1_there;
      vectors_left_q <= vectors - 16'd2;
      x_addr_q <= x1_addr + x_stride_q;
    end
    if (take_weights) begin
      first_q <= first_word_q;
      last_q <= last_word;
      sums_left_q <= vectors_q;
      index_q <= {VECTOR_BITS{1'b0}};
      end_q <= last_block && last_group && last_tile;
      item_fresh_q <= fresh_q;
      item_block_q <= block_q;
      item_rows_q <= rows_q > ROWS ? ROWS[4:0] : rows_q[4:0];
      // A row is visited again after the row blocks of its tile times the vectors; from 8 of either on nobody has to know.
      item_period_q <= {3'd0, row_blocks} * {3'd0, few_vectors};
      xs_addr_q <= xs_group_q;
      result_addr_q <= result_block_q;
    end else if (sum) begin
      sums_left_q <= sums_left_q - 16'd1;
      index_q <= index_q + ONE_VECTOR;
      xs_addr_q <= xs_addr_q + xs_stride_q;
      result_addr_q <= result_addr_q + result_stride_q;
    end
  end

  wire operands_unused = &{operand_0, operand_1, operand_2, operand_4, tile_blocks[31:4], value_eighths[2:0], group_q[3:0]};
endmodule
`default_nettype wire
