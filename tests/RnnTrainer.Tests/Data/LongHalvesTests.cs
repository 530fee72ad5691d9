using System.Globalization;
using System.Text;
using CsCheck;
using RnnTrainer.Data;
using RnnTrainer.Data.Layouts.Long;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Tests.Data;

/// <summary>A file that is read in two halves gives what it gives row by row.</summary>
public sealed class LongHalvesTests
{
    static readonly DataOptions Options = new() { Target = ["label"], Categories = ["colour"] };

    [Theory]
    [InlineData(9, 1, "\n")]
    [InlineData(7, 5, "\n")]
    [InlineData(40, 3, "\r\n")]
    public void Both_ways_read_the_same_with_the_same_lines(int sequences, int steps, string end)
    {
        var text = Text(sequences, steps).Replace("\n", end, StringComparison.Ordinal);

        Assert.Equal(Csv.Read(text, Options).Sequences.Select(Whole), Halves(text)!.Value.Sequences.Select(Whole));
    }

    [Fact]
    public void Wherever_the_cut_falls_both_ways_read_the_same() =>
        Gen.Select(Gen.Int[1, 9].Array[2, 40], Gen.Bool, Gen.Bool).Sample((steps, isWindows, endsOpen) =>
        {
            var rows = steps.SelectMany(
                (T, n) =>
                    Enumerable.Range(0, T)
                    .Select(t => $"s{n},{t},{n + (0.5 * t)},{(t % 2 == 0 ? "red" : "blue")},{(n % 3 == 0 ? "u" : "v")}"));
            var text = string.Join(isWindows ? "\r\n" : "\n", rows.Prepend("seq,step,x,colour,label"))
                + (endsOpen ? "" : isWindows ? "\r\n" : "\n");
            if (Halves(text) is { } halves)
            {
                Assert.Equal(Csv.Read(text, Options).Sequences.Select(Whole), halves.Sequences.Select(Whole));
            }
            else
            {
                Assert.True(steps[^1] + 1 >= steps.Sum() / 3, $"not cut: {string.Join(' ', steps)}");
            }
        });

    [Fact]
    public void Rows_put_into_order_are_counted_in_both_halves()
    {
        var lines = Text(20, 4).TrimEnd('\n').Split('\n');
        var text = lines[0] + "\n" + string.Concat(lines[1..].Chunk(4).SelectMany(rows => rows.Reverse()).Select(r => r + "\n"));

        Assert.Equal(20, Halves(text)!.Value.Notes.Reordered);
        Assert.Equal(Csv.Read(text, Options).Sequences.Select(Whole), Halves(text)!.Value.Sequences.Select(Whole));
    }

    [Fact]
    public void Several_keys_are_cut_between_two_of_their_sequences()
    {
        var text = "store,item,x,colour,label\n" + string.Concat(
            Enumerable.Range(0, 60).Select(n => $"{n / 30},{n / 5 % 6},{n},red,{(n / 5 % 2 == 0 ? "u" : "v")}\n"));
        var options = Options with { Sequence = ["store", "item"], Inputs = ["x"] };

        Assert.Equal(Csv.Read(text, options).Sequences.Select(Whole), Halves(text, options)!.Value.Sequences.Select(Whole));
    }

    [Fact]
    public void Names_that_are_filled_and_blank_lines_are_left_to_the_reader_of_rows()
    {
        Assert.Null(Halves(Text(20, 4), Options with { FillSequence = true }));
        Assert.Null(Halves(Text(20, 4), Options with { BlankLines = BlankLines.Split }));
        Assert.Null(Halves(Text(20, 4).Replace("s9,0", "\ns9,0", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("a quote", "s1,0,1.5", "\"s1\",0,1.5")]
    [InlineData("an error in the first half", "s1,0,", "s1,0,oops")]
    [InlineData("an error in the second half", "s18,0,", "s18,0,oops")]
    [InlineData("a ragged row", "s18,0,", "s18,0,1,")]
    [InlineData("a sequence in both halves", "s18,", "s1,")]
    [InlineData("a comment", "s18,0", "#s18,0")]
    public void What_is_not_plain_is_left_to_the_reader_of_rows(string what, string from, string to)
    {
        var text = Text(20, 4).Replace("s1,0,", "s1,0,1.5", StringComparison.Ordinal).Replace(from, to, StringComparison.Ordinal);

        Assert.True(Halves(text) is null, what);
    }

    [Fact]
    public void One_sequence_is_not_cut() => Assert.Null(Halves(Text(1, 50)));

    static (IReadOnlyList<Sequence> Sequences, LongNotes Notes)? Halves(string text, DataOptions? options = null)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return LongHalves.TryRead(bytes, LongColumns.Find(bytes, options ?? Options, isSeries: false, new ErrorLog("a.csv", bytes)), least: 0);
    }

    static string Text(int sequences, int steps)
    {
        var text = new StringBuilder("seq,step,x,colour,label\n");
        for (var n = 0; n < sequences; n++)
        {
            for (var t = 0; t < steps; t++)
            {
                text.Append(
                    CultureInfo.InvariantCulture, $"s{n},{t},{n + (0.5 * t)},{(t % 2 == 0 ? "red" : "blue")},{(n % 3 == 0 ? "u" : "v")}\n");
            }
        }

        return text.ToString();
    }

    static string Whole(Sequence s) => $"{Csv.Shown(s)}:{string.Join(' ', s.Texts!)}";
}
