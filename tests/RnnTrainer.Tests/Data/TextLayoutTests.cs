using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Splits;

namespace RnnTrainer.Tests.Data;

/// <summary>Characters as sequences.</summary>
public sealed class TextLayoutTests
{
    static readonly DataOptions Text = new() { Layout = Layout.Text, TargetKind = TargetKind.None };

    [Fact]
    public void A_stream_is_one_sequence_of_characters_with_plain_line_feeds() =>
        Assert.Equal(
            "a|b|\n|é|🙂|\n|c",
            string.Join('|', Assert.Single(Csv.Open("\uFEFFab\r\né🙂\rc", Text with { Text = TextMode.Stream }).Sequences).Texts!));

    [Fact]
    public void A_line_begins_and_ends_with_the_line_feed_and_empty_lines_are_passed_over()
    {
        var set = Csv.Open("ab\n\nc\n", Text with { Text = TextMode.Lines });

        Assert.Equal(["line 1:\nab\n:1", "line 3:\nc\n:3"], set.Sequences.Select(s => $"{s.Id}:{string.Concat(s.Texts!)}:{s.Line}"));
    }

    [Fact]
    public void A_list_of_names_is_read_line_by_line_and_prose_as_a_stream()
    {
        var names = string.Concat(Enumerable.Range(0, 20).Select(n => $"{(char)('a' + n)}nna\n"));

        Assert.Equal(
            (20, "the lines have no separator; each line is a sequence"),
            (Csv.Open(names, Text with { Layout = Layout.Auto }, "n.txt").Sequences.Count,
            Csv.Open(names, Text with { Layout = Layout.Auto }, "n.txt").Layout.Reason));
        Assert.Single(
            Csv.Open("To be, or not to be:\n\nthat is the question.\n" + names, Text with { Layout = Layout.Auto }, "n.txt").Sequences);
    }

    [Fact]
    public void The_alphabet_is_that_of_training_in_ordinal_order()
    {
        var set = Csv.Open("cab", Text);
        var encoding = EncodingFit.Of(set, set.Sequences, Text);

        Assert.Equal(["a", "b", "c"], encoding.Vocabulary!.Names);
        Assert.Equal([2, 0, 1], InputEncoder.Apply(encoding, set).Set.Sequences[0].Symbols!);
    }

    [Fact]
    public void A_character_that_training_never_saw_is_refused_with_its_line()
    {
        var set = Csv.Open("cab\n", Text);
        var encoding = EncodingFit.Of(set, set.Sequences, Text);

        var e = Assert.Throws<DataException>(() => InputEncoder.Apply(encoding, Csv.Open("cab\nab\ncé\n", Text, "new.txt")));

        Assert.Equal(
            "new.txt:3: error: the character 'é' (U+00E9) does not occur in the training part\n  hint: Remove it, or read unseen " +
            "symbols as <unk> (unknown: true).", e.Message);
    }

    [Fact]
    public void On_request_an_unseen_character_is_unk()
    {
        var set = Csv.Open("cab\n", Text);
        var encoding = EncodingFit.Of(set, set.Sequences, Text with { Unknown = true });

        var read = InputEncoder.Apply(encoding, Csv.Open("zab", Text));

        Assert.Equal([0, 2, 3], read.Set.Sequences[0].Symbols!);
        Assert.Equal(["text 1 z"], read.Unseen.Select(u => $"{u.Column} {u.Count} {u.Examples[0]}"));
    }

    [Fact]
    public void A_text_that_would_not_fit_is_refused() =>
        Assert.Equal(
            ["a.txt: error: the file has 0.1 kB and would take about 1.7 kB of memory (17 bytes a character), but 1.0 kB may be used | " +
                "Cut it into smaller files, leave out columns, or use a machine with more memory."],
            Csv.OpenErrors(new string('a', 100), Text with { MemoryLimit = 1000 }, "a.txt"));

    [Fact]
    public void A_part_of_a_stream_knows_its_line() =>
        Assert.Equal(
            [1, 3], Split.ByTime(Csv.Open("a\nb\nc\nd\n", Text with { Text = TextMode.Stream }).Sequences, 0, 0.5) is var s
            ? new[] { s.Train[0].Line, s.Test[0].Line } : []);
}
