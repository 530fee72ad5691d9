using System.Text;
using CsCheck;
using RnnTrainer.Common;
using RnnTrainer.Data;

namespace RnnTrainer.Tests.Data;

/// <summary>What is written is read: over random tables, dialects and row orders.</summary>
public sealed class LongCsvRoundTripTests
{
    const int K = 3;

    static readonly Gen<double> Number = Gen.OneOf(
        Gen.Double.Where(double.IsFinite), Gen.Int.Select(i => (double)i), Gen.Const(-0.0), Gen.Const(double.Epsilon),
        Gen.Const(double.MaxValue));

    static readonly Gen<string> Text = Gen.String[AnyOf("abc,;\"\n é→1"), 1, 6];

    static readonly Gen<(string Label, double[] Inputs)> One =
        Gen.Select(Text, Gen.Int[1, 5].SelectMany(length => Number.Array[K * length]));

    static readonly Gen<(List<Sequence> Sequences, char Separator, bool Windows, int Seed)> Table =
        Gen.Select(One.List[1, 8], AnyOf(",;\t"), Gen.Bool, Gen.Int, (parts, separator, windows, seed) =>
            (parts.Select((p, n) => new Sequence($"s{n}", p.Inputs.Length / K, p.Inputs, p.Label, null)).ToList(), separator, windows,
                seed));

    [Fact]
    public void A_written_table_reads_back_equal() =>
        Table.Sample(t => Same(t.Sequences, Csv.Read(Written(Rows(t.Sequences), t.Separator, t.Windows))), iter: 2000);

    [Fact]
    public void Rows_in_any_order_give_the_same_sequences() =>
        Table.Sample(t => Same(t.Sequences, Csv.Read(Written(Shuffled(Rows(t.Sequences), t.Seed), t.Separator, t.Windows))), iter: 2000);

    [Fact]
    public void Any_bytes_are_read_or_refused_but_never_crash() =>
        Gen.Byte[32, 126].Array[0, 200].Sample(bytes => Refused([.. "seq,x,label\n"u8, .. bytes]), iter: 5000);

    [Fact]
    public void Any_bytes_from_the_alphabet_of_CSV_are_read_or_refused_but_never_crash() =>
        AnyOf("\",;\n\r\t 1ae.\0é-").Array[0, 60].Sample(text => Refused(Encoding.UTF8.GetBytes(text)), iter: 20000);

    static Gen<char> AnyOf(string letters) => Gen.Int[0, letters.Length - 1].Select(i => letters[i]);

    static void Refused(byte[] text)
    {
        try
        {
            Csv.Read(text);
        }
        catch (DataException e)
        {
            Assert.InRange(e.Errors.Count, 1, Diagnostic.Most);
            Assert.All(e.Errors, error => Assert.True(error.Line > 0 && error.Column > 0 && error.Hint is not null));
        }
    }

    static void Same(List<Sequence> written, SequenceSet read)
    {
        Assert.Equal(["x0", "x1", "x2"], read.InputColumns);
        foreach (var (w, r) in written.Zip(read.Sequences.OrderBy(s => int.Parse(s.Id[1..], null)), (w, r) => (w, r)))
        {
            Assert.Equal((w.Id, w.Length, w.Label), (r.Id, r.Length, r.Label));
            Assert.Equal(w.Inputs.Select(BitConverter.DoubleToInt64Bits), r.Inputs.Select(BitConverter.DoubleToInt64Bits));
        }

        Assert.Equal(written.Count, read.Sequences.Count);
    }

    static string[][] Rows(List<Sequence> sequences) =>
    [
        .. from s in sequences
           from t in Enumerable.Range(0, s.Length)
           select (string[])[s.Id, $"{t}", .. s.Inputs.Skip(K * t).Take(K).Select(x => x.ToString("R", null)), s.Label!],
    ];

    static string[][] Shuffled(string[][] rows, int seed)
    {
        var random = new RandomStream(seed, "rows", 0);
        return [.. rows.OrderBy(_ => random.NextBits())];
    }

    static byte[] Written(string[][] rows, char separator, bool windows)
    {
        var text = new StringBuilder();
        foreach (var row in rows.Prepend(["seq", "step", "x0", "x1", "x2", "label"]))
        {
            text.AppendJoin(separator, row.Select(Quoted)).Append(windows ? "\r\n" : "\n");
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    static string Quoted(string cell) =>
        cell.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+') ? cell
            : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
