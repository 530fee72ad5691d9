using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Common;
using RnnTrainer.Training.Configuration;

namespace RnnTrainer.Training.Models;

/// <summary>The weights of one layer.</summary>
/// <param name="Name">Goes before the name of every weight: <c>layer0</c>, <c>layer0.reverse</c>.</param>
/// <param name="Phi">Those of its cell.</param>
/// <param name="Initial">If the initial states are learned: one [H] per state of the cell, <c>layer0.h0</c>; else empty.</param>
/// <param name="Reverse">The layer that reads each sequence from its end; null if there is none.</param>
sealed record Layer(string Name, Phi Phi, IReadOnlyList<Parameter> Initial, Layer? Reverse)
{
    /// <summary>New weights, all zero.</summary>
    /// <param name="K">The layer's inputs.</param>
    /// <exception cref="ConfigException">A weight of the cell has the name of an initial state.</exception>
    internal static Layer Of(ICell cell, Config config, int K, string name, bool isReverse = false)
    {
        var (model, precision) = (config.Model, config.Training.Precision);
        var phi = Phi.Zeros(cell, precision, K, model.Hidden, $"{name}.");
        var initial = model.InitialState == InitialState.Learned
            ? cell.States.Select(s => new Parameter($"{name}.{s}0", precision, model.Hidden)).ToList() : [];
        if (initial.Find(h0 => phi.Parameters.Any(p => p.Name == h0.Name)) is { } taken)
        {
            var own = taken.Name[(taken.Name.LastIndexOf('.') + 1)..];
            throw new ConfigException(
                new Diagnostic(
                    "model.initial_state", null, null,
                    $"model.initial_state: the cell has a parameter '{own}', which is the name of its learned initial state",
                    "rename the parameter in the .cell file"));
        }

        return new Layer(
            name, phi, initial, model.Bidirectional && !isReverse ? Of(cell, config, K, $"{name}.reverse", isReverse: true) : null);
    }

    /// <summary>All weights, those of the reverse layer last.</summary>
    public IEnumerable<Parameter> Parameters => [.. Phi.Parameters, .. Initial, .. Reverse?.Parameters ?? []];

    /// <summary>How each weight starts, by name.</summary>
    internal IEnumerable<(string Name, Initializer Initializer)> Initializers(ICell cell) =>
    [
        .. cell.Parameters(1, cell.UnitMultiple).Select(p => ($"{Name}.{p.Name}", p.Initializer)),
        .. Initial.Select(h0 => (h0.Name, Initializer.Zero)),
        .. Reverse?.Initializers(cell) ?? [],
    ];
}
