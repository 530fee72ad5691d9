using System.Text;
using RnnTrainer.Data;
using RnnTrainer.Data.Layouts.Conll;
using RnnTrainer.Data.Summary;

namespace RnnTrainer.Tests.Data;

/// <summary>Files with a word and its columns in each line, and blank lines between sentences.</summary>
public sealed class ConllTests
{
    const string Universal =
        "# newdoc\n# sent_id = a-1\n# text = im Haus\n1-2\tim\t_\t_\t_\t_\t_\t_\t_\t_\n1\tin\tin\tADP\t_\t_\t3\tcase\t_\t_\n"
        + "2\tdem\tder\tDET\t_\t_\t3\tdet\t_\t_\n3\tHaus\tHaus\tNOUN\t_\t_\t0\troot\t_\t_\n3.1\tx\t_\t_\t_\t_\t_\t_\t_\t_\n\n"
        + "# sent_id = a-2\n1\t#\t#\tSYM\t_\t_\t0\troot\t_\t_\n2\tja\tja\tADV\t_\t_\t1\tx\t_\t_\n\n";

    const string Entities =
        "-DOCSTART- -X- -X- O\n\nEU NNP B-NP B-ORG\nrejects VBZ B-VP O\n. . O O\n\nPeter NNP B-NP B-PER\nBlack NNP I-NP I-PER\n";

    static readonly DataOptions Words = new()
    {
        Layout = Layout.Conll,
        Tokens = ["word"],
        Target = ["tag"],
        TargetLevel = TargetLevel.Step,
    };

    [Theory]
    [InlineData("a X\nb Y\n\nc X\n")]
    [InlineData("a\tX\r\nb\tY\r\n\r\nc\tX")]
    [InlineData("\uFEFF\n\na   X \nb\tY\n \t\n\n c X\n\n\n")]
    [InlineData("# made up\na X\nb Y\n\n# sentence two\nc X\n")]
    public void A_word_is_a_step_and_a_blank_line_ends_a_sentence(string text)
    {
        var set = Csv.Open(text, Words);

        Assert.Equal(["0: a b: X Y", "1: c: X"], set.Sequences.Select(Shown));
        Assert.Equal(["word"], set.TextColumns);
        Assert.Equal(["tag"], set.TargetColumns);
        Assert.Empty(set.Notes);
    }

    [Fact]
    public void Four_columns_are_those_of_named_entities_and_documents_are_passed_over()
    {
        var set = Csv.Open(Entities, Words with { Categories = ["pos"] });

        Assert.Equal(["0: NNP EU VBZ rejects . .: B-ORG O O", "1: NNP Peter NNP Black: B-PER I-PER"], set.Sequences.Select(Shown));
        Assert.Equal([3, 7], set.Sequences.Select(s => s.Line));
        Assert.Equal(["1 line of -DOCSTART- was passed over"], set.Notes);
    }

    [Fact]
    public void Universal_dependencies_have_their_column_names_and_sentence_ids()
    {
        var set = Csv.Open(Universal, Words with { Tokens = ["form"], Target = ["upos"] });

        Assert.Equal(["a-1: in dem Haus: ADP DET NOUN", "a-2: # ja: SYM ADV"], set.Sequences.Select(Shown));
        Assert.Equal(["sent_id"], set.IdColumns);
        Assert.Equal(
            ["1 line of words such as 1-2, whose parts follow, was passed over", "1 line of empty nodes such as 1.1 was passed over"],
            set.Notes);
    }

    [Fact]
    public void Other_columns_are_numbered_and_may_be_numbers() =>
        Assert.Equal(
            "1.5 2", string.Join(' ', Csv.Open("a 1.5 x y X\nb 2 x y Y\n", Words with { Inputs = ["c1"] }).Sequences[0].Inputs));

    [Fact]
    public void A_word_may_be_a_hash_within_a_sentence() =>
        Assert.Equal(["0: a # b: X Y X"], Csv.Open("a X\n# Y\nb X\n", Words).Sequences.Select(Shown));

    [Fact]
    public void Words_without_tags_can_be_predicted() =>
        Assert.Equal(
            ["a b", "c"],
            Csv.Open("a\nb\n\nc\n", Words with { TargetKind = TargetKind.None }).Sequences.Select(s => string.Join(' ', s.Texts!)));

    [Fact]
    public void Sentences_without_ids_of_their_own_are_numbered_with_a_note()
    {
        var set = Csv.Open(Universal.Replace("a-2", "a-1", StringComparison.Ordinal), Words with { Tokens = ["form"], Target = ["upos"] });

        Assert.Equal(["0", "1"], set.Sequences.Select(s => s.Id));
        Assert.Empty(set.IdColumns);
        Assert.Equal("not every sentence has a sent_id of its own: the ids are the numbers of the sentences, from 0", set.Notes[0]);
    }

    [Theory]
    [InlineData("a X\nb\n", "train.csv:2:1: error: 1 column in this line but 2 in the first")]
    [InlineData("a\tX\n\tY\n", "train.csv:2:1: error: the word in column 'word' is empty")]
    [InlineData("a\tX\nb\t\n", "train.csv:2:3: error: the label in column 'tag' is empty")]
    [InlineData("-DOCSTART- O\n\n", "there is no column 'word'")]
    [InlineData("a b X\n", "there is no column 'pos' | The columns are word, c1, tag.", "pos")]
    public void An_error_is_named_with_its_place(string text, string error, string tokens = "word") =>
        Assert.Contains(
            error, string.Join('\n', Csv.OpenErrors(text, Words with { Tokens = [tokens] })), StringComparison.Ordinal);

    [Fact]
    public void Options_that_have_no_use_here_are_refused()
    {
        Assert.Contains("do not apply to layout conll", Csv.OpenErrors("a X\n", Words with { Sequence = ["word"] })[0]);
        Assert.Contains(
            "this layout has a label for each word",
            Csv.OpenErrors("a X\n", Words with { TargetLevel = TargetLevel.Sequence })[0]);
    }

    [Theory]
    [InlineData(Universal)]
    [InlineData(Entities)]
    [InlineData("w0 X\nw1 Y\n\nw2 X\nw3 Y\n")]
    [InlineData("the\tdet\ndog\tnoun\n\na\tdet\ncat\tnoun\n")]
    public void Tagged_words_are_recognized(string text) => Assert.True(ConllDetection.Looks(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("roses red\nviolets blue\n\nsugar sweet\nand you\n")]
    [InlineData("I Wandered Lonely\nAs A Cloud\n\nThat Floats On High\n")]
    [InlineData("O Captain my Captain\nour fearful trip\n\nO Captain my Captain\nrise up and hear\n")]
    [InlineData("ROSES RED\nVIOLETS BLUE\n\nSUGAR SWEET\nAND YOU\n")]
    [InlineData("It was a day.\nIt was a night.\n\nIt was over.\n")]
    [InlineData("word,tag\na,X\nb,Y\n\nc,X\nd,Y\n")]
    [InlineData("word\ttag\na\tX\nb\tY\n\nc\tX\nd\tY\n")]
    [InlineData("word tag\na X\nb Y\n\nc X\nd Y\n")]
    [InlineData("1 2\n3 4\n\n5 6\n7 8\n")]
    [InlineData("1\t2.5\n3\t2.5\n\n5\t1\n7\t1\n")]
    [InlineData("a X\nb Y\nc X\nd Y\n")] // one sentence
    [InlineData("")]
    public void Prose_poems_and_tables_are_not_taken_for_tagged_words(string text) =>
        Assert.False(ConllDetection.Looks(Encoding.UTF8.GetBytes(text)));

    [Theory]
    [InlineData("x.conllu", Universal, "form", "upos")]
    [InlineData("x.txt", Entities, "word", "tag")]
    [InlineData("x", "w0 X\nw1 Y\n\nw2 X\nw3 Y\n", "word", "tag")]
    public void A_summary_proposes_to_tag_the_words(string file, string text, string tokens, string target)
    {
        var summary = Summarizer.Of(Encoding.UTF8.GetBytes(text), file, new DataOptions());

        Assert.Equal((Layout.Conll, "tag"), (summary.Layout.Layout, summary.Task.Task));
        Assert.Equal((tokens, target), (summary.Options.Tokens![0], summary.Task.Target[0]));
        Assert.Empty(summary.Problems);
        Assert.Equal(2, summary.Lengths.Sequences);
    }

    static string Shown(Sequence s) => $"{s.Id}: {string.Join(' ', s.Texts!)}: {string.Join(' ', s.StepLabels!)}";
}
