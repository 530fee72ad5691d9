using System.Text.Json;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;

namespace RnnTrainer.Tests.Data;

/// <summary>Categories, words and missing values become numbers by what training held.</summary>
public sealed class InputEncodingTests
{
    const string Colours = "seq,x,colour,label\na,1,red,u\na,2,blue,u\nb,3,red,v\n";

    static readonly DataOptions Coloured = Csv.Labelled with { Categories = ["colour"] };

    [Fact]
    public void Each_column_of_words_has_a_vocabulary_of_its_own_numbered_on_through_all()
    {
        var options = new DataOptions
        {
            Tokens = ["form", "pos"],
            Target = ["tag"],
            TargetLevel = TargetLevel.Step,
            Affixes = 1,
            MinCount = 2,
        };
        var set = Csv.Read("seq,form,pos,tag\na,is,V,u\na,it,N,v\na,is,N,u\n", options);
        var encoding = EncodingFit.Of(set, set.Sequences, options);
        var other = Csv.Read("seq,form,pos,tag\nb,is,N,u\nb,at,X,v\n", options);

        Assert.Equal(["<unk>", "is"], encoding.Vocabulary!.Names);
        Assert.Equal([["<unk>", "i"], ["<unk>", "s"], ["<unk>", "a"]], encoding.Forms.Select(f => f.Names));
        Assert.Equal(["<unk>", "N"], encoding.MoreTokens.Single().Vocabulary.Names);
        Assert.Equal((10, 5, true), (encoding.Symbols, encoding.SymbolsPerStep, encoding.IsSound));
        var encoded = InputEncoder.Apply(encoding, other);
        Assert.Equal([1, 3, 5, 7, 9, 0, 2, 4, 7, 8], encoded.Set.Sequences[0].Symbols!);
        Assert.Equal(["is", "at"], encoded.Set.Sequences[0].Texts!);
        Assert.Equal(["form 1 at", "pos 1 X"], encoded.Unseen.Select(u => $"{u.Column} {u.Count} {u.Examples[0]}"));
    }

    [Fact]
    public void A_category_becomes_a_0_or_1_for_each_value_of_training()
    {
        var (encoding, set) = Encoded(Colours, Coloured);

        Assert.Equal(["x", "colour=blue", "colour=red"], encoding.InputColumns());
        Assert.Equal([true, false, false], encoding.Scaled());
        Assert.Equal(["a:2:1 0 1 2 1 0:u:2", "b:1:3 0 1:v:4"], set.Set.Sequences.Select(Csv.Shown));
    }

    [Fact]
    public void A_value_that_training_never_saw_is_all_zeros_and_counted()
    {
        var (encoding, _) = Encoded(Colours, Coloured);

        var set = InputEncoder.Apply(
            encoding, Csv.Open("seq,x,colour,label\nc,1,green,u\nc,2,red,u\nc,3,green,u\n", encoding.Options(Coloured)));

        Assert.Equal([1, 0, 0, 2, 0, 1, 3, 0, 0], set.Set.Sequences[0].Inputs);
        Assert.Equal(["colour 2 green"], set.Unseen.Select(u => $"{u.Column} {u.Count} {u.Examples[0]}"));
    }

    [Fact]
    public void Values_are_taken_from_the_training_part_only()
    {
        var set = Csv.Open(Colours, Coloured);

        var encoding = EncodingFit.Of(set, [set.Sequences[1]], Coloured);

        Assert.Equal(["red"], Assert.Single(encoding.Categories).Values);
    }

    [Fact]
    public void Words_become_symbols_and_rare_and_unseen_ones_become_unk()
    {
        var options = new DataOptions { Tokens = ["form"], Target = ["tag"], TargetLevel = TargetLevel.Step, MinCount = 2 };
        var (encoding, set) = Encoded("seq,form,tag\na,the,D\na,cat,N\nb,the,D\nb,?,P\nb,cat,N\n", options);

        Assert.Equal(["<unk>", "cat", "the"], encoding.Vocabulary!.Names);
        Assert.Equal([[2, 1], [2, 0, 1]], set.Set.Sequences.Select(s => s.Symbols!));
        Assert.Equal(["form 1 ?"], set.Unseen.Select(u => $"{u.Column} {u.Count} {u.Examples[0]}"));
        Assert.Equal([0, 0], set.Set.Sequences.Select(s => s.Width));
    }

    [Fact]
    public void The_form_of_a_word_is_its_first_and_last_characters_in_lower_case_and_its_shape()
    {
        var options = new DataOptions { Tokens = ["form"], Target = ["tag"], TargetLevel = TargetLevel.Step, Affixes = 2 };
        var (encoding, set) = Encoded("seq,form,tag\na,Éla,N\na,B-12,N\na,x,P\n", options);

        Assert.Equal(
            ["<unk> b x é", "<unk> 2 a x", "<unk> b- x él", "<unk> 12 la x", "<unk> A-0 Aa a"],
            encoding.Forms.Select(f => string.Join(' ', f.Names)));
        Assert.Equal((24, 6), (encoding.Symbols, encoding.SymbolsPerStep));
        Assert.Equal([3, 7, 10, 15, 18, 22, 1, 5, 9, 13, 17, 21, 2, 6, 11, 14, 19, 23], set.Set.Sequences[0].Symbols!);
    }

    [Fact]
    public void A_word_that_training_never_saw_keeps_the_features_of_its_form_that_training_saw()
    {
        var options = new DataOptions { Tokens = ["form"], Target = ["tag"], TargetLevel = TargetLevel.Step, Affixes = 1, MinCount = 2 };
        var (encoding, _) = Encoded("seq,form,tag\na,walked,V\na,talked,V\na,who,P\n", options);

        var set = InputEncoder.Apply(encoding, Csv.Open("seq,form,tag\na,wed,V\na,Wo,P\n", encoding.Options(options)));

        Assert.Equal(
            ["<unk>", "<unk> w", "<unk> d", "<unk> a"],
            new[] { encoding.Vocabulary! }.Concat(encoding.Forms).Select(f => string.Join(' ', f.Names)));
        Assert.Equal([0, 2, 4, 6, 0, 2, 3, 5], set.Set.Sequences[0].Symbols!);
        Assert.Equal(["form 2 wed"], set.Unseen.Select(u => $"{u.Column} {u.Count} {u.Examples[0]}"));
    }

    [Fact]
    public void An_empty_word_is_refused() =>
        Assert.Equal(
            ["train.csv:3:3: error: the cell in column 'form' is empty | Write a word, or set missing: mean, so that an empty cell " +
                "counts as unknown."],
            Csv.OpenErrors("seq,form,label\na,NA,u\na,,u\n", Csv.Labelled with { Tokens = ["form"] }));

    [Theory]
    [InlineData(MissingPolicy.Mean, "3 1 2 3 4 2")]
    [InlineData(MissingPolicy.ForwardFill, "3 1 3 3 4 3")]
    [InlineData(MissingPolicy.Indicator, "3 1 0 0 2 3 1 0 4 2 0 1")]
    public void A_missing_number_becomes_what_the_policy_says(MissingPolicy missing, string inputs)
    {
        var text = missing == MissingPolicy.Indicator ? "seq,x,y,label\na,3,1,u\na,NA,3,u\na,4,?,u\nb,-1,2,v\n"
            : "seq,x,y,label\na,3,1,u\na,NaN,3,u\na,4,,u\nb,-1,2,v\n";
        var (encoding, set) = Encoded(text, Csv.Labelled with { Missing = missing });

        Assert.Equal(inputs, string.Join(' ', set.Set.Sequences[0].Inputs));
        Assert.Equal([2, 2], encoding.Means);
    }

    [Fact]
    public void What_is_missing_before_any_value_becomes_the_mean_even_when_filled_forward() =>
        Assert.Equal(
            [4, 2, 2, 6],
            Encoded(
                "seq,x,label\na,,u\na,2,u\na,null,u\na,6,u\n", Csv.Labelled with { Missing = MissingPolicy.ForwardFill }).Set.Set.Sequences[
                    0].Inputs);

    [Fact]
    public void The_mean_is_that_of_training_also_in_another_file()
    {
        var options = Csv.Labelled with { Missing = MissingPolicy.Mean };
        var (encoding, _) = Encoded("seq,x,label\na,2,u\na,4,u\n", options);

        Assert.Equal(
            [3, 100],
            InputEncoder.Apply(encoding, Csv.Open("seq,x,label\nz,,u\nz,100,u\n", encoding.Options(options))).Set.Sequences[0].Inputs);
    }

    [Fact]
    public void Only_columns_that_miss_values_in_training_have_an_indicator() =>
        Assert.Equal(
            ["x", "y", "y?"],
            Encoded("seq,x,y,label\na,2,,u\na,4,1,u\n", Csv.Labelled with { Missing = MissingPolicy.Indicator }).Encoding.InputColumns());

    [Fact]
    public void A_mark_that_is_not_on_the_list_is_refused_under_every_policy() =>
        Assert.StartsWith(
            "train.csv:2:3: error: '-' is not a number in column 'x'",
            Csv.OpenErrors("seq,x,label\na,-,u\na,4,u\n", Csv.Labelled with { Missing = MissingPolicy.Mean, Inputs = ["x"] })[0],
            StringComparison.Ordinal);

    [Fact]
    public void An_encoding_survives_json()
    {
        var options = Coloured with { Missing = MissingPolicy.Indicator };
        var (encoding, _) = Encoded("seq,x,colour,label\na,,red,u\na,2,blue,u\n", options);

        var copy = JsonSerializer.Deserialize<InputEncoding>(JsonSerializer.Serialize(encoding))!;

        Assert.Equal(encoding.InputColumns(), copy.InputColumns());
        Assert.Equal(encoding.Means, copy.Means);
        Assert.Equal(
            "a:2:2 1 0 1 2 0 1 0:u:2",
            Csv.Shown(
                InputEncoder.Apply(copy, Csv.Open("seq,x,colour,label\na,,red,u\na,2,blue,u\n", copy.Options(options))).Set.Sequences[0]));
    }

    [Fact]
    public void Calendar_features_are_the_sine_and_cosine_of_the_turn()
    {
        var options =
            Csv.Labelled with { Dates = ["at"], Calendar = CalendarFeatures.Hour | CalendarFeatures.Weekday | CalendarFeatures.Month };
        var set = Csv.Open("seq,at,label\na,2024-01-01 06:00:00,u\na,2024-07-01,u\n", options);

        Assert.Equal(["at:hour.sin", "at:hour.cos", "at:weekday.sin", "at:weekday.cos", "at:month.sin", "at:month.cos"], set.InputColumns);
        // both days are Mondays
        Assert.Equal([1, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, -1], set.Sequences[0].Inputs.Select(x => Math.Round(x, 12) + 0.0));
        Assert.Empty(EncodingFit.Of(set, set.Sequences, options).Options(options).Inputs!);
    }

    [Fact]
    public void A_date_in_which_day_and_month_can_be_confused_is_explained() =>
        Assert.Equal(
            ["train.csv:2:3: error: '01/02/2024' is not a date-time in column 'at' | Day and month can be confused here: set " +
                "date_order: day-first or month-first, or write the year first, 2016-07-31 or 2016-07-31 13:05:00."],
            Csv.OpenErrors("seq,at,x,label\na,01/02/2024,1,u\n", Csv.Labelled with { Dates = ["at"], Calendar = CalendarFeatures.Month }));

    static (InputEncoding Encoding, EncodedSet Set) Encoded(string text, DataOptions options)
    {
        var set = Csv.Open(text, options);
        var encoding = EncodingFit.Of(set, set.Sequences, options);
        return (encoding, InputEncoder.Apply(encoding, set));
    }
}
