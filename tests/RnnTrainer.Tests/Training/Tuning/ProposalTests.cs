using RnnTrainer.Common;
using RnnTrainer.Training.Tuning;

namespace RnnTrainer.Tests.Training.Tuning;

/// <summary>Settings that a search proposes.</summary>
public sealed class ProposalTests
{
    static readonly TuneKey[] Space =
    [
        new("model.cell", "gru", ["gru", "lstm", "ugrnn"]),
        new("model.hidden", "16", ["8", "16", "32", "64", "128"]),
    ];

    [Fact]
    public void Without_results_values_are_drawn_around_the_start()
    {
        var drawn = Enumerable.Range(0, 400).Select(n => Proposal.Next(Space, [], new RandomStream(1, "test", n))).ToList();

        Assert.InRange(drawn.Count(values => values[1] == "16"), 200, 280); // 400 (1/2 + 1/2 · 1/5) = 240
        Assert.All(drawn, values => Assert.True(Space[0].Values.Contains(values[0]) && Space[1].Values.Contains(values[1])));
        Assert.Equal(15, drawn.Select(values => string.Join(' ', values)).Distinct().Count());
    }

    [Fact]
    public void What_the_best_trials_have_and_the_others_have_not_is_proposed_most()
    {
        // Of 32 trials those with lstm and 64 are the best; 8 occurs as often among the best as among the others.
        string[] cells = ["gru", "ugrnn"];
        string[][] ranked =
        [
            .. Enumerable.Range(0, 8).Select(n => new[] { "lstm", n % 2 == 0 ? "64" : "8" }),
            .. Enumerable.Range(0, 24).Select(n => new[] { cells[n % 2], new[] { "8", "16", "32", "128" }[n % 4] }),
        ];

        var drawn = Enumerable.Range(0, 50).Select(n => Proposal.Next(Space, ranked, new RandomStream(1, "test", n))).ToList();

        Assert.InRange(drawn.Count(values => values[0] == "lstm"), 45, 50);
        Assert.InRange(drawn.Count(values => values[1] == "64"), 40, 50);
    }

    [Fact]
    public void The_same_results_and_stream_give_the_same_setting()
    {
        string[][] ranked = [["gru", "8"], ["lstm", "16"], ["gru", "32"], ["gru", "64"], ["ugrnn", "8"]];

        Assert.Equal(Proposal.Next(Space, ranked, new RandomStream(3, "t", 1)), Proposal.Next(Space, ranked, new RandomStream(3, "t", 1)));
    }
}
