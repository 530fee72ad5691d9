using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;

namespace RnnTrainer.Tests.Data;

/// <summary>Real files are read as their descriptions say.</summary>
public sealed class RealSetTests
{
    [Theory]
    [InlineData("digits-train.csv", 1297)]
    [InlineData("digits-test.csv", 500)]
    public void Digits_are_images_of_8_rows_with_8_pixels(string file, int count)
    {
        var set = DataFile.Read(RepositoryFolder.File("data", file), Csv.Labelled with { Layout = Layout.Long });

        Assert.Equal((count, 8, 10), (set.Sequences.Count, set.InputColumns.Count, Classes.Of(set.Sequences).Count));
        Assert.All(set.Sequences, s => Assert.Equal(8, s.Length));
        Assert.All(set.Sequences, s => Assert.All(s.Inputs, x => Assert.True(x is >= 0 and <= 16 && x == Math.Floor(x))));
    }

    [Theory]
    [InlineData("nottem-train.csv", 180)]
    [InlineData("nottem-test.csv", 48)]
    public void Temperatures_are_windows_of_12_months_each_followed_by_its_target(string file, int count)
    {
        var set = DataFile.Read(
            RepositoryFolder.File("data", file),
            new DataOptions { Layout = Layout.Long, Target = ["target"], TargetKind = TargetKind.Number });

        Assert.Equal(count, set.Sequences.Count);
        Assert.Equal(["temperature"], set.InputColumns);
        Assert.All(set.Sequences.Zip(set.Sequences.Skip(1)), p => Assert.Equal(p.First.Target![0], p.Second.Inputs[^1]));
    }

    [SharedDataFact]
    public void Japanese_vowels_have_270_sequences_of_7_to_26_steps_12_inputs_and_9_classes()
    {
        var set = Shared("japanese-vowels", "train.csv");

        Assert.Equal((270, 12, 9), (set.Sequences.Count, set.InputColumns.Count, Classes.Of(set.Sequences).Count));
        Assert.Equal((7, 26, 4274), (set.Sequences.Min(s => s.Length), set.Sequences.Max(s => s.Length), set.Sequences.Sum(s => s.Length)));
        Assert.Equal([1.860936, -0.207383], set.Sequences[0].Inputs[..2]);
    }

    [SharedDataFact]
    public void The_archives_of_equal_length_have_the_sizes_of_their_descriptions()
    {
        Assert.Equal((40, 100, 6, 4), Size(Shared("basic-motions", "train.csv")));
        Assert.Equal((343, 24, 1, 2), Size(Shared("chinatown", "test.csv")));
        Assert.Equal((150, 150, 1, 2), Size(Shared("gun-point", "test.csv")));
        Assert.Equal((1029, 24, 1, 2), Size(Shared("italy-power-demand", "test.csv")));
        Assert.Equal((300, 60, 1, 6), Size(Shared("synthetic-control", "train.csv")));
    }

    [SharedDataFact]
    public void A_date_is_passed_over_and_a_label_that_changes_within_the_sequence_is_refused()
    {
        var path = Path.Combine(SharedDataFactAttribute.Folder, "occupancy", "train.csv");

        Assert.Equal(
            ["temperature", "humidity", "light", "co2", "humidity_ratio"],
            DataFile.Read(path, Csv.Unlabelled with { Layout = Layout.Long }).InputColumns);
        Assert.Equal(1, Assert.Throws<DataException>(() => DataFile.Read(path, Csv.Labelled with { Layout = Layout.Long })).Total);
    }

    static SequenceSet Shared(string set, string file) =>
        DataFile.Read(Path.Combine(SharedDataFactAttribute.Folder, set, file), Csv.Labelled with { Layout = Layout.Long });

    static (int Sequences, int Length, int Inputs, int Classes) Size(SequenceSet set) =>
        (set.Sequences.Count, Assert.Single(set.Sequences.Select(s => s.Length).Distinct()), set.InputColumns.Count,
            Classes.Of(set.Sequences).Count);
}
