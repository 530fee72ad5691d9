using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Threads;
using RnnTrainer.Cells;
using RnnTrainer.Tests.Training;

namespace RnnTrainer.Endurance;

/// <summary>The long form of <see cref="SegmentsTests"/>: every cell and every option with more steps, segments and workers.</summary>
static class LongSequences
{
    static readonly int[] Workers = [1, 2, 3, 8, 64];

    public static bool Run(int steps)
    {
        int[] lengths = [steps, (steps / 3) + 7, steps - 1, 300];
        int[] rows = [256, 1000, (steps / 3) + 1, 2 * steps];
        var held = true;
        foreach (var (option, cell) in CellLibrary.Names.Select(c => ("plain", c)).Concat(LayersTests.OptionNames.Select(o => (o, "lstm"))))
        {
            foreach (var (precision, workers) in Enum.GetValues<Precision>().SelectMany(p => Workers.Select(w => (p, w))))
            {
                held &= Holds(option, cell, precision, workers, lengths, rows);
            }
        }

        return held;
    }

    static bool Holds(string option, string cell, Precision precision, int workers, int[] lengths, int[] rows)
    {
        using var model = LayersTests.Make(
            option, cell, precision, workers, hidden: CellSizes.For(CellLibrary.Find(cell)!).J,
            group: new WorkerGroup(workers, isEager: true));
        try
        {
            SegmentsTests.AssertSegmentsAreTheWhole(model, lengths, rows);
            SegmentsTests.AssertSegmentsAreTheWhole(model, [lengths[0]], rows);
            return true;
        }
        catch (Exception e)
        {
            Console.WriteLine($"{option}, {cell}, {precision}, {workers} workers: {e.Message}");
            return false;
        }
    }
}
