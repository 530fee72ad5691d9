namespace RnnTrainer.Data.Encodings;

/// <summary>
/// Between the units of targets that are inputs too and what a model is trained on: the transform, then the own scale of a window.
/// </summary>
/// <param name="Transforms">[C]: null: none.</param>
/// <param name="Shift">[C].</param>
/// <param name="Scale">[C].</param>
sealed record TargetUnits(Transform?[] Transforms, double[] Shift, double[] Scale)
{
    /// <param name="places">[C]: the place of each target among the inputs; −1: it is none.</param>
    /// <param name="own">Null: windows have no scale of their own.</param>
    public static TargetUnits Of(Preparation preparation, IReadOnlyList<int> places, OwnScale? own) => new(
        [.. places.Select(k => preparation.Transformed.Contains(k) ? preparation.Transform : null)],
        [.. places.Select(k => k < 0 ? 0 : own?.Shift[k] ?? 0)],
        [.. places.Select(k => k < 0 ? 1 : own?.Scale[k] ?? 1)]);

    /// <summary>From the units of the file.</summary>
    /// <param name="n">The number of the target, in rows of C.</param>
    public double To(double y, int n) =>
        (Encodings.Transforms.Of(Transforms[n % Transforms.Length], y) - Shift[n % Shift.Length]) / Scale[n % Scale.Length];

    /// <summary>To the units of the file.</summary>
    public double From(double z, int n) => Encodings.Transforms.Inverse(
        Transforms[n % Transforms.Length], (z * Scale[n % Scale.Length]) + Shift[n % Shift.Length]);

    /// <summary>Rows of C targets from the units of the file.</summary>
    public double[] To(Values targets)
    {
        var z = targets.ToArray();
        for (var n = 0; n < z.Length; n++)
        {
            z[n] = To(z[n], n);
        }

        return z;
    }
}
