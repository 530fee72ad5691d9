using System.Globalization;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Data.Checks;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Optimization;

/// <summary>Signs before and during a training that it will not succeed.</summary>
sealed class EarlyWarnings(Model model, TrainingData data)
{
    const double Large = 10;
    const double Saturated = 0.99;
    const double Most = 0.9;
    const int Epochs = 5;
    const double Moves = 1e-3;

    (int Epoch, double Loss)? _first;

    /// <summary>Of the inputs as the model sees them: constant ones, and ones far from 0.</summary>
    public static IEnumerable<string> OfInputs(TrainingData data)
    {
        if (data.Schema.Inputs.Count == 0)
        {
            yield break;
        }

        var columns = ColumnStatistics.AllOf(new NamedSequences("train", data.Schema.Channels, data.Train.Whole)).ToList();
        var constant = columns.Where(c => c.Min == c.Max).Select(c => c.Name).ToList();
        if (constant.Count > 0)
        {
            yield return $"{Named(constant)} the same value in every training step: nothing can be learned from it";
        }

        var large = columns.Where(c => c.MeanSize > Large).Select(c => c.Name).ToList();
        if (large.Count > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{Named(large)} values beyond {Large} on average, as the model sees them: gates saturate on such; set data.normalize " +
                $"to standard");
        }
    }

    /// <summary>Of an epoch: a loss that stands still, gates that no longer move.</summary>
    public IEnumerable<string> After(EpochTrained epoch)
    {
        var first = _first ??= (epoch.Epoch, epoch.Loss);
        if (epoch.Epoch - first.Epoch == Epochs - 1 && Math.Abs(epoch.Loss - first.Loss) <= Moves * Math.Abs(first.Loss))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"the loss has hardly moved in {Epochs} epochs, from {first.Loss:g6} to {epoch.Loss:g6}: try a larger " +
                $"training.learning_rate, or look at the data");
        }

        if (epoch.Epoch == 1 && SaturatedGates() is { Count: > 0 } gates)
        {
            yield return $"after the first epoch {Named(gates)} almost all entries at the flat ends of sigmoid or tanh, where gradients " +
                $"vanish: try a smaller training.learning_rate, or scaled inputs";
        }
    }

    // A few steps of one sequence tell; the interpreter needs nothing compiled for them.
    List<string> SaturatedGates()
    {
        var sequence = data.Train.Ready[0];
        var batch = new Batch([sequence.Length > 8 ? sequence.Slice(0, 8) : sequence]);
        using var graph = new SequenceGraph(model, batch, trains: false, executor: new Interpreter());
        graph.Load(batch);
        graph.Forward();
        return
        [
            .. from statement in graph.Graph.Statements
               where statement.Value is Apply { Function.Name: "sigmoid" or "tanh" }
               let isTanh = ((Apply)statement.Value).Function == Function.Tanh
               from value in statement.Target.Tensor.ToArray()
               group isTanh ? Math.Abs(value) : Math.Abs((2 * value) - 1) by statement.Target.Tensor.Name into gate
               where gate.Count(y => y > Saturated) > Most * gate.Count()
               select gate.Key,
        ];
    }

    static string Named(List<string> names) => names.Count == 1 ? $"'{names[0]}' has"
        : names.Count <= 4 ? $"{string.Join(", ", names.Select(n => $"'{n}'"))} have"
        : $"'{names[0]}', '{names[1]}' and {names.Count - 2} more have";
}
