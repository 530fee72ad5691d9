namespace RnnTrainer.Training.Evaluation;

/// <summary>How often a label is there, and is found.</summary>
/// <param name="True">It is there and was found.</param>
/// <param name="FalsePositive">It was found and is not there.</param>
/// <param name="FalseNegative">It is there and was not found.</param>
/// <param name="Neither">It is not there and was not found.</param>
readonly record struct BinaryCounts(long True, long FalsePositive, long FalseNegative, long Neither)
{
    /// <summary>How often it is there.</summary>
    public long Support => True + FalseNegative;

    /// <summary>0 where it is never found, as in scikit-learn.</summary>
    public double Precision => Metrics.Fraction(True, True + FalsePositive);

    /// <summary>0 where it is never there.</summary>
    public double Recall => Metrics.Fraction(True, Support);

    /// <summary>0 where it is neither there nor found.</summary>
    public double F1 => Metrics.Fraction(2 * True, (2 * True) + FalsePositive + FalseNegative);

    /// <summary>The mean recall of "there" and "not there", without one that does not occur.</summary>
    public double BalancedAccuracy => Support == 0 ? Specificity : Absent == 0 ? Recall : (Recall + Specificity) / 2;

    /// <summary>Matthews' correlation coefficient; 0 where one of its factors is 0, as in scikit-learn.</summary>
    public double Mcc
    {
        get
        {
            double tp = True, fp = FalsePositive, fn = FalseNegative, tn = Neither;
            var product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn);
            return product == 0 ? 0 : ((tp * tn) - (fp * fn)) / Math.Sqrt(product);
        }
    }

    long Absent => FalsePositive + Neither;

    double Specificity => Metrics.Fraction(Neither, Absent);

    /// <summary>The sums.</summary>
    public static BinaryCounts operator +(BinaryCounts a, BinaryCounts b) => new(
        a.True + b.True, a.FalsePositive + b.FalsePositive, a.FalseNegative + b.FalseNegative, a.Neither + b.Neither);

    /// <summary>One prediction.</summary>
    public static BinaryCounts Of(bool isThere, bool isFound) => isThere
        ? isFound ? new(1, 0, 0, 0) : new(0, 0, 1, 0)
        : isFound ? new(0, 1, 0, 0) : new(0, 0, 0, 1);
}
