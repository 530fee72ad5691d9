using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Optimization;

/// <summary>
/// The bytes of a <see cref="ScanGraph"/> of one sequence, everything kept, without building it. The number of its entries is linear in
/// each of T, H, the embedding and the number of layers above the first, so graphs of a few small sizes tell that of any. The plain
/// reference is <see cref="ScanGraph.Bytes"/>.
/// </summary>
static class GraphSize
{
    /// <summary>One of the sizes on which the number of entries depends.</summary>
    sealed record Size(int Low, int High, int Wanted, Func<Sketch, int, Sketch> With);

    readonly record struct Sketch(int T, ModelConfig Model);

    /// <param name="T">Steps.</param>
    public static double Of(ModelPlan plan, int T) => OfNodes(plan, T) * (1 + (4 * Scans(plan)));

    /// <summary>Without the memory of scans.</summary>
    /// <inheritdoc cref="Of"/>
    public static double OfNodes(ModelPlan plan, int T)
    {
        var model = plan.Config.Model;
        var unit = plan.Cell.UnitMultiple;
        Size[] sizes =
        [
            new(1, 2, T, (s, t) => s with { T = t }),
            new(unit, 2 * unit, model.Hidden, (s, h) => s with { Model = s.Model with { Hidden = h } }),
            .. plan.Schema.Symbols > 0 ? [new Size(1, 2, model.Embedding, (s, k) => s with { Model = s.Model with { Embedding = k } })]
            : Array.Empty<Size>(),
            .. model.Layers > 3 ? [new Size(2, 3, model.Layers, (s, l) => s with { Model = s.Model with { Layers = l } })]
            : Array.Empty<Size>(),
        ];
        return 16.0 * Extrapolated(sizes, new Sketch(1, model), sketch => Entries(plan, sketch));
    }

    static int Scans(ModelPlan plan) => plan.Config.Model.Layers * (plan.Config.Model.Bidirectional ? 2 : 1);

    static double Extrapolated(ReadOnlySpan<Size> sizes, Sketch sketch, Func<Sketch, long> entries)
    {
        if (sizes.IsEmpty)
        {
            return entries(sketch);
        }

        var size = sizes[0];
        var (low, high) = (
            Extrapolated(sizes[1..], size.With(sketch, size.Low), entries),
            Extrapolated(sizes[1..], size.With(sketch, size.High), entries));
        return low + ((high - low) * (size.Wanted - size.Low) / (size.High - size.Low));
    }

    static long Entries(ModelPlan plan, Sketch sketch)
    {
        var config = plan.Config with { Model = sketch.Model with { Init = null }, Training = plan.Config.Training with { Threads = 1 } };
        using var model = new Model(config, plan.Schema, CellChoice.KeptText(config, plan.Cell));
        using var graph = new ScanGraph(model, 1, sketch.T, model.Group);
        return graph.Entries;
    }
}
