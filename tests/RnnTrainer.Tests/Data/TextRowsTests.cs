using RnnTrainer.Data;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Tests.Data;

/// <summary>A CSV with a text in each row, as it is.</summary>
public sealed class TextRowsTests
{
    static readonly DataOptions Texts = new() { Tokens = ["text"], Tokenizer = Tokenizer.Words, Target = ["label"] };

    [Theory]
    [InlineData("It was, he said; fine!", "It|was|,|he|said|;|fine|!")]
    [InlineData("  two\tlines\r\nand\u00A0more \n", "two|lines|and|more")]
    [InlineData("wait... what?! (yes.) U.S. 3.5, :)", "wait...|what?!|(yes.)|U.S|.|3.5|,|:)")]
    [InlineData("😀! nice😀. Füße: 東京.", "😀!|nice😀.|Füße|:|東京|.")]
    [InlineData(". !", ".|!")]
    [InlineData(" \t\r\n", "")]
    public void Words_are_cut_at_white_space_and_before_a_mark_at_their_end(string text, string words) =>
        Assert.Equal(words, string.Join('|', TextTokens.Of(text, Tokenizer.Words)));

    [Theory]
    [InlineData("ab\r\nc\rd\n", "a|b|\n|c|\n|d|\n")]
    [InlineData("é🙂 x", "é|🙂| |x")]
    [InlineData("", "")]
    public void Characters_are_those_of_Unicode_with_plain_line_feeds(string text, string characters) =>
        Assert.Equal(characters, string.Join('|', TextTokens.Of(text, Tokenizer.Characters)));

    [Fact]
    public void A_row_is_a_sequence_with_its_label_its_line_and_the_number_of_its_row()
    {
        var set = Csv.Open("text,label\r\n\"Good, \"\"really\"\"\r\ngood.\",pos\r\nbad 😀,neg\r\n", Texts);

        Assert.Equal(["0:pos:2:Good|,|\"really\"|good|.", "1:neg:4:bad|😀"], set.Sequences.Select(Shown));
        Assert.Equal((Layout.Wide, "each row has a text, in the column 'text'"), (set.Layout.Layout, set.Layout.Reason));
        Assert.Empty(set.IdColumns);
        Assert.Empty(set.Notes);
    }

    [Theory]
    [InlineData("id,text,label\nx,a b,u\ny,c,v\n", "x y", "id", "column 'id' names the texts")]
    [InlineData(
        "id,text,label\nx,a b,u\nx,c,v\n", "0 1", "",
        "column 'id' is empty in a row or has a value twice, so it does not name the texts: their ids are the numbers of their rows, from 0")]
    [InlineData(
        "id,text,label\nx,a b,u\n,c,v\n", "0 1", "",
        "column 'id' is empty in a row or has a value twice, so it does not name the texts: their ids are the numbers of their rows, from 0")]
    [InlineData("text,label,lang,day\na b,u,en,1\nc,v,de,2\n", "0 1", "", "columns without a role, which are not read: lang, day")]
    public void Ids_are_kept_and_what_is_not_read_is_named(string csv, string ids, string columns, string note)
    {
        var set = Csv.Open(csv, Texts);

        Assert.Equal((ids, columns), (string.Join(' ', set.Sequences.Select(s => s.Id)), string.Join(' ', set.IdColumns)));
        Assert.Equal([note], set.Notes);
    }

    [Fact]
    public void The_column_of_ids_may_be_named_and_must_then_have_each_name_once()
    {
        var named = Texts with { Sequence = ["doc"] };

        Assert.Equal(["k", "l"], Csv.Open("text,doc,label\na,k,u\nb,l,u\n", named).Sequences.Select(s => s.Id));
        Assert.Equal(
            ["train.csv:4:1: error: sequence 'k' was already in line 2 | Give every row its own name."],
            Csv.OpenErrors("text,doc,label\na,k,u\nb,l,u\nc,k,u\n", named));
    }

    [Fact]
    public void Several_columns_may_name_a_text()
    {
        var named = Texts with { Sequence = ["doc", "part"] };

        var set = Csv.Open("text,doc,part,label\na,k,1,u\nb,k,2,u\n", named);
        Assert.Equal(["k/1", "k/2"], set.Sequences.Select(s => s.Id));
        Assert.Equal(["doc", "part"], set.IdColumns);
        Assert.StartsWith(
            "train.csv:3:3: error: the cell in column 'doc' is empty",
            Csv.OpenErrors("text,doc,part,label\na,k,1,u\nb,,,u\n", named).Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_begins_with_a_hash_is_no_comment_unless_the_file_begins_with_one()
    {
        Assert.Equal(["0:u:2:#sun|is|out", "1:v:3:rain"], Csv.Open("text,label\n#sun is out,u\nrain,v\n", Texts).Sequences.Select(Shown));
        Assert.Equal(["0:v:4:rain"], Csv.Open("# made by hand\ntext,label\n#sun,u\nrain,v\n", Texts).Sequences.Select(Shown));
    }

    [Theory]
    [InlineData("label\ttext\nu\tsay \"hi\" now\nv\t\"no\"\n", "0:u:2:say|\"hi\"|now 1:v:3:\"no\"")]
    [InlineData("label\ttext\nu\t\"open\nv\t5\" long\n", "0:u:2:\"open 1:v:3:5\"|long")]
    [InlineData("label\ttext\nu\t\"a\nb\"\nv\t\"no \"\"x\"\"\"\n", "0:u:2:a|b 1:v:4:no|\"x\"")]
    public void Between_tabs_quotes_that_enclose_no_whole_field_are_read_as_they_stand(string tsv, string shown)
    {
        var set = Csv.Open(tsv, Texts);

        Assert.Equal(shown, string.Join(' ', set.Sequences.Select(Shown)));
        Assert.Equal(
            tsv.Contains("\"\"", StringComparison.Ordinal) ? [] : ["quotes are read as they stand, since some do not enclose whole fields"],
            set.Notes);
    }

    [Fact]
    public void A_word_between_tabs_may_be_a_quote()
    {
        var options = new DataOptions { Tokens = ["form"], Target = ["tag"], TargetLevel = TargetLevel.Step };
        var set = Csv.Open("seq\tform\ttag\na\t\"\tP\na\tyes\tU\na\t\"\tP\n", options);

        Assert.Equal("\"|yes|\"", string.Join('|', set.Sequences.Single().Texts!));
        Assert.Equal(["quotes are read as they stand, since some do not enclose whole fields"], set.Notes);
        Assert.Contains(
            "a quoted field that is never closed",
            Csv.OpenErrors("seq\tform\ttag\na\t\"\tP\na\tyes\n", options)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Between_commas_a_quote_in_a_field_is_an_error() => Assert.StartsWith(
        "train.csv:2:5: error: a quote inside an unquoted field", Csv.OpenErrors("text,label\nsay \"hi\",u\n", Texts)[0],
        StringComparison.Ordinal);

    [Theory]
    [InlineData("text,label\na,u\n\"\",v\n  ,u\n", "2 empty texts (lines 3, 4) are left out")]
    [InlineData("text,label\na,u\n\" \n\",v\n", "1 empty text (line 3) is left out")]
    public void An_empty_text_is_left_out_with_a_note(string csv, string note)
    {
        var set = Csv.Open(csv, Texts);

        Assert.Equal(["0:u:2:a"], set.Sequences.Select(Shown));
        Assert.Equal([note], set.Notes);
    }

    [Fact]
    public void Where_every_row_needs_a_prediction_an_empty_text_is_one_unknown_word()
    {
        var set = Csv.Open("text\na\n\"\"\nb\n", Texts with { TargetKind = TargetKind.None, KeepsEmptyTexts = true });

        Assert.Equal(["0::2:a", "1::3:<unk>", "2::4:b"], set.Sequences.Select(Shown));
        Assert.Equal(["1 empty text (line 3) is read as one <unk>"], set.Notes);
        Assert.Equal(
            [
                "train.csv:3:1: error: the text in column 'text' is empty | Leave out the row; a model that was trained with unknown: true " +
                "reads an empty text as <unk>.",
            ],
            Csv.OpenErrors("text\na\n\"\"\nb\n", Texts with { TargetKind = TargetKind.None, KeepsEmptyTexts = true, Unknown = false }));
    }

    [Fact]
    public void Numbers_and_flags_of_a_text_are_read_and_their_errors_named()
    {
        var stars = Texts with { Target = ["stars"], TargetKind = TargetKind.Number };
        var flags = Texts with { Target = ["toxic", "insult"], TargetKind = TargetKind.Binary };

        Assert.Equal([4.5, 1], Csv.Open("text,stars\na b,4.5\nc,1\n", stars).Sequences.Select(s => s.Target![0]));
        Assert.Equal([0, 1], Csv.Open("text,toxic,insult\na b,0,1\n", flags).Sequences[0].Target!);
        Assert.Equal(
            ["train.csv:3:3: error: 'many' is not a number in column 'stars' | Write a number such as 2.5, or leave the column out of the inputs."],
            Csv.OpenErrors("text,stars\na b,4.5\nc,many\n", stars));
        Assert.Equal(
            ["train.csv:2:7: error: '2' is neither 0 nor 1 in column 'insult' | The targets of multilabel are 1 if the label applies, otherwise 0."],
            Csv.OpenErrors("text,toxic,insult\na b,0,2\n", flags));
    }

    [Theory]
    [InlineData("txt,label\na,u\n", "1:1: error: there is no column 'text' | Did you mean 'txt'? The columns are txt, label.")]
    [InlineData("text,label\n", "1:1: error: there is a header but no row below it | Write a row for each text.")]
    [InlineData("text,label\n\"\",u\n", "1:1: error: every text in column 'text' is empty | Write a row for each text.")]
    [InlineData("text,label\na,\n", "2:3: error: the label in column 'label' is empty | Give every row a label.")]
    [InlineData(
        "text,label\na, b,u\n",
        "2:1: error: 3 fields in this row but 2 in the header | A decimal sign is a point (2.5, not 2,5); a text with a comma in it needs quotes.")]
    public void What_is_wrong_is_named(string csv, string error) =>
        Assert.Equal([$"train.csv:{error}"], Csv.OpenErrors(csv, Texts));

    [Fact]
    public void Targets_of_steps_are_refused() => Assert.Contains(
        "a text in a row has no target for each of its steps",
        Csv.OpenErrors("text,label\na,u\n", Texts with { TargetLevel = TargetLevel.Step })[0], StringComparison.Ordinal);

    static string Shown(Sequence s) => $"{s.Id}:{s.Label}:{s.Line}:{string.Join('|', s.Texts!)}";
}
