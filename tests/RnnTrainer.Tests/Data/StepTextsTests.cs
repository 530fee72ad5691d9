using System.Globalization;
using System.Text;
using CsCheck;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Storage;

namespace RnnTrainer.Tests.Data;

/// <summary>The labels and words of the steps of a large file, which are held as numbers, are the texts that were read.</summary>
public sealed class StepTextsTests
{
    static readonly string[] Words = ["", "a", "b", "ä€"];

    [Fact]
    public void Slices_columns_and_changes_of_numbered_texts_are_those_of_an_array() =>
        Gen.Select(Gen.Int[0, 3].Array[0, 9000], Gen.Int[1, 4], Gen.Double[0, 1], Gen.Bool).Sample((codes, width, at, isSpilled) =>
        {
            codes = codes[..(codes.Length / width * width)];
            var list = new StoredList<int>(new Spill(isSpilled ? 0 : long.MaxValue));
            list.AddRange(codes);
            StepTexts plain = Array.ConvertAll(codes, code => Words[code]);
            var numbered = new StepTexts(new StepSymbols(new ListCodes(list), 0, codes.Length), code => Words[code]);
            var from = (int)(at * codes.Length);

            Assert.Equal<string>(plain, numbered);
            Assert.Equal(plain.ToArray(), Enumerable.Range(0, codes.Length).Select(n => numbered[n]));
            Assert.Equal<string>(plain.Slice(from, codes.Length - from), numbered.Slice(from, codes.Length - from));
            Assert.Equal<string>(plain.Column(width - 1, width), numbered.Column(width - 1, width));
            Assert.Equal<string>(plain.Changed(text => text + "!"), numbered.Changed(text => text + "!"));
            Assert.Equal(plain.ToArray(from, codes.Length - from), numbered.ToArray(from, codes.Length - from));
            Assert.Throws<ArgumentOutOfRangeException>(() => numbered[codes.Length]);
        }, iter: 50);

    // More steps than are held as texts: the rows of two sequences one behind the other, and those of two that alternate.
    [Fact]
    public void A_large_file_has_the_labels_and_words_of_its_rows_also_where_sequences_are_scattered()
    {
        const int Steps = 360_000;
        var text = new StringBuilder("seq,step,word,label\n");
        for (var t = 0; t < Steps; t++)
        {
            Row("p", t);
        }

        for (var t = 0; t < Steps; t++)
        {
            Row("q", t);
            Row("r", Steps - t);
        }

        var options =
            new DataOptions { Target = ["label"], TargetLevel = TargetLevel.Step, Tokens = ["word"], Step = ["step"], Inputs = [] };
        var set = DataFile.Parse(Encoding.UTF8.GetBytes(text.ToString()), "a.csv", options);

        Assert.Equal(["p", "q", "r"], set.Sequences.Select(s => s.Id));
        foreach (var (s, first) in set.Sequences.Zip([0, 0, 1]))
        {
            Assert.Equal(Enumerable.Range(first, Steps).Select(t => Word(s.Id, t)), s.Texts!);
            Assert.Equal(Enumerable.Range(first, Steps).Select(Label), s.StepLabels!);
        }

        void Row(string id, int t) => text.Append(CultureInfo.InvariantCulture, $"{id},{t},{Word(id, t)},{Label(t)}\n");

        static string Word(string id, int t) => $"{id}{t % 71}";

        static string Label(int t) => t % 3 == 0 ? "yes" : "no";
    }

    // Stored where there are many, in arrays where there are few.
    [Fact]
    public void The_encoded_rows_of_a_large_set_are_those_of_its_sequences_alone()
    {
        const int T = 90_001;
        string[] columns = ["colour", "word", "more"];
        Sequence[] sequences = [.. Enumerable.Range(0, 4).Select(n => new Sequence(
            $"{n}", T, [.. Enumerable.Range(0, 2 * T).Select(i => (i + n) % 5 == 0 ? double.NaN : i)], null, null)
        {
            Texts = Enumerable.Range(0, 3 * T).Select(i => Words[(i + (i / 7) + n) % 4]).ToArray(),
        })];
        var set = new SequenceSet("a.csv", ["x", "y"], [], sequences) { TextColumns = columns };
        var options = new DataOptions
        {
            Categories = ["colour"],
            Tokens = ["word", "more"],
            Affixes = 1,
            Missing = MissingPolicy.ForwardFill,
            MinCount = 2,
        };
        var encoding = EncodingFit.Of(set with { Sequences = [sequences[0].Slice(0, 20)] }, [sequences[0].Slice(0, 20)], options);

        var all = InputEncoder.Apply(encoding, set);

        foreach (var (n, together) in all.Set.Sequences.Index())
        {
            var alone = InputEncoder.Apply(encoding, set with { Sequences = [sequences[n]] }).Set.Sequences[0];
            Assert.Equal(alone.Inputs.ToArray(), together.Inputs.ToArray());
            Assert.Equal<int>(alone.Symbols!, together.Symbols!);
            Assert.Equal(alone.Texts?.ToArray(), together.Texts?.ToArray());
        }
    }
}
