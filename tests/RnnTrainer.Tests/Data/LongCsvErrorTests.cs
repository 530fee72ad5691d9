using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Data;

namespace RnnTrainer.Tests.Data;

/// <summary>Every error is named with its place, and a hint says what to do.</summary>
public sealed class LongCsvErrorTests
{
    const string NumberHint = " | Write a number such as 2.5, or leave the column out of the inputs.";
    const string MissingHint =
        " | If it marks a missing value: set missing: mean, forward-fill or indicator, and leave the cell empty or list its text in " +
        "missing_marks.";
    const string FiniteHint = " | Write a number, or leave the whole sequence out.";

    [Theory]
    [InlineData("abc", "'abc' is not a number in column 'x2'" + NumberHint)]
    [InlineData("0x10", "'0x10' is not a number in column 'x2'" + NumberHint)]
    [InlineData("1 00", "'1 00' is not a number in column 'x2'" + NumberHint)]
    [InlineData("nan", "'nan' is not a finite number in column 'x2'" + MissingHint)]
    [InlineData("-inf", "'-inf' is not a finite number in column 'x2'" + FiniteHint)]
    [InlineData("Infinity", "'Infinity' is not a finite number in column 'x2'" + FiniteHint)]
    [InlineData("1e400", "'1e400' is too large for a 64-bit float in column 'x2' | The largest is about 1.8e308.")]
    [InlineData("NA", "'NA' is not a number in column 'x2'" + MissingHint)]
    [InlineData(
        "", "the cell in column 'x2' is empty | Write a number, set missing: mean, forward-fill or indicator, or leave the column out " +
            "of the inputs.")]
    [InlineData(
        "\"2,5\"", "'2,5' is not a number in column 'x2' | Write a decimal point instead of the comma, 2.5, or set decimal: comma.")]
    [InlineData(
        "\"1.250,5\"",
        "'1.250,5' is not a number in column 'x2' | Write a decimal point instead of the comma, 1250.5, or set decimal: comma.")]
    public void A_cell_that_is_no_number_is_named_with_its_place(string cell, string said) =>
        Assert.Equal([$"train.csv:3:7: error: {said}"], Csv.Errors($"seq,x1,x2,label\na,1,2,u\na,1.5,{cell},u\nb,1,2,v\nb,1,2,v\n"));

    [Fact]
    public void A_decimal_comma_between_semicolons_is_explained() =>
        Assert.Equal(
            ["train.csv:2:3: error: '2,5' is not a number in column 'x' | Write a decimal point instead of the comma, 2.5, or set " +
                "decimal: comma."],
            Csv.Errors("seq;x;label\na;2,5;u\n"));

    [Fact]
    public void A_decimal_comma_between_commas_is_explained() =>
        Assert.Equal(
            ["train.csv:2:1: error: 4 fields in this row but 3 in the header | A decimal sign is a point (2.5, not 2,5); a text with a " +
                "comma in it needs quotes."],
            Csv.Errors("seq,x,label\na,2,5,u\n", Csv.Labelled with { Inputs = ["x"] }));

    [Fact]
    public void A_short_row_is_refused_and_the_rest_is_still_checked() =>
        Assert.Equal(
            [
                "train.csv:3:1: error: 2 fields in this row but 4 in the header | Every row needs a field for every column; an empty " +
                "one keeps its separator.",
                "train.csv:4:5: error: 'abc' is not a number in column 'x'" + NumberHint,
            ],
            Csv.Errors("seq,step,x,label\na,0,1,u\na,1\na,2,abc,u\n"));

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")]
    [InlineData("\n \r\n\n")]
    public void An_empty_file_is_refused(string text) =>
        Assert.Equal(
            ["train.csv:1:1: error: the file is empty | Write a header such as seq,step,x0,label and below it a row for each time step."],
            Csv.Errors(text));

    [Fact]
    public void A_header_without_rows_is_refused() =>
        Assert.Equal(
            ["train.csv:1:1: error: there is a header but no row below it | Write a row for each time step."], Csv.Errors("seq,x,label\n"));

    [Fact]
    public void Equal_names_in_the_header_are_refused() =>
        Assert.Equal(
            ["train.csv:1:7: error: column 3 has the name 'x' of column 2 | Give every column its own name."],
            Csv.Errors("seq,x,x,label\na,1,2,u\n"));

    [Fact]
    public void A_header_without_names_is_refused() =>
        Assert.Equal(
            ["train.csv:1:1: error: column 1 has no name", "train.csv:1:2: error: column 2 has no name | The first line must name the " +
                "columns; if it is a row, set header: false."],
            Csv.Errors(",\na,0\n"));

    [Fact]
    public void A_first_column_without_a_name_that_counts_the_rows_is_passed_over() =>
        Assert.Equal(["x"], Csv.Read(",seq,x,label\n0,a,1,u\n1,a,2,u\n").InputColumns);

    [Fact]
    public void A_missing_label_column_suggests_the_nearest_name() =>
        Assert.Equal(
            ["train.csv:1:1: error: there is no column 'label' | Did you mean 'lable'? The columns are seq, x, lable."],
            Csv.Errors("seq,x,lable\na,1,u\n"));

    [Fact]
    public void Unknown_columns_are_reported_together_with_the_nearest_names() =>
        Assert.Equal(
            [
                "train.csv:1:1: error: there is no column 'sequense' | Did you mean 'sequence'? The columns are sequence, t, temp, label.",
                "train.csv:1:1: error: there is no column 'time' | The columns are sequence, t, temp, label.",
                "train.csv:1:1: error: there is no column 'Temp' | Did you mean 'temp'? The columns are sequence, t, temp, label.",
            ],
            Csv.Errors("sequence,t,temp,label\na,0,1,u\n", Csv.Labelled with
            {
                Sequence = ["sequense"],
                Step = ["time"],
                Inputs = ["Temp"]
            }));

    [Fact]
    public void A_file_without_a_header_is_recognised() =>
        Assert.Equal(
            ["train.csv:1:1: error: no column names the sequences | The first line must name the columns, for example " +
                "seq,step,x0,label; if it " +
                "is a row, set header: false."],
            Csv.Errors("1,0,2.5\n1,1,2.5\n", new DataOptions { TargetKind = TargetKind.None }));

    [Fact]
    public void A_file_that_does_not_say_which_column_is_the_sequence_is_refused() =>
        Assert.Equal(
            ["train.csv:1:1: error: no column names the sequences | Name it (sequence:), or call it seq; the columns are patient, x, " +
                "label."],
            Csv.Errors("patient,x,label\na,1,u\n"));

    [Fact]
    public void A_file_without_numbers_is_refused() =>
        Assert.Equal(
            ["train.csv:1:1: error: no column holds numbers that could be inputs | Name the input columns (inputs:); the columns are " +
                "seq, word, label."],
            Csv.Errors("seq,word,label\na,hello,u\n"));

    [Fact]
    public void A_target_that_is_also_an_input_is_refused() =>
        Assert.Equal(
            ["train.csv:1:5: error: column 'y' is named twice | Use a column once: as the sequence, the step, an input or a target."],
            Csv.Errors("seq,y\na,1\n", Csv.Numbered with { Inputs = ["y"] }));

    [Fact]
    public void A_step_that_occurs_twice_is_refused() =>
        Assert.Equal(
            ["train.csv:4:3: error: sequence 'a' has step 1 twice, first in line 3 | Remove one of the two rows, or give them different " +
                "sequences."],
            Csv.Errors("seq,step,x,label\na,0,1,u\na,1,1,u\na,1,1,u\na,2,1,u\n"));

    [Fact]
    public void A_gap_between_steps_is_refused() =>
        Assert.Equal(
            ["train.csv:3:3: error: sequence 'a' goes from step 1 to step 4 | Steps are counted by ones: add the missing rows, or " +
                "number them again."],
            Csv.Errors("seq,step,x,label\na,1,1,u\na,4,1,u\na,0,1,u\n"));

    [Theory]
    [InlineData("noon")]
    [InlineData("")]
    public void A_step_that_is_no_whole_number_is_refused(string step) =>
        Assert.Equal(
            [$"train.csv:3:3: error: '{step}' is not a whole number in column 'step' | Number the rows of a sequence 0, 1, 2, …"],
            Csv.Errors($"seq,step,x,label\na,0,1,u\na,{step},1,u\na,2,1,u\n"));

    [Fact]
    public void A_sequence_that_continues_later_is_refused_when_nothing_orders_the_rows() =>
        Assert.Equal(
            ["train.csv:4:1: error: sequence 'a' continues here after rows of another | Put the rows of a sequence next to each other, " +
                "or name the column that orders them (step:)."],
            Csv.Errors("seq,x,label\na,1,u\nb,1,u\na,2,u\n"));

    [Fact]
    public void A_sequence_with_two_labels_is_refused_once() =>
        Assert.Equal(
            ["train.csv:4:5: error: sequence 'a' has the label 'down' here but 'up' in line 2 | A sequence has one label, the same in " +
                "all its rows; for a label at each step use the task tag."],
            Csv.Errors("seq,x,label\na,1,up\na,1,up\na,1,down\na,1,down\n"));

    [Fact]
    public void A_sequence_with_two_targets_is_refused_once() =>
        Assert.Equal(
            ["train.csv:3:5: error: sequence 'a' has the target 3 here but another in line 2 | A sequence has one target, the same in " +
                "all its rows."],
            Csv.Errors("seq,x,y\na,1,2\na,1,3\na,1,3\n", Csv.Numbered));

    [Fact]
    public void A_label_that_is_nowhere_is_refused_by_the_name_of_its_sequence() =>
        Assert.Equal(
            ["train.csv:2:5: error: sequence 'a' has no label in column 'label' | Write its label in all of its rows or in one of " +
                "them, or leave out the sequence."],
            Csv.Errors("seq,x,label\na,1,\nb,1,u\n"));

    [Fact]
    public void An_empty_sequence_is_refused() =>
        Assert.Equal(
            [
                "train.csv:3:1: error: the cell in column 'seq' is empty | Name the sequence in every row; or, if an empty cell repeats the " +
                "cell above it, set data.fill_sequence: true.",
            ],
            Csv.Errors("seq,x,label\na,1,\n,1,u\n"));

    [Fact]
    public void A_quote_that_is_never_closed_is_named_where_it_opens() =>
        Assert.Equal(
            ["train.csv:3:5: error: a quoted field that is never closed | Close every quote in its field; inside a quoted field a quote " +
                "is written twice."],
            Csv.Errors("seq,x,label\na,1,u\na,1,\"u\na,1,u\n"));

    [Fact]
    public void Misplaced_quotes_are_named_and_the_rest_is_still_checked() =>
        Assert.Equal(
            [
                "train.csv:2:6: error: a quote inside an unquoted field",
                "train.csv:3:8: error: text after the closing quote of a quoted field | Close every quote in its field; inside a quoted " +
                "field a quote is written twice.",
                "train.csv:4:3: error: 'abc' is not a number in column 'x'" + NumberHint,
            ],
            Csv.Errors("seq,x,label\na,1,u\"v\na,1,\"u\"v\na,abc,u\n", Csv.Labelled with { Inputs = ["x"] }));

    [Fact]
    public void A_quote_that_is_never_closed_in_the_header_is_refused() =>
        Assert.Equal(
            ["train.csv:1:5: error: the header has a quoted field that is never closed | Close every quote in its field; inside a " +
                "quoted field a quote is written twice."],
            Csv.Errors("seq,\"x,label\na,1,u\n"));

    [Fact]
    public void Columns_count_characters_not_bytes_and_lines_count_breaks_inside_quotes() =>
        Assert.Equal(
            ["train.csv:4:11: error: 'zwölf' is not a number in column 'x'" + NumberHint],
            Csv.Errors("\uFEFFseq,note,x,label\r\n\"ä\",\"two\r\nlines\",1,u\r\n\"ä\",\"né🙂\",zwölf,u\r\n"));

    [Fact]
    public void Bytes_that_are_not_UTF8_are_named() =>
        Assert.Equal(
            ["train.csv:2:4: error: this byte is not UTF-8 text | Save the file as CSV text in UTF-8; this may be a spreadsheet, an " +
                "archive, UTF-16 or Latin-1."],
            Csv.Lines(Csv.Refused(Encoding.Latin1.GetBytes("seq,x,label\nZ, ü,1,u\n"))));

    [Fact]
    public void A_NUL_byte_is_named() =>
        Assert.Equal(
            ["train.csv:2:3: error: a NUL byte, which text does not have | Save the file as CSV text in UTF-8; this may be a " +
                "spreadsheet, an archive, UTF-16 or Latin-1."],
            Csv.Errors("seq,x,label\na,\0,u\n"));

    [Fact]
    public void UTF16_is_refused() =>
        Assert.StartsWith(
            "train.csv:1:1: error: this byte is not UTF-8 text", Csv.Refused([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("seq,x\n")]).Message,
            StringComparison.Ordinal);

    [Fact]
    public void An_offset_that_no_place_has_is_named() =>
        Assert.Contains(
            "An offset from UTC lies between -14:00 and +14:00.",
            Csv.Refused("seq,step,x,label\na,2021-01-05 03:00:00+01:00,1,u\na,2021-01-05 04:00:00+25:00,2,u\n").Message,
            StringComparison.Ordinal);

    [Fact]
    public void A_long_cell_is_shortened_and_stays_on_one_line() =>
        Assert.Contains(
            "'one\\ntwo" + new string('x', 31) + "…' is not a number",
            Csv.Refused($"seq,x,label\na,1,u\na,\"one\ntwo{new string('x', 100)}\",u\n").Message,
            StringComparison.Ordinal);

    [Fact]
    public void No_more_than_twenty_errors_are_listed_and_the_others_are_counted()
    {
        var e = Csv.Refused(
            "seq,x,z,label\n" + string.Concat(Enumerable.Range(0, 50).Select(n => $"a,1,q{n},u\n")),
            Csv.Labelled with { Inputs = ["x", "z"] });

        Assert.Equal(20, e.Errors.Count);
        Assert.Equal(50, e.Total);
        Assert.Equal(new Diagnostic("train.csv", 21, 5, "'q19' is not a number in column 'z'", NumberHint[3..]), e.Errors[^1]);
        Assert.EndsWith("\n… and 30 more errors", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_errors_are_reported_as_one_with_their_first_lines()
    {
        var e = Csv.Refused(
            "seq,x,label\n" + string.Concat(Enumerable.Range(0, 30).Select(n => $"a,{(n % 5 == 0 ? "n/a" : n)},u\n")) + "a,-,u\n");

        Assert.Equal(
            ["'n/a' is not a number in column 'x' (and 5 more like it, in lines 7, 12, 17, …)", "'-' is not a number in column 'x'"],
            e.Errors.Select(d => d.Message));
        Assert.Equal(
            (7, "If it marks a missing value: set missing: mean, forward-fill or indicator, and leave the cell empty or list its text " +
                "in missing_marks."), (e.Total, e.Errors[0].Hint));
        Assert.DoesNotContain("more error", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_is_input_and_target_is_missed_once() =>
        Assert.Equal(
            "there is no column 'y'",
            Assert.Single(
                Csv.Refused(
                    "seq,x\na,1\n",
                    Csv.Numbered with { Inputs = ["x", "y"], TargetsAreInputs = true, TargetLevel = TargetLevel.Next }).Errors).Message);

    [Fact]
    public void One_error_more_than_twenty_is_counted_in_the_singular() =>
        Assert.EndsWith(
            "\n… and 1 more error",
            Csv.Refused(
                "seq,x,label\n" + string.Concat(Enumerable.Range(0, 21).Select(n => $"a,q{n},u\n")),
                Csv.Labelled with { Inputs = ["x"] }).Message,
            StringComparison.Ordinal);
}
