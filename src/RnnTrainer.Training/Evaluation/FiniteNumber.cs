using System.Text.Json.Nodes;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Training.Evaluation;

/// <summary>Numbers in documents: JSON has none that are not finite.</summary>
static class FiniteNumber
{
    /// <summary>The number; null where it is not finite, or there is none.</summary>
    public static JsonValue? ToJson(double? value) => value is { } number && double.IsFinite(number) ? JsonValue.Create(number) : null;
}
