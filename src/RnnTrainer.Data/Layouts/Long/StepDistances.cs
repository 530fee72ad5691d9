namespace RnnTrainer.Data.Layouts.Long;

/// <summary>The distances between the numbered steps of a file.</summary>
sealed class StepDistances
{
    /// <summary>Fractions such as 0.1 are not exactly evenly spaced.</summary>
    const double Tolerance = 1e-6;

    long _ones, _others;
    double _least = double.PositiveInfinity, _most;

    /// <summary>Whether most are one, so that the others are gaps.</summary>
    public bool CountByOnes => _ones >= _others;

    /// <summary>Whether all are one.</summary>
    public bool AreOnes => _others == 0;

    /// <summary>Whether they differ.</summary>
    public bool AreUneven => _most > _least * (1 + Tolerance);

    /// <summary>The least and the greatest, for a message.</summary>
    public string Range => FormattableString.Invariant($"{_least:G4} to {_most:G4}");

    public void AddOnes(int count)
    {
        _ones += count;
        Stretch(1);
    }

    /// <summary>Adds a distance; that of duplicate steps, 0, is none.</summary>
    public void Add(double distance)
    {
        if (distance > 0)
        {
            (_ones, _others) = distance == 1 ? (_ones + 1, _others) : (_ones, _others + 1);
            Stretch(distance);
        }
    }

    void Stretch(double distance) => (_least, _most) = (Math.Min(_least, distance), Math.Max(_most, distance));
}
