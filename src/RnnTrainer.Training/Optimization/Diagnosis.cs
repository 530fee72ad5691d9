using System.Globalization;
using RnnTrainer.Autodiff;
using RnnTrainer.Data;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Optimization;

/// <summary>Looks for where and why a step failed, by doing parts of it again. It runs once, when training is over anyway, so it may take its time.</summary>
sealed class Diagnosis(Model model, IReadOnlyList<Batch> batches, Noise noise)
{
    /// <summary>The divergence with what was found; as it was if the failing sequence fails only together with others.</summary>
    /// <param name="isAtStart">Whether the weights are still those that training began with.</param>
    public Divergence Of(Divergence divergence, bool isAtStart)
    {
        if (batches.SelectMany(b => b.Sequences).FirstOrDefault(s => !IsFine(model, s)) is not { } sequence)
        {
            return divergence;
        }

        var first = FirstNonFinite.Of(model, sequence, noise);
        return divergence with
        {
            Sequence = sequence.Id,
            Statement = first?.Statement,
            TimeStep = first?.TimeStep,
            Cause = isAtStart ? DivergenceCause.Data : CauseOf(sequence),
            LargestInput = model.Embedding is null ? Largest(sequence) : null,
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
        var graph = of.Load(new Batch([sequence]), trains: true, noise);
        foreach (var state in graph.InitialStates)
        {
            state.Value.Fill(0);
        }

        graph.Forward();
        if (!double.IsFinite(graph.LossOf(0)))
        {
            return false;
        }

        var gradients = new Gradients(of.Parameters);
        gradients.Clear();
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
        return string.Create(CultureInfo.InvariantCulture, $"{sequence.Inputs[n]:g4}, column '{model.Schema.Inputs[k]}' of step {t}");
    }
}
