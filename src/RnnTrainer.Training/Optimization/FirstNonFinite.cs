using RnnTrainer.Autodiff;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Optimization;

/// <summary>Finds the first statement of a model's program, over one sequence, whose result is not finite.</summary>
static class FirstNonFinite
{
    /// <summary>The statement and, where it belongs to one, the step of the sequence; null if all is finite.</summary>
    public static (string Statement, int? TimeStep)? Of(Model model, Sequence sequence, Noise noise)
    {
        var batch = new Batch([sequence]);
        using var graph = new SequenceGraph(model, batch);
        graph.Load(batch, noise);
        graph.Forward();
        return In(model, graph.Graph.Statements, sequence.Length, isBackward: false)
            ?? (double.IsFinite(graph.LossOf(0)) ? Backward(model, graph, sequence.Length) : null);
    }

    static (string Statement, int? TimeStep)? Backward(Model model, SequenceGraph graph, int steps)
    {
        model.Parameters.ClearGradients();
        graph.Backward();
        return In(model, graph.Graph.BackwardStatements, steps, isBackward: true);
    }

    // Where it began, all that is read is finite. A parameter's gradient is a sum over all steps: it fails after what it is the sum of, so it is asked last.
    static (string Statement, int? TimeStep)? In(Model model, IReadOnlyList<Statement> program, int steps, bool isBackward)
    {
        var parameters = model.Parameters.Select(p => p.Grad).ToHashSet();
        var begun = program.GroupBy(s => s.Target.Tensor)
            .Where(g => !g.Key.IsFinite() && g.All(s => s.References.All(r => r.Tensor == g.Key || r.Tensor.IsFinite())))
            .ToList();
        if ((begun.Find(g => !parameters.Contains(g.Key)) ?? begun.FirstOrDefault())?.First() is not { } first)
        {
            return null;
        }

        return (first.ToString(), parameters.Contains(first.Target.Tensor) ? null : StepOf(model, program, first, steps, isBackward));
    }

    /// <summary>The unrolled program has each of a cell's nodes once per step, layer after layer, the two directions one after the other; what the head computes comes last.</summary>
    static int? StepOf(Model model, IReadOnlyList<Statement> program, Statement first, int steps, bool isBackward)
    {
        var alike = program.Select(s => s.Target.Tensor).Distinct().Where(t => t.Name == first.Target.Tensor.Name).ToList();
        var place = alike.IndexOf(first.Target.Tensor);
        var (block, step) = Math.DivRem(isBackward ? alike.Count - 1 - place : place, steps);
        var inLayers = block < model.Layers.Count * (model.Config.Model.Bidirectional ? 2 : 1) && alike.Count >= steps;
        return !inLayers && !model.IsPerStep ? null : inLayers && model.Config.Model.Bidirectional && block % 2 == 1 ? steps - 1 - step : step;
    }
}
