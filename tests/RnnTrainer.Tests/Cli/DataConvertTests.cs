using RnnTrainer.Data;
using RnnTrainer.Data.Summary;

namespace RnnTrainer.Tests.Cli;

public sealed class DataConvertTests
{
    public static TheoryData<string> Shapes => [.. InitTests.Files.All.Keys];

    /// <summary>A sequence's numbers, texts and answer are the same; a forecast's columns are inputs only.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_file_of_any_layout_reads_the_same_as_long_CSV(string shape)
    {
        using var folder = new TemporaryFolder();
        var (file, _) = InitTests.Files.Write(folder, shape);
        var run = Rnn.Run("data", "convert", file, folder.File("out.csv"));
        Assert.True(run.Exit == 0, run.Error);

        var (before, after) = (Read(file, Summarizer.Of(file, new DataOptions()).Options), Converted(folder.File("out.csv"), file));
        Assert.Equal(before.Sequences.Select(Whole), after.Sequences.Select(Whole));
    }

    [Theory]
    [InlineData("a,b,2\na,b,3\nc,d,4\nc,d,5\n", "c0,c1,step,c2\na,b,0,2\n", "--no-header", "--sequence", "c0,c1")]
    [InlineData("s,t,x\na,2,5\na,1,6\nb,1,7\nb,2,8\n", "a,0,6\na,1,5\nb,0,7\n", "--sequence", "s", "--step", "t")]
    [InlineData("s,x\na,5\na,6\nb,7\nb,8\n", "a,0,5,a\na,1,6,a\na,2,7,b\n", "--layout", "series")]
    public void Columns_are_named_by_options(string text, string start, params string[] options)
    {
        using var folder = new TemporaryFolder();
        var run = Rnn.Run(["data", "convert", folder.Write("a.csv", text), folder.File("out.csv"), .. options]);

        Assert.True(run.Exit == 0, run.Error);
        Assert.Contains(start, File.ReadAllText(folder.File("out.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_in_rows_become_sequences_of_words()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("reviews.csv", "seq,review,mood\n7,\"Good, really.\",up\n8,,up\n9,Not so,down\n");
        var run = Rnn.Run("data", "convert", file, folder.File("words.csv"), "--words", "review");

        Assert.True(run.Exit == 0, run.Error);
        Assert.Equal(
            "seq,step,word,seq_,mood\n0,0,Good,7,up\n0,1,\",\",7,up\n0,2,really,7,up\n0,3,.,7,up\n1,0,Not,9,down\n1,1,so,9,down\n",
            File.ReadAllText(folder.File("words.csv")));
    }

    [Fact]
    public void Strings_in_rows_become_sequences_of_letters()
    {
        using var folder = new TemporaryFolder();
        var run = Rnn.Run(
            "data", "convert", folder.Write("dna.csv", "dna,class\nAC G,+\n"), folder.File("letters.csv"), "--letters", "dna");

        Assert.True(run.Exit == 0, run.Error);
        Assert.Equal("seq,step,letter,class\n0,0,A,+\n0,1,C,+\n0,2,G,+\n", File.ReadAllText(folder.File("letters.csv")));
    }

    [Fact]
    public void A_file_that_is_there_is_written_over_only_by_force()
    {
        using var folder = new TemporaryFolder();
        var (file, _) = InitTests.Files.Write(folder, "ts");
        folder.Write("out.csv", "mine\n");

        Assert.Equal(2, Rnn.Run("data", "convert", file, folder.File("out.csv")).Exit);
        Assert.Equal("mine\n", File.ReadAllText(folder.File("out.csv")));
        Assert.Equal(0, Rnn.Run("data", "convert", file, folder.File("out.csv"), "--force").Exit);
    }

    [Fact]
    public void Mistakes_of_the_file_exit_3()
    {
        using var folder = new TemporaryFolder();
        var run = Rnn.Run("data", "convert", folder.Write("a.csv", "seq,x,label\na,oops,u\na,1,u\n"), folder.File("out.csv"));

        Assert.Equal(3, run.Exit);
        Assert.Contains("'oops' is not a number", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("out.csv")));
    }

    [Fact]
    public void What_was_done_to_the_rows_is_a_note()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("a.csv", "seq,step,x,label\na,1,4,u\na,0,5,u\nb,0,1,v\n");
        var run = Rnn.Run("data", "convert", file, folder.File("out.csv"));

        Assert.Equal(0, run.Exit);
        Assert.Contains("note: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("the rows of 1 sequence were put into the order of column 'step'", run.Error, StringComparison.Ordinal);
    }

    static SequenceSet Read(string file, DataOptions options) => DataFile.Read(file, Free(options));

    /// <summary>What is long already is described anew; what was not has the columns seq, step, x …, label.</summary>
    static SequenceSet Converted(string file, string original)
    {
        var was = Summarizer.Of(original, new DataOptions());
        var options = Free(was.Options);
        var set = DataFile.Read(original, options);
        return DataFile.Read(file, options with
        {
            Layout = Layout.Long,
            Sequence = [],
            Step = [],
            Decimal = DecimalSign.Point,
            Inputs = set.InputColumns,
            Target = set.TargetColumns,
            Tokens = was.Layout.Layout == Layout.Text ? [SequenceSet.CharacterColumn] : options.Tokens,
        });
    }

    static DataOptions Free(DataOptions options) =>
        (options.TargetsAreInputs == true || options.TargetLevel == TargetLevel.Next
            || (options.Layout == Layout.Series && options.TargetKind != TargetKind.Label)
            ? options with { Target = [], TargetKind = TargetKind.None } : options)
        with
        { Missing = options.Missing == MissingPolicy.Error ? MissingPolicy.Mean : options.Missing };

    static string Whole(Sequence s) => FormattableString.Invariant(
        $"{s.Id}/{s.Length}/{string.Join(' ', s.Inputs)}/{string.Join(' ', s.Texts ?? [])}/{s.Label}/{string.Join(' ', s.Target ?? [])}/{string.Join(' ', s.StepLabels ?? [])}/{string.Join(' ', s.StepTargets ?? [])}");
}
