using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Threads;
using RnnTrainer.Cells;
using RnnTrainer.Common;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Tests.Training;

/// <summary>Training in segments, with a second forward pass of all but the last, against training with everything kept: bit for
/// bit.</summary>
public sealed class SegmentsTests
{
    static readonly int[] Ragged = [700, 301, 257, 700, 2, 513];
    static readonly int[] Rows = [256, 900];

    public static TheoryData<string> Options => [.. LayersTests.OptionNames];

    public static TheoryData<string> Cells => [.. CellLibrary.Names.Append(RepositoryFolder.File("configs/cells/min-gru.cell"))];

    [Theory]
    [MemberData(nameof(Options))]
    public void A_batch_in_segments_has_the_losses_outputs_and_gradients_of_the_whole_batch(string option)
    {
        foreach (var precision in new[] { Precision.Float32, Precision.Float64 })
        {
            using var model = LayersTests.Make(option, "lstm", precision, threads: 1);
            AssertSegmentsAreTheWhole(model, Ragged, Rows);
        }
    }

    [Theory]
    [InlineData("ugrnn")]
    [InlineData("lstm")]
    public void Ten_thousand_steps_have_the_same_bits_in_segments_of_any_length(string cell)
    {
        using var model = LayersTests.Make("language", cell, Precision.Float32, threads: 1, hidden: 32);
        AssertSegmentsAreTheWhole(model, [10_000], [256, 1000, 3333]);
    }

    // Equal maxima share their gradient: relu gives many.
    [Fact]
    public void Equal_maxima_in_several_segments_have_the_bits_of_the_whole()
    {
        using var model = LayersTests.Make("max", "rnn-relu", Precision.Float32, threads: 1);
        AssertSegmentsAreTheWhole(model, Ragged, Rows);
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void With_every_cell_precision_and_number_of_workers_segments_have_the_bits_of_the_whole(string cell)
    {
        var hidden = CellSizes.For(CellChoiceOf(cell)).J;
        foreach (var precision in new[] { Precision.Float32, Precision.Float64 })
        {
            foreach (var workers in new[] { 1, 3, 8 })
            {
                using var model = LayersTests.Make(
                    "plain", cell, precision, workers, hidden: hidden, group: new WorkerGroup(workers, isEager: true));
                AssertSegmentsAreTheWhole(model, workers == 3 ? Ragged : [1025], Rows);
            }
        }
    }

    /// <summary>Training and inference, twice each.</summary>
    internal static void AssertSegmentsAreTheWhole(Model model, int[] lengths, int[] segmentRows)
    {
        var batch = LayersTests.Batch(model, lengths);
        var random = new RandomStream(9, "segments", 0);
        foreach (var parameter in model.Parameters)
        {
            // Biases too: a zero hides the order of a sum.
            parameter.Value.Assign([.. Enumerable.Range(0, parameter.Value.Length).Select(_ => random.NextDouble() - 0.5)]);
        }

        foreach (var trains in new[] { true, false })
        {
            using var whole = new ScanGraph(model, batch.Size, batch.MaxLength, model.Group, trains);
            var expected = Results(model, whole, batch, trains);
            foreach (var size in segmentRows.SelectMany(rows => new[] { true, false }.Select(ofModel => new SegmentSize(rows, ofModel))))
            {
                using var graph = new ScanGraph(model, batch.Size, batch.MaxLength, model.Group, trains, segments: size);
                Assert.Equal(size.IsOfModel && !model.Config.Model.Bidirectional, graph.RunsInSegments);
                if (size.IsOfModel && !graph.RunsInSegments)
                {
                    continue;
                }

                Assert.True(expected.SequenceEqual(Results(model, graph, batch, trains)), $"{size} {trains}");
                Assert.True(expected.SequenceEqual(Results(model, graph, batch, trains)), $"{size} {trains} again");
            }
        }
    }

    static List<double> Results(Model model, ScanGraph graph, Batch batch, bool trains)
    {
        foreach (var parameter in model.Parameters)
        {
            parameter.Grad.Fill(0.01);
        }

        graph.Load(batch, new DropoutStream(3, 2));
        graph.Forward();
        if (trains)
        {
            graph.Backward();
        }

        return
        [
            .. batch.Sequences.SelectMany((s, b) => (trains ? [] : Enumerable.Range(0, s.Length)).Select(t => graph.OutputOf(b, t, 1))),
            .. Enumerable.Range(0, batch.Size).Select(graph.LossOf),
            .. model.Parameters.SelectMany(p => p.Grad.ToArray()),
        ];
    }

    static ICell CellChoiceOf(string cell) => CellLibrary.Find(cell) ?? TextCell.Parse(File.ReadAllText(cell), cell);
}
