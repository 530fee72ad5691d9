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
sealed class EnsemblePredictor(IReadOnlyList<Model> models, DataPart part, bool keepsOutputs = true) : IPredictor
{
    readonly IReadOnlyList<Predictor> _members = [.. models.Select((m, k) => new Predictor(m, ReadyOf(part, k), keepsOutputs))];

    OutputKind Output => models[0].Task.Output;

    public bool KeepsOutputs => keepsOutputs;

    public Config Config => models[0].Config;

    public ModelSchema Schema => models[0].Schema;

    public DataOptions DataOptions => _members[0].DataOptions;

    public ModelOutputs Outputs() => Averaged([.. _members.Select(m => m.Outputs())], first: 0, part.Count);

    public IEnumerable<ModelOutputs> OutputsInBatches()
    {
        var first = 0;
        foreach (var batch in EnsemblePass.Together(_members.Select(m => m.OutputsInBatches())))
        {
            var count = batch[0].Losses.Length;
            yield return Averaged(batch, first, count);
            first += count;
        }
    }

    public IReadOnlyList<Likelihood> Likelihoods(IReadOnlyList<Sequence> ready)
    {
        var all = new Likelihood[ready.Count];
        Array.Fill(all, new Likelihood(0, 0, 0));
        foreach (var read in EnsemblePass.Over(models, [.. models.Select(_ => ready)]))
        {
            var (steps, before) = (read[0].Steps, all[read[0].Sequence]);
            var (loss, right) = (0.0, 0);
            for (var t = 0; t < steps.Length; t++)
            {
                var (logits, y) = (EnsemblePass.Logits(models, read, t), models[0].ClassOf(steps.StepLabels![t]));
                loss += Logits.LogSumExp(logits) - logits[y];
                right += Logits.ArgMax(logits) == y ? 1 : 0;
            }

            all[read[0].Sequence] = new(before.Symbols + steps.Length, before.Loss + loss, before.Right + right);
        }

        return all;
    }

    static IReadOnlyList<Sequence> ReadyOf(DataPart part, int k) => part.ReadyOfEach.Count == 0 ? part.Ready : part.ReadyOfEach[k];

    /// <summary>The mean of the models' outputs for some sequences of the part.</summary>
    /// <param name="first">The first of these sequences.</param>
    ModelOutputs Averaged(IReadOnlyList<ModelOutputs> members, int first, int count)
    {
        var (C, N) = (members[0].Columns, members[0].Count);
        var outputs = new double[N * C];
        for (var n = 0; n < N; n++)
        {
            Output.Average([.. members.Select(m => m.Of(n).ToArray())]).CopyTo(outputs, n * C);
        }

        var averaged = new ModelOutputs(outputs, new double[count], C);
        for (var (s, n) = (0, 0); s < count; s++)
        {
            var sequence = part.Raw[first + s];
            var own = models[0].CountOutputs(sequence);
            averaged.Losses[s] = Enumerable.Range(0, own).Sum(t => Loss(averaged, n + t, sequence, t));
            n += own;
        }

        return averaged;
    }

    /// <summary>The loss of output n, step t of a sequence where steps have outputs; 0 where it has no target.</summary>
    double Loss(ModelOutputs outputs, int n, Sequence sequence, int t)
    {
        var (label, numbers) = models[0].IsPerStep
            ? (sequence.StepLabels?[t], sequence.StepTargets?.Slice(t * outputs.Columns, outputs.Columns))
            : (sequence.Label, sequence.Target);
        return (Output.HasClassTargets ? label is null : numbers is null) ? 0
            : Output.TrainedLoss(outputs, n, new OutputTarget(models[0].ClassOf(label), numbers ?? []), Schema, Config.Training.Loss);
    }
}
