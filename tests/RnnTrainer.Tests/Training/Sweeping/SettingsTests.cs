using System.Globalization;
using RnnTrainer.Training;
using RnnTrainer.Training.Sweeps;

namespace RnnTrainer.Tests.Training.Sweeping;

public sealed class SettingsTests
{
    static readonly SweepKey Rate = SweepKey.Between("training.learning_rate", 0.001, 1);

    [Fact]
    public void All_combinations_come_once_and_the_last_key_changes_first() => Assert.Equal(
        ["model.cell=gru model.hidden=1", "model.cell=gru model.hidden=2", "model.cell=lstm model.hidden=1",
        "model.cell=lstm model.hidden=2"],
        SweepSettings.All([SweepKey.Of("model.cell", "gru", "lstm"), SweepKey.Of("model.hidden", "1", "2")])
        .Select(s => string.Join(' ', s.Assignments)));

    [Fact]
    public void Random_settings_depend_on_the_seed_and_the_first_ones_not_on_their_number()
    {
        Assert.Equal(Names(5, seed: 1), Names(9, seed: 1).Take(5));
        Assert.Empty(Names(5, seed: 1).Intersect(Names(5, seed: 2)));
    }

    [Fact]
    public void What_is_drawn_for_a_key_does_not_depend_on_the_others() => Assert.Equal(
        Values(SweepSettings.Random([Rate], 5, 1), 0),
        Values(SweepSettings.Random([SweepKey.Of("model.cell", "gru", "lstm"), Rate], 5, 1), 1));

    [Fact]
    public void No_setting_is_drawn_twice_and_there_are_no_more_than_there_are() =>
        Assert.Equal(
            ["hidden=2", "hidden=3", "hidden=4"],
            SweepSettings.Random([SweepKey.Between("model.hidden", 2, 4, isWhole: true)], 10, 1).Select(s => s.Name).Order());

    [Fact]
    public void A_range_over_a_factor_of_ten_is_drawn_evenly_in_its_logarithm_and_a_short_one_evenly()
    {
        var (wide, narrow) = (Numbers(Rate), Numbers(SweepKey.Between("training.momentum", 0, 0.9, isWhole: false)));

        Assert.InRange(wide.Count(v => v < Math.Sqrt(0.001)) / (double)wide.Count, 0.45, 0.55);
        Assert.InRange(narrow.Average(), 0.42, 0.48);
        Assert.All(wide, v => Assert.InRange(v, 0.001, 1));
        Assert.All(narrow, v => Assert.InRange(v, 0, 0.9));
    }

    [Fact]
    public void A_whole_number_is_drawn_for_a_key_that_takes_whole_numbers_its_limits_included()
    {
        Assert.Equal([1.0, 2, 3], Numbers(SweepKey.Between("model.layers", 1, 3, isWhole: true)).Distinct().Order());
        Assert.Equal(
            Enumerable.Range(2, 19).Select(n => (double)n),
            Numbers(SweepKey.Between("model.hidden", 2, 20, isWhole: true)).Distinct().Order());
    }

    [Fact]
    public void A_name_is_the_same_whatever_the_order_and_fit_for_a_folder()
    {
        var (one, other) = (
            Of("model.hidden", "16", "training.learning_rate", "0.1"), Of("training.learning_rate", "0.1", "model.hidden", "16"));
        var path = Of("model.cell", "cells/my cell.cell", "training.seed", "1");

        Assert.Equal(("hidden=16,learning_rate=0.1", one.Name), (one.Name, other.Name));
        Assert.Matches(@"^cell=cells_my_cell\.cell,training\.seed=1-[0-9a-f]{8}$", path.Name);
        Assert.NotEqual(path.Name, Of("model.cell", "cells_my/cell.cell", "training.seed", "1").Name);
        Assert.True(Of("model.cell", new string('x', 300), "training.seed", "1").Name.Length < 140);
    }

    [Fact]
    public void Keys_that_end_alike_keep_their_whole_names() =>
        Assert.Equal("training.schedule.patience=3", new SweepSetting([new("training.schedule.patience", "3")]).Name);

    static IEnumerable<string> Names(int count, int seed) => SweepSettings.Random([Rate], count, seed).Select(s => s.Name);

    static IEnumerable<string> Values(IReadOnlyList<SweepSetting> settings, int key) => settings.Select(s => s.Values[key].Value);

    static List<double> Numbers(SweepKey range) =>
        [.. Enumerable.Range(0, 2000)
            .Select(n => double.Parse(range.Draw(new RnnTrainer.Common.RandomStream(1, "test", n)), CultureInfo.InvariantCulture))];

    static SweepSetting Of(string key, string value, string other, string otherValue) => new([new(key, value), new(other, otherValue)]);
}
