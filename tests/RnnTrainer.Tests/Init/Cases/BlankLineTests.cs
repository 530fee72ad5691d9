using RnnTrainer.Data;

namespace RnnTrainer.Tests.Init.Cases;

/// <summary>Blank lines part sentences, and a name that is only in the first row of a sentence names all of it.</summary>
public sealed class BlankLineTests
{
    const int Sentences = 20;

    static readonly int[] Lengths = [3, 5, 4, 2];

    [Theory]
    [InlineData("a.csv", "word,tag\n", ",")]
    [InlineData("a.csv", "token;ner\n", ";")]
    [InlineData("a.tsv", "word\ttag\n", "\t")]
    [InlineData("a.csv", "a,b\n", ",")]
    public void Blank_lines_part_the_sentences_of_a_table(string name, string header, string separator)
    {
        using var run = InitRun.Named(name, header + Parted(separator));

        Assert.Equal("tag", run.Task);
        Assert.Equal((BlankLines.Split, Sentences), (run.Columns.BlankLines, run.Read().Sequences.Count));
        Assert.Equal(header.TrimEnd().Split(separator)[1], run.Target);
        run.AssertTrains();
    }

    [Theory]
    [InlineData("a.txt", " ")]
    [InlineData("a.conll", " ")]
    [InlineData("train.txt", "\t")]
    public void Words_and_tags_without_a_header_are_read(string name, string separator)
    {
        using var run = InitRun.Named(name, Parted(separator));

        Assert.Equal("tag", run.Task);
        Assert.True(run.Columns.Layout == Layout.Conll || run.Columns is { Header: false, BlankLines: BlankLines.Split });
        Assert.Equal((Sentences, 3), (run.Read().Sequences.Count, run.Read().Sequences[0].Length));
        Assert.Equal(["lo", "lo", "ren"], run.Read().Sequences[0].Texts!.Select(w => w[2..]));
        run.AssertTrains();
    }

    [Fact]
    public void Words_and_two_columns_of_tags_without_a_header_are_read()
    {
        var text = string.Join("\n", Enumerable.Range(0, Sentences).Select(s => string.Concat(
            Enumerable.Range(0, Lengths[s % 4]).Select(t => $"{Word(s + t)} {"NVD"[(s + t) % 3]} {((s + t) % 3 == 0 ? "B-PER" : "O")}\n"))));
        using var run = InitRun.Named("a.txt", text);

        Assert.Equal(("tag", Sentences), (run.Task, run.Read().Sequences.Count));
        run.AssertTrains();
    }

    [Theory]
    [InlineData("Sentence #,Word,Tag", "Sentence: ")]
    [InlineData("sentence_id,word,pos", "")]
    [InlineData("doc,token,label", "d")]
    [InlineData("a,b,c", "x")]
    public void A_name_in_the_first_row_of_a_sentence_names_all_its_rows(string header, string name)
    {
        using var run = InitRun.Of($"{header}\n" + string.Concat(Enumerable.Range(0, Sentences).Select(s => string.Concat(
            Enumerable.Range(0, Lengths[s % 4]).Select(t => $"{(t == 0 ? $"{name}{s}" : "")},{Word(s + t)},{"XYZ"[(s + t) % 3]}\n")))));

        Assert.Equal(("tag", true, Sentences), (run.Task, run.Columns.FillSequence, run.Read().Sequences.Count));
        Assert.Equal(header.Split(',')[0], run.Columns.Sequence?.ToString());
        Assert.Contains("only the first row of a sequence has its name", run.Yaml, StringComparison.Ordinal);
        run.AssertTrains();
    }

    static string Parted(string separator) => string.Join("\n", Enumerable.Range(0, Sentences).Select(s => string.Concat(
        Enumerable.Range(0, Lengths[s % 4]).Select(t => $"{Word(s + t)}{separator}{"XYZ"[(s + t) % 3]}\n"))));

    static string Word(int n) => $"{"bdfgk"[n % 5]}{"aeiou"[n / 5 % 5]}{(n % 3 == 2 ? "ren" : "lo")}";
}
