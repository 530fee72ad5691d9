using System.Globalization;
using RnnTrainer.Autodiff;
using RnnTrainer.Data;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Optimization;

/// <summary>
/// Finds where and why an update failed by repeating parts of it. It runs once, when training has ended, so it need not be fast.
/// </summary>
sealed class Diagnosis(Model model, IReadOnlyList<Batch> batches, DropoutStream dropout)
{
    /// <summary>The divergence with what was found; unchanged if no sequence fails alone.</summary>
    /// <param name="isAtStart">Whether the weights are still those that training began with.</param>
    public Divergence Of(Divergence divergence, bool isAtStart)
    {
        if (batches.SelectMany(b => b.Sequences).FirstOrDefault(s => !IsFine(model, s)) is not { } sequence)
        {
            return divergence;
        }

        var first = FirstNonFinite.Of(model, sequence, dropout);
        return divergence with
        {
            Sequence = sequence.Id,
            Statement = first?.Statement,
            TimeStep = first?.TimeStep,
            Cause = isAtStart ? DivergenceCause.Data : CauseOf(sequence),
            LargestInput = model.Schema.Inputs.Count > 0 ? Largest(sequence) : null,
        };
    }

    DivergenceCause CauseOf(Sequence sequence)
    {
        try
        {
            using var start = new Model(model.Config, model.Schema, CellChoice.KeptText(model.Config, model.Cell));
            if (model.Config.Model.Init is { } init)
            {
                Weights.Assign(start.Parameters, Weights.Starting(SafeTensorsReader.Read(init)), init);
            }

            return IsFine(start, sequence) ? DivergenceCause.Rate : DivergenceCause.Data;
        }
        catch (CheckpointException)
        {
            // The file with the starting weights is gone.
            return DivergenceCause.Unknown;
        }
    }

    bool IsFine(Model of, Sequence sequence)
    {
        var graph = of.Load(new Batch([sequence]), trains: true, dropout);
        foreach (var state in graph.InitialStates)
        {
            state.Value.Fill(0);
        }

        var gradients = new Gradients(of.Parameters);
        gradients.Clear();
        graph.Forward();
        if (!double.IsFinite(graph.LossOf(0)))
        {
            return false;
        }

        graph.Backward();
        return double.IsFinite(gradients.Norm());
    }

    string? Largest(Sequence sequence)
    {
        if (sequence.Inputs.Length == 0)
        {
            return null;
        }

        var n = Enumerable.Range(0, sequence.Inputs.Length).MaxBy(i => Math.Abs(sequence.Inputs[i]));
        var (t, k) = Math.DivRem(n, sequence.Width);
        return string.Create(CultureInfo.InvariantCulture, $"{sequence.Inputs[n]:g4}, column '{model.Schema.Numbers[k]}' of step {t}");
    }
}

/// <summary>Finds the first statement of a model's program, over one sequence, whose result is not finite.</summary>
static class FirstNonFinite
{
    /// <summary>The statement and, where it belongs to one, the step of the sequence; null if all is finite.</summary>
    public static (string Statement, int? TimeStep)? Of(Model model, Sequence sequence, DropoutStream dropout)
    {
        var batch = model.Patched(new Batch([sequence]));
        using var graph = new SequenceGraph(model, batch);
        graph.Load(batch, dropout);
        graph.Forward();
        var first = In(model, graph.Graph.Statements, batch.MaxLength, isBackward: false)
            ?? (double.IsFinite(graph.LossOf(0)) ? Backward(model, graph, batch.MaxLength) : null);
        return first is ({ } statement, { } step) ? (statement, step * (model.Patches?.Stride ?? 1)) : first;
    }

    static (string Statement, int? TimeStep)? Backward(Model model, SequenceGraph graph, int steps)
    {
        model.Parameters.ClearGradients();
        graph.Backward();
        return In(model, graph.Graph.BackwardStatements, steps, isBackward: true);
    }

    // Where it began, all that is read is finite. A parameter's gradient is a sum over all steps: it fails after what it is the sum of, so
    // it is asked last.
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

    /// <summary>
    /// The unrolled program has each of a cell's nodes once per step, layer after layer, the two directions one after the other; what the
    /// head computes comes last.
    /// </summary>
    static int? StepOf(Model model, IReadOnlyList<Statement> program, Statement first, int steps, bool isBackward)
    {
        var alike = program.Select(s => s.Target.Tensor).Distinct().Where(t => t.Name == first.Target.Tensor.Name).ToList();
        var place = alike.IndexOf(first.Target.Tensor);
        if (model.Heads.Count > 1 && alike.Count == steps * model.Heads.Count)
        {
            return (isBackward ? alike.Count - 1 - place : place) / model.Heads.Count;
        }

        var (block, step) = Math.DivRem(isBackward ? alike.Count - 1 - place : place, steps);
        var inLayers = block < model.Layers.Count * (model.Config.Model.Bidirectional ? 2 : 1) && alike.Count >= steps;
        return !inLayers && !model.IsPerStep ? null : inLayers && model.Config.Model.Bidirectional
            && block % 2 == 1 ? steps - 1 - step : step;
    }
}
