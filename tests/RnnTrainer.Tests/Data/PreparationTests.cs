using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;

namespace RnnTrainer.Tests.Data;

/// <summary>What is done to each sequence by itself, against loops over arrays that say the same.</summary>
public sealed class PreparationTests
{
    const int T = 7, K = 3;

    static readonly double[,] X =
    {
        { 3, -2e-5, 1 }, { 5, double.NaN, 0 }, { 2.5, 4e-5, 1 }, { 8, 9e-5, 1 }, { double.NaN, -1e-5, 0 }, { 1, 3e-5, 0 }, { 4, 2e-5, 1 },
    };

    static Sequence Sequence => new("s", T, (double[])[.. X.Cast<double>()], null, null);

    [Fact]
    public void A_sequence_is_scaled_by_the_mean_and_deviation_of_its_known_values_and_missing_ones_become_the_mean()
    {
        var preparation = new Preparation(null, OwnScaling.Sequence) { Scaled = [0, 1] };
        var z = Prepared(preparation, Sequence);
        for (var k = 0; k < 2; k++)
        {
            double[] known = [.. Column(k).Where(x => !double.IsNaN(x))];
            var mean = known.Average();
            var deviation = Math.Sqrt(known.Average(x => (x - mean) * (x - mean)));
            for (var t = 0; t < T; t++)
            {
                Assert.Equal(double.IsNaN(X[t, k]) ? 0 : (X[t, k] - mean) / deviation, z[t][k], 1e-12);
            }
        }

        Assert.Equal(Column(2), z.Select(row => row[2]));
    }

    [Fact]
    public void A_window_is_divided_by_the_mean_size_of_its_values_or_loses_the_mean_of_their_logarithms()
    {
        double[] sizes = [.. Enumerable.Range(0, K).Select(k => Column(k).Where(x => !double.IsNaN(x)).Average(Math.Abs))];
        var z = Prepared(new Preparation(null, OwnScaling.Series) { Scaled = [0, 1] }, Sequence);
        Assert.Equal(X[3, 0] / sizes[0], z[3][0], 1e-12);
        Assert.Equal(X[3, 1] / sizes[1], z[3][1], 1e-12);

        var logarithm = new Preparation(Transform.Log, OwnScaling.Series) { Transformed = [0], Scaled = [0] };
        var mean = Column(0).Where(x => !double.IsNaN(x)).Average(Math.Log);
        Assert.Equal(Math.Log(8) - mean, Prepared(logarithm, Sequence)[3][0], 1e-12);
        Assert.Equal(0, Prepared(logarithm, Sequence)[4][0]);
    }

    [Fact]
    public void The_change_is_that_of_the_scaled_column_and_the_logarithm_of_the_deviation_is_the_same_at_each_step()
    {
        var preparation = new Preparation(Transform.SignedLog, OwnScaling.Sequence)
        {
            Transformed = [0, 1],
            Scaled = [0],
            Differences = [2, 0],
            Deviations = [1],
            LeastDeviations = [1e-9],
            Means = [5, 1e-5],
        };
        var z = Prepared(preparation, Sequence);
        Assert.Equal(K + 3, z[0].Length);
        double[] logs = [.. Column(1).Where(x => !double.IsNaN(x)).Select(x => Math.Sign(x) * Math.Log(1 + Math.Abs(x)))];
        var deviation = Math.Sqrt(logs.Average(x => Math.Pow(x - logs.Average(), 2)));
        for (var t = 0; t < T; t++)
        {
            Assert.Equal(t == 0 ? 0 : X[t, 2] - X[t - 1, 2], z[t][K]);
            Assert.Equal(t == 0 ? 0 : z[t][0] - z[t - 1][0], z[t][K + 1], 1e-12);
            Assert.Equal(Math.Log(deviation), z[t][K + 2], 1e-12);
        }

        Assert.Equal(Math.Log(1 + 1e-5), z[1][1], 1e-12); // its sequence has no scale of its own: the mean of training
    }

    [Fact]
    public void Any_part_of_the_channels_reads_as_in_the_whole()
    {
        var preparation = new Preparation(null, OwnScaling.Sequence) { Scaled = [0, 1], Differences = [0, 2] };
        var all = preparation.Prepare(Sequence, K).Rows;
        var whole = all.ToArray();
        for (var from = 0; from < whole.Length; from++)
        {
            for (var count = 1; from + count <= whole.Length; count++)
            {
                Assert.Equal(whole[from..(from + count)], all.Slice(from, count).ToArray());
            }
        }
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1000)]
    [InlineData(-0.003)]
    [InlineData(1e290)]
    public void A_factor_changes_a_sequence_in_nothing_but_its_sign(double factor)
    {
        var preparation = new Preparation(null, OwnScaling.Sequence) { Scaled = [0, 1] };
        var (one, other) = (Prepared(preparation, Sequence), Prepared(
            preparation, Sequence with { Inputs = (double[])[.. X.Cast<double>().Select(x => x * factor)] }));
        for (var t = 0; t < T; t++)
        {
            Assert.Equal(one[t][0], other[t][0] * Math.Sign(factor), 1e-9);
            Assert.True(factor < 1e-200 || Math.Abs(one[t][1] - (other[t][1] * Math.Sign(factor))) < 1e-9);
        }
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0)]
    [InlineData(double.NaN)]
    public void A_constant_or_unknown_sequence_becomes_zeros(double value)
    {
        var sequence = new Sequence("c", 3, (double[])[value, value, value], null, null);
        foreach (var own in (OwnScaling[])[OwnScaling.Sequence, OwnScaling.Series])
        {
            var z = new Preparation(null, own) { Scaled = [0] }.Prepare(sequence, 1).Rows;
            Assert.Equal(own == OwnScaling.Series && value > 0 ? [1, 1, 1] : [0, 0, 0], z.Select(x => Math.Round(x, 12)));
        }
    }

    [Fact]
    public void Flags_calendar_features_and_what_never_changes_in_a_sequence_keep_the_scale_of_training()
    {
        var sequence = new Sequence("s", 2, (double[])[1, 1, 5, 0.5, 2, 0, 5, 0.7], null, null);
        var found = PreparationFit.Columns(
            new PreparationOptions(Transform.SignedLog, OwnScaling.Sequence, Difference: true, ScaleInput: true),
            ["x", "flag", "size", "when:hour.sin"], [sequence])!;
        Assert.Equal([0], found.Scaled);
        Assert.Equal([0, 2], found.Transformed);
        Assert.Equal([0, 1, 2], found.Differences);
        Assert.Equal([0], found.Deviations);
        Assert.Equal(
            ["x", "flag", "size", "when:hour.sin", "x:difference", "flag:difference", "size:difference", "x:scale"],
            found.Names(["x", "flag", "size", "when:hour.sin"]));
        Assert.Null(PreparationFit.Columns(default, ["x"], [sequence]));
    }

    [Fact]
    public void A_quantile_is_that_of_the_sorted_numbers()
    {
        var random = new RandomStream(7, "quantiles", 0);
        foreach (var count in (int[])[1, 2, 3, 10, 101, 1000])
        {
            double[] numbers =
            [
                .. Enumerable.Range(0, count).Select(n => Math.Round((random.NextDouble() - 0.5) * 20) * Math.Pow(10, (n % 9) - 4)),
            ];
            double[] sorted = [.. numbers.Order()];
            double[] fractions = [0, 0.25, 0.5, 0.75, 0.9, 1];
            var found = Quantiles.Of(numbers.Append(double.NaN), fractions)!;
            foreach (var (fraction, quantile) in fractions.Zip(found))
            {
                var place = fraction * (count - 1);
                var (low, high) = (sorted[(int)place], sorted[Math.Min((int)place + 1, count - 1)]);
                Assert.Equal(low + ((high - low) * (place - Math.Floor(place))), quantile, 1e-9);
            }
        }

        Assert.Null(Quantiles.Of([double.NaN], [0.5]));
    }

    [Fact]
    public void Robust_scaling_is_by_median_and_quartiles_and_by_the_deviation_where_the_quartiles_are_one()
    {
        Sequence[] sequences = [new("s", 5, (double[])[1, 0, 2, 0, 3, 0, 4, 0, 1e6, 8], null, null)];
        var found = Normalization.Fit(NormalizationKind.Robust, sequences, 2);
        Assert.Equal([3, 0], found.Shift);
        Assert.Equal(2, found.Scale[0]);
        Assert.Equal(3.2, found.Scale[1], 1e-12);
    }

    [Theory]
    [InlineData(Transform.Log, 0.003)]
    [InlineData(Transform.Log, 7e12)]
    [InlineData(Transform.SignedLog, -7e12)]
    [InlineData(Transform.SignedLog, 0)]
    [InlineData(Transform.SignedLog, 0.3)]
    internal void A_transform_goes_there_and_back(Transform transform, double x)
    {
        var z = Transforms.Of(transform, x);
        Assert.Equal(x, Transforms.Inverse(transform, z), Math.Abs(x) * 1e-12);
        Assert.InRange(Math.Abs(z), 0, 30);
    }

    static IEnumerable<double> Column(int k) => Enumerable.Range(0, T).Select(t => X[t, k]);

    static double[][] Prepared(Preparation preparation, Sequence sequence) =>
        [.. preparation.Prepare(sequence, K).Rows.Chunk(preparation.Width(K))];
}
