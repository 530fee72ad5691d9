using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Inference;

/// <summary>Averages what several models predict for the sequences of a part: probabilities, or numbers.</summary>
/// <param name="models">At least one, with the same task, columns, classes and batch.</param>
/// <param name="part">What they are run over.</param>
sealed class EnsemblePredictor(IReadOnlyList<Model> models, DataPart part, bool keepsOutputs, bool keepsSums) : IPredictor
{
    readonly IReadOnlyList<Predictor> _members =
        [.. models.Select((m, k) => new Predictor(m, ReadyOf(part, k), part.HasOthers, keepsOutputs, keepsSums))];

    OutputKind Output => models[0].Task.Output;

    public bool KeepsOutputs => _members[0].KeepsOutputs;

    public bool KeepsSums => _members[0].KeepsSums;

    public Config Config => models[0].Config;

    // Each member has decided for itself: of their mean the likeliest is predicted.
    public ModelSchema Schema { get; } = models[0].Schema.OfTraining();

    public DataOptions DataOptions => _members[0].DataOptions;

    public ModelOutputs Outputs() => InBatches([.. _members.Select(m => (IEnumerable<ModelOutputs>)[m.Outputs()])]).Single();

    public IEnumerable<ModelOutputs> OutputsInBatches() => InBatches([.. _members.Select(m => m.OutputsInBatches())]);

    public IEnumerable<Likelihood> Likelihoods(IReadOnlyList<Sequence> ready)
    {
        foreach (var all in EnsemblePass.Together(models.Select(m => InferencePass.InParts(m, ready, part.HasOthers))))
        {
            var found = new Likelihood[all[0].Sequences];
            Array.Fill(found, new Likelihood(0, 0, 0));
            foreach (var read in EnsemblePass.Together(all.Select(parts => parts.Read.Select(r => r.Steps))))
            {
                ref var before = ref found[read[0].Sequence - all[0].First];
                var (symbols, loss, right) = LikelihoodOf(read);
                before = new(before.Symbols + symbols, before.Loss + loss, before.Right + right);
            }

            foreach (var likelihood in found)
            {
                yield return likelihood;
            }
        }
    }

    Likelihood LikelihoodOf(IReadOnlyList<StepsRead> read)
    {
        var (steps, loss, right) = (read[0].Steps, 0.0, 0);
        for (var t = 0; t < steps.Length; t++)
        {
            var (logits, y) = (EnsemblePass.Logits(models, read, t), models[0].ClassOf(steps.StepLabels![t]));
            loss += Logits.LogSumExp(logits) - logits[y];
            right += Logits.ArgMax(logits) == y ? 1 : 0;
        }

        return new(steps.Length, loss, right);
    }

    static IReadOnlyList<Sequence> ReadyOf(DataPart part, int k) => part.ReadyOfEach.Count == 0 ? part.Ready : part.ReadyOfEach[k];

    /// <summary>The means of the models' outputs, in the order of the part. The losses of a batch are those of the sequences that end in
    /// it.</summary>
    IEnumerable<ModelOutputs> InBatches(IReadOnlyList<IEnumerable<ModelOutputs>> members)
    {
        var (next, t, loss) = (0, 0, 0.0);
        Sequence? sequence = null;
        foreach (var outputs in EnsemblePass.Together(members).Select(Averaged))
        {
            List<double> losses = [];
            for (var n = 0; n < outputs.Count; n++)
            {
                sequence ??= part.Raw[next] with { Units = Schema.HasUnits ? part.Ready[next].Units : null };
                loss += Loss(outputs, n, sequence, t++);
                if (t == models[0].CountOutputs(sequence))
                {
                    losses.Add(loss);
                    (sequence, next, t, loss) = (null, next + 1, 0, 0);
                }
            }

            yield return outputs with { Losses = [.. losses] };
        }
    }

    /// <summary>The mean of the models' outputs, without losses.</summary>
    ModelOutputs Averaged(IReadOnlyList<ModelOutputs> members)
    {
        var (C, N) = (members[0].Columns, members[0].Count);
        var outputs = new double[N * C];
        for (var n = 0; n < N; n++)
        {
            Output.Average([.. members.Select(m => m.Of(n).ToArray())]).CopyTo(outputs, n * C);
        }

        return new ModelOutputs(outputs, [], C);
    }

    /// <summary>The loss of output n, step t of a sequence where steps have outputs; 0 where it has no target.</summary>
    double Loss(ModelOutputs outputs, int n, Sequence sequence, int t)
    {
        var (label, numbers) = models[0].IsPerStep
            ? (sequence.StepLabels?[t], sequence.StepTargets?.Slice(t * outputs.Columns, outputs.Columns))
            : (sequence.Label, sequence.Target);
        return (Output.HasClassTargets ? label is null : numbers is null) ? 0 : Output.TrainedLoss(
            outputs, n, new OutputTarget(models[0].ClassOf(label), numbers ?? [], sequence.Units), Schema, Config.Training.Loss);
    }
}
