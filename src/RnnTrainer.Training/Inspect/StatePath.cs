using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Inspect;

/// <summary>A layer's state over the steps of one sequence.</summary>
/// <param name="Layer">Its name.</param>
/// <param name="State">The state's.</param>
/// <param name="Values">[t][j], after step t.</param>
sealed record StatePath(string Layer, string State, IReadOnlyList<double[]> Values);
