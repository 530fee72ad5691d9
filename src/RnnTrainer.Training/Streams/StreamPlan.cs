using System.Text;
using RnnTrainer.Data.Files;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Streams;

/// <summary>What the streams of a model, or of an ensemble of models, have in common.</summary>
sealed class StreamPlan
{
    readonly Lazy<string> _identity;

    StreamPlan(IReadOnlyList<ModelPool> pools, int? window, Func<IEnumerable<string>> digests)
    {
        Model = pools[0].Model;
        IsForecast = Model.Task.WindowsOf(Model.Config.Data) is not null;
        Schema = pools.Count == 1 ? Model.Schema : Model.Schema.OfTraining();
        Members = [.. pools.Select(MemberOf)];
        _identity = new(() => Sha256.Of(Encoding.UTF8.GetBytes($"{window} {string.Join(' ', digests())}")));

        StepModel MemberOf(ModelPool pool) =>
            IsForecast || window is not null ? new WindowedModel(pool, window) : new RunningModel(pool);
    }

    /// <summary>The model; of an ensemble the first.</summary>
    public Model Model { get; }

    /// <summary>By which predictions are made of outputs.</summary>
    public ModelSchema Schema { get; }

    /// <summary>The models.</summary>
    public IReadOnlyList<StepModel> Members { get; }

    /// <summary>Whether an output is for the steps ahead.</summary>
    public bool IsForecast { get; }

    /// <summary>What a saved state has to have in common with the model: a hash.</summary>
    public string Identity => _identity.Value;

    /// <param name="pools">At least one.</param>
    /// <param name="window">The steps over which every output is computed anew; null: all steps since the sequence began, or the window of
    /// a forecast.</param>
    /// <param name="digests">Of each model a text that no other model has.</param>
    /// <exception cref="RunException">The model needs the whole sequence.</exception>
    public static StreamPlan Of(IReadOnlyList<ModelPool> pools, int? window, Func<IEnumerable<string>> digests)
    {
        foreach (var pool in pools)
        {
            Require(pool.Model, window);
        }

        return pools.Count == 1 || !pools[0].Model.Task.PredictsNextSymbol ? new StreamPlan(pools, window, digests)
            : throw new RunException("a stream takes one language model, and this is an ensemble", "name one of its members");
    }

    static void Require(Model model, int? window)
    {
        var (task, columns) = (model.Task, model.Schema.Preparation);
        if (task.WindowsOf(model.Config.Data) is { } forecast)
        {
            if (window is not null)
            {
                throw new RunException(
                    $"a forecast has a window of its own, {forecast.Window} steps (data.window)", "leave out the window");
            }

            return;
        }

        if (window is not null)
        {
            if (task.PredictsNextSymbol)
            {
                throw new RunException(
                    "a language model reads forward, and its state knows all symbols so far", "leave out the window");
            }

            return;
        }

        if (model.Config.Model.Bidirectional)
        {
            throw Refusal("layers that read in both directions need the whole sequence (model.bidirectional)", "model.bidirectional: false");
        }

        if (model.Patches is not null)
        {
            throw Refusal("patches of steps are not read step by step (model.patch)", "model.patch: null");
        }

        if (columns?.Own is not null)
        {
            throw Refusal(
                "a sequence that is scaled by itself has to be known as a whole (data.normalize: sequence)", "data.normalize: standard");
        }

        if (columns is { Deviations.Count: > 0 })
        {
            throw Refusal("the deviation of a sequence is known at its end (data.scale_input)", "data.scale_input: false");
        }
    }

    static RunException Refusal(string reason, string instead) => new(
        $"{reason}, and a stream has only its steps so far",
        $"train with {instead}, or predict at each step for the last N steps: --window N, in a program Open(N)");
}
