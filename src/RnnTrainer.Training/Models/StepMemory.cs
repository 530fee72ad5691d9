using System.Globalization;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Scan.Plan;
using RnnTrainer.Training.Files;

namespace RnnTrainer.Training.Models;

/// <summary>What is kept of the steps of a batch, and in how many segments it runs so that this fits into the memory for it.</summary>
/// <param name="Size">The segments; null: everything is kept.</param>
/// <param name="Whole">Bytes if everything is kept; 0 where that is known to fit without being counted.</param>
/// <param name="Kept">Bytes that are kept.</param>
/// <param name="Segments">The number of segments.</param>
/// <param name="Again">The share of the forward pass that is computed a second time.</param>
sealed record StepMemory(SegmentSize? Size, long Whole, long Kept, int Segments, double Again)
{
    /// <summary>Below this number of values for each unit of each layer a step of the largest cell stays.</summary>
    const double MostOfUnit = 100;

    /// <summary>
    /// Segments that stay in the second cache are faster, by about as much as it costs to compute a third of the forward pass.
    /// </summary>
    const long CacheBytes = 1 << 21;

    const double WorthKeeping = 1.0 / 3;

    /// <summary>Inference needs the states between segments and nothing else of the steps: its segments cost no time.</summary>
    const int ShareOfInference = 4;

    const string Between =
        "; layers in both directions need whole sequences, so what lies between layers is kept of all steps";

    /// <summary>Everything is kept.</summary>
    public static readonly StepMemory Everything = new(null, 0, 0, 1, 0);

    /// <summary>In a sentence.</summary>
    public override string ToString() => Size is not { } size
        ? "all values of the steps of a batch are kept"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{Segments} segments; {AvailableMemory.Format(Kept)} of {AvailableMemory.Format(Whole)} are kept of the steps of a batch, " +
            $"and {100 * Again:0} % of the forward pass is computed twice{(size.IsOfModel ? "" : Between)}");

    /// <param name="shape">The batch.</param>
    /// <param name="memory">Bytes that may be kept.</param>
    public static StepMemory Of(Model model, SequenceShape shape, long memory)
    {
        var rows = (long)shape.B * shape.T;
        var limit = shape.Trains ? memory : memory / ShareOfInference;
        var (config, bytes) = (model.Config.Model, model.Precision.Bytes());
        var outside = model.NumbersOfStep + model.Inputs + (model.Schema.HeadOutputs * model.Heads.Count);
        var most = 2.0 * bytes * (outside + (MostOfUnit * model.Width * config.Layers));
        return rows * most <= Math.Min(limit, int.MaxValue) ? Everything : Measured(model, shape, limit, rows);
    }

    static StepMemory Measured(Model model, SequenceShape shape, long limit, long rows)
    {
        var block = ScanShape.TimeBlockRowsOf(shape.B, rows);
        var sketch = StepSketch.Of(model, shape, block);
        var whole = sketch.Fixed + (rows * (sketch.NodesPerRow + sketch.ScansPerRow));
        var mostRows = int.MaxValue / sketch.Widest;
        if ((whole <= limit && rows <= mostRows) || rows <= block)
        {
            return new StepMemory(null, whole, whole, 1, 0);
        }

        var (outside, perRow) = sketch.RunsInSegments
            ? (sketch.Fixed + (rows * sketch.KeptPerRow), sketch.NodesPerRow + sketch.ScansPerRow)
            : (sketch.Fixed + (rows * sketch.NodesPerRow), sketch.ScansPerRow);
        if (perRow == 0)
        {
            return new StepMemory(null, whole, whole, 1, 0);
        }

        var most = RowsOf(limit - outside, perRow, sketch.StatesOfExample * shape.B, rows, block);
        var fast = Math.Max(block, CacheBytes / perRow / block * block);
        var own = most < rows * WorthKeeping ? Math.Min(most, fast) : most;
        var size = new SegmentSize((int)Math.Min(own, mostRows), sketch.RunsInSegments);
        var stepsOfBlock = block / shape.B;
        var steps = Math.Max(1, size.Rows / (stepsOfBlock * shape.B)) * stepsOfBlock;
        var segments = (shape.T + steps - 1) / steps;
        return new StepMemory(
            size,
            whole,
            outside + (size.Rows * perRow) + (shape.Trains ? (segments - 1L) * sketch.StatesOfExample * shape.B : 0),
            segments,
            shape.Trains ? 1 - ((double)Math.Min(steps, shape.T) / shape.T) : 0);
    }

    /// <summary>The rows of a segment, so that they and the states between segments fit.</summary>
    /// <param name="states">Bytes of the states with which a segment begins.</param>
    static long RowsOf(long limit, long perRow, long states, long rows, int block)
    {
        var (low, high) = ((long)block, rows);
        while (high - low > block)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = (middle * perRow) + (rows / middle * states) <= limit ? (middle, high) : (low, middle);
        }

        return low;
    }
}

/// <summary>Bytes of a graph as they depend on the number of rows.</summary>
/// <param name="Fixed">Whatever the number of rows.</param>
/// <param name="NodesPerRow">Of the nodes between and above the scans.</param>
/// <param name="ScansPerRow">Of the scans.</param>
/// <param name="KeptPerRow">Of what is kept of every row of a batch that runs in segments.</param>
/// <param name="StatesOfExample">Of the states between two steps of one example.</param>
/// <param name="Widest">Entries of the widest row.</param>
/// <param name="RunsInSegments">Whether the whole model can run a segment before the next one.</param>
sealed record StepSketch(
    long Fixed, long NodesPerRow, long ScansPerRow, long KeptPerRow, long StatesOfExample, int Widest, bool RunsInSegments)
{
    /// <summary>Builds graphs of one and of two time blocks, and takes the difference.</summary>
    public static StepSketch Of(Model model, SequenceShape shape, int block)
    {
        using var one = Graph(block);
        using var two = Graph(2 * block);
        var all = (two.Graph.Bytes - one.Graph.Bytes) / block;
        var scans = (two.Graph.ScanBytes - one.Graph.ScanBytes) / block;
        return new StepSketch(
            one.Graph.Bytes - (all * block),
            all - scans,
            scans,
            one.Graph.KeptBytesOfRow
            + (!shape.Trains && model.IsPerStep ? (long)model.Precision.Bytes() * model.Schema.HeadOutputs * model.Heads.Count : 0),
            one.FinalStates.Sum(s => (long)s.Shape[1] * model.Precision.Bytes()),
            one.Graph.Nodes.Where(n => n.Value.Rows is not null).Max(n => n.Value.Length / n.Shape[0]),
            one.RunsInSegments);

        ScanGraph Graph(int rows) => new(
            model, shape.B, shape.T, model.Group, shape.Trains, hasGaps: shape.HasGaps, segments: new SegmentSize(rows, IsOfModel: true));
    }
}
