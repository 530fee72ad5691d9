using RnnTrainer.Data;
using RnnTrainer.Data.Checks;
using RnnTrainer.Data.Encodings;

namespace RnnTrainer.Tests.Data;

/// <summary>How sequences should be scaled is proposed where their sizes say so, and not where they do not.</summary>
public sealed class ScaleEvidenceTests
{
    [Theory]
    [InlineData(6, true)]
    [InlineData(1, false)]
    internal void Sequences_whose_deviations_differ_by_powers_of_ten_are_scaled_each(double decades, bool isProposed)
    {
        var advice = Advice(ScaleUse.Sequences, n => Math.Pow(10, decades * n / 20), (_, t, size) => size * Math.Sin(t + 0.5));
        Assert.Equal(isProposed ? [OwnScaling.Sequence] : [], advice.Select(a => a.Own!.Value));
        Assert.Equal(isProposed ? ["sequence-sizes"] : [], advice.Select(a => a.Finding().Code));
    }

    [Fact]
    public void Of_a_next_step_nothing_is_proposed_that_looks_ahead() => Assert.DoesNotContain(
        Advice(ScaleUse.NextSteps, n => Math.Pow(10, n / 4.0), (_, t, size) => size * Math.Sin(t + 0.5)), a => a.Own is not null);

    [Theory]
    [InlineData(3, true)]
    [InlineData(0.5, false)]
    internal void Series_whose_sizes_differ_are_scaled_by_their_own_past(double decades, bool isProposed)
    {
        var advice = Advice(ScaleUse.Windows, n => Math.Pow(10, decades * n / 20), (_, t, size) => size * (2 + Math.Sin(t)));
        Assert.Equal(isProposed ? [OwnScaling.Series] : [], advice.Select(a => a.Own!.Value));
        Assert.All(advice, a => Assert.StartsWith("the sizes of series differ by a factor of ", a.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void Values_over_many_powers_of_ten_are_logarithms_signed_where_some_are_not_positive()
    {
        static double Wide(int n, int t, double size) => Math.Pow(10, ((7 * t) + n) % 12 / 2.0);
        Assert.Equal([Transform.Log], Advice(ScaleUse.Sequences, _ => 1, Wide).Select(a => a.Transform!.Value));
        Assert.Equal(
            [Transform.SignedLog],
            Advice(ScaleUse.Sequences, _ => 1, (n, t, size) => Wide(n, t, size) * (t % 5 == 0 ? -1 : 1)).Select(a => a.Transform!.Value));
        Assert.Empty(Advice(ScaleUse.Sequences, _ => 1, (n, t, _) => Math.Sin((7 * n) + t)));
    }

    [Fact]
    public void A_few_far_values_call_for_quartiles_and_flags_and_counts_for_nothing()
    {
        var far = Advice(ScaleUse.Sequences, _ => 1, (n, t, _) => n == 3 && t == 4 ? 1e6 : Math.Sin((7 * n) + t));
        Assert.Equal([true], far.Select(a => a.IsRobust));
        Assert.Empty(Advice(ScaleUse.Sequences, _ => 1, (n, t, _) => t % 3 == 0 ? 1 : 0));
        Assert.Empty(Advice(ScaleUse.Sequences, n => Math.Pow(10, n), (_, _, size) => size)); // never changes in a sequence
    }

    [Fact]
    public void A_large_file_is_judged_by_some_of_its_sequences()
    {
        var evidence = ScaleEvidence.Of(["x"], [.. Enumerable.Range(0, 3000).Select(n => Of(n, 500, t => Math.Pow(10, n % 7) * Math.Sin(t + 0.5)))]);
        Assert.InRange(evidence.Sequences, 100, 1000);
        Assert.True(evidence.Columns[0].Deviations > 1000);
    }

    static IReadOnlyList<ScaleAdvice> Advice(ScaleUse use, Func<int, double> size, Func<int, int, double, double> value) => ScaleAdvice.Of(
        ScaleEvidence.Of(["x"], [.. Enumerable.Range(0, 21).Select(n => Of(n, 30, t => value(n, t, size(n))))]), use, []);

    static Sequence Of(int n, int T, Func<int, double> value) =>
        new($"s{n}", T, (double[])[.. Enumerable.Range(0, T).Select(value)], null, null);
}
