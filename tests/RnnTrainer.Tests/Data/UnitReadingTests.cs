using RnnTrainer.Data;

namespace RnnTrainer.Tests.Data;

/// <summary>Numbers with units in files of every layout.</summary>
public sealed class UnitReadingTests
{
    static readonly DataOptions Forecast = new() { Target = ["y"], TargetKind = TargetKind.Number, TargetLevel = TargetLevel.Step };

    [Theory]
    [InlineData("$20.50 -$1", "20.5 -1", "'$20.50' is read as 20.5", "$")]
    [InlineData("5% 7%", "5 7", "'5%' is read as 5", "%")]
    [InlineData("20.2 kW|3", "20.2 3", "'20.2 kW' is read as 20.2", "kW")]
    [InlineData("1.2K 3M", "1200 3000000", "'1.2K' is read as 1200", "K", "M")]
    [InlineData("1'020.5 7", "1020.5 7", "'1'020.5' is read as 1020.5")]
    [InlineData("1\u00a0020 7", "1020 7", "'1\u00a0020' is read as 1020")]
    [InlineData("\"1,020\" 7", "1020 7", "'1,020' is read as 1020")]
    [InlineData("(20) 7", "-20 7", "'(20)' is read as -20")]
    [InlineData("\" 20\" 7", "20 7", null)]
    [InlineData("2e1 7", "20 7", null)]
    public void Inputs_and_targets_are_read_and_a_note_says_so(string cells, string numbers, string? note, params string[] units)
    {
        var split = cells.Contains('|', StringComparison.Ordinal) ? cells.Split('|') : cells.Contains("\" 20", StringComparison.Ordinal)
            ? ["\" 20\"", "7"] : cells.Split(' ');
        var set = Csv.Open($"y\n{string.Join('\n', split)}\n", Forecast with { Units = units, Layout = Layout.Series });

        Assert.Equal(numbers, string.Join(' ', set.Sequences[0].Inputs.Select(x => FormattableString.Invariant($"{x}"))));
        Assert.Equal(set.Sequences[0].Inputs, set.Sequences[0].StepTargets!);
        Assert.Equal(note is null ? [] : [$"column 'y': {note}"], set.Notes);
    }

    [Fact]
    public void A_wide_file_has_a_note_for_each_input_and_target()
    {
        var set = Csv.Open(
            "t0,t1,t2,t3,y\n$1,$2,3,4,5 kW\n1,2,3,4,$6\n",
            new DataOptions { Target = ["y"], TargetKind = TargetKind.Number, Layout = Layout.Wide, Units = ["$", "kW"] });

        Assert.Equal(["t: 1 2 3 4: 5", "t: 1 2 3 4: 6"], set.Sequences.Select(s => $"t: {string.Join(' ', s.Inputs)}: {s.Target![0]}"));
        Assert.Equal(["input 'x': '$1' is read as 1", "column 'y': '5 kW' is read as 5"], set.Notes);
    }

    [Fact]
    public void So_has_a_file_without_column_names()
    {
        var set = Csv.Open("u\t$1\t2\nv\t3\t4\n", new DataOptions { Layout = Layout.Ucr, Units = ["$"] }, "a.tsv");

        Assert.Equal([1, 2], set.Sequences[0].Inputs);
        Assert.Equal(["'$1' is read as 1"], set.Notes);
    }

    [Theory]
    [InlineData("$20.50", "a number with the unit $ in column 'y' | Set units: [$] to read it.")]
    [InlineData("5%", "a number with the unit % in column 'y' | Set units: [\"%\"] to read it.")]
    [InlineData("$1.2K", "a number with the unit $ K in column 'y' | Set units: [$, K] to read it.")]
    [InlineData("\"$1.020,5\"", "a number with the unit $ in column 'y' | Set units: [$] and decimal: comma to read it.")]
    [InlineData("a1", "'a1' is not a number in column 'y' | Write a number such as 2.5, or leave the column out of the inputs.")]
    public void Without_the_unit_the_hint_names_the_key(string cell, string error) =>
        Assert.Equal(
            $"train.csv:2:1: error: {error}",
            Csv.OpenErrors($"y\n{cell}\n", Forecast with { Inputs = ["y"], Layout = Layout.Series })[0]);

    [Fact]
    public void Equal_errors_are_one() =>
        Assert.Equal(
            ["train.csv:2:1: error: a number with the unit $ in column 'y' (and 1 more like it, in line 3) | Set units: [$] to read it."],
            Csv.OpenErrors("y\n$1\n$2\n", Forecast with { Inputs = ["y"], Layout = Layout.Series }));

    [Fact]
    public void A_column_with_units_that_no_option_names_is_left_out_with_a_note()
    {
        var set = Csv.Open("y,price,word\n1,$2,a\n2,$3,b\n", Forecast);

        Assert.Equal(["y"], set.InputColumns);
        Assert.Equal(["column 'price' is no input: set units: [$] to read its numbers without the unit"], set.Notes);
        Assert.Equal(["y", "price"], Csv.Open("y,price,word\n1,$2,a\n2,$3,b\n", Forecast with { Units = ["$"] }).InputColumns);
    }
}
